"""The catalogue under the shapes of DCAT-AP 3, by a validator that others wrote."""

import pytest
from pyshacl import validate
from rdflib import DCAT, RDF, Graph

from datafloor.web.protocols.open_catalogue import as_turtle, whole_as
from tests.catalog.conftest import BASE
from tests.catalog.listings import listings, reference

PRODUCTS = 2_000
AT_ONCE = 250
"""Products in one validation; each piece is a catalogue of its own."""


def problems(graph: Graph, shapes: Graph) -> str:
    """What the validator says, or nothing."""
    conforms, _, said = validate(graph, shacl_graph=shapes, advanced=False, inplace=True)
    return "" if conforms else str(said)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(reference("reference/dcat-ap/shapes.ttl"))


def test_every_product_of_a_large_catalogue_conforms(shapes: Graph) -> None:
    products = list(listings(PRODUCTS))
    seen = 0
    for start in range(0, PRODUCTS, AT_ONCE):
        part = products[start : start + AT_ONCE]
        graph = Graph().parse(data=b"".join(whole_as("text/turtle", BASE, [part])))
        seen += len(set(graph.subjects(RDF.type, DCAT.Dataset)))
        assert problems(graph, shapes) == ""
    assert seen == PRODUCTS


def test_a_product_alone_conforms(shapes: Graph) -> None:
    for of in listings(3):
        assert problems(Graph().parse(data=as_turtle(BASE, of)), shapes) == ""


def test_the_validator_sees_what_is_missing(shapes: Graph) -> None:
    (of,) = listings(1)
    cut = as_turtle(BASE, of).replace(b"dcterms:title", b"rdfs:label")
    assert "dct:title" in problems(Graph().parse(data=cut), shapes)
