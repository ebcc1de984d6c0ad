"""The open catalogue over HTTP: forms, addresses, and texts that stay texts."""

import json
from enum import StrEnum
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import (
    Coverage,
    Frequency,
    ProductView,
    Province,
    Theme,
    VersionView,
)
from datafloor.kernel.ids import new_id
from datafloor.web.protocols.open_catalogue import Described, as_json_ld, as_turtle, vocabulary
from datafloor.web.protocols.open_catalogue.routes import preferred
from tests.catalog.conftest import BASE, Listed

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own

HOSTILE = (
    '<script>alert("1")</script>\\ """\n\r\t \x07 </p> \' {} @prefix : <x> . ậ ✓ \U0001f600 \u2028'
)


def graph(data: bytes | str, form: str = "turtle") -> Graph:
    return Graph().parse(data=data, format=form)


def view(text: str) -> ProductView:
    version = VersionView(new_id("version"), 1, 2, 3, 1, "0" * 64, ())
    return ProductView(
        new_id("product"), new_id("org"), "listed", 1, None, text, text, text, text, "collected",
        text, (version,),
    )  # fmt: skip


def test_every_text_comes_back_as_it_was_written() -> None:
    of = Described(view(HOSTILE), HOSTILE, [])
    dataset = URIRef(f"{BASE}/catalog/{of.view.product}")
    for found in (
        graph(as_turtle(BASE, of)),
        graph(as_json_ld(BASE, of), "json-ld"),
    ):
        for language in ("en", "vi"):
            assert Literal(HOSTILE, lang=language) in set(found.objects(dataset, DCTERMS.title))
        (agent,) = found.objects(dataset, DCTERMS.publisher)
        assert found.value(agent, FOAF.name) == Literal(HOSTILE)


COVERED = Coverage(
    theme=Theme.transport,
    provinces=(Province.ha_noi, Province.hue),
    frequency=Frequency.quarterly,
)


def test_what_it_covers_is_said_in_the_words_of_the_vocabularies() -> None:
    of = Described(replace(view("Flights"), coverage=COVERED), "Seller", [])
    found = graph(as_turtle(BASE, of))
    dataset = URIRef(f"{BASE}/catalog/{of.view.product}")
    eu = "http://publications.europa.eu/resource/authority"
    assert found.value(dataset, DCAT.theme) == URIRef(f"{eu}/data-theme/TRAN")
    assert found.value(dataset, DCTERMS.accrualPeriodicity) == URIRef(f"{eu}/frequency/QUARTERLY")
    places = list(found.objects(dataset, DCTERMS.spatial))
    assert {str(found.value(place, RDFS.label)) for place in places} == {"Hà Nội", "Huế"}
    assert {str(found.value(place, DCTERMS.identifier)) for place in places} == {"01", "46"}


@pytest.mark.parametrize(
    ("kind", "words"), [(Theme, vocabulary.THEMES), (Frequency, vocabulary.FREQUENCIES)]
)
def test_every_value_has_its_word_in_the_vocabulary(
    kind: type[StrEnum], words: dict[str, str]
) -> None:
    assert set(words) == set(kind)
    assert len(set(words.values())) == len(words)


def test_both_forms_say_the_same() -> None:
    of = Described(replace(view("Flights"), coverage=COVERED), "Seller", [])
    one, other = graph(as_turtle(BASE, of)), graph(as_json_ld(BASE, of), "json-ld")
    assert len(one) > 20
    assert isomorphic(one, other)


def test_an_address_holds_nothing_that_ends_it() -> None:
    of = Described(view("Flights"), "Seller", [])
    found = graph(as_turtle('https://x.example/a> <b> "', of))
    assert all(" " not in str(each) and ">" not in str(each) for each in found.subjects())


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("", "*/*", "application/ld+json"),
        ("", "text/turtle", "text/turtle"),
        (".ttl", "text/html", "text/turtle"),
        (".jsonld", "text/turtle", "application/ld+json"),
    ],
)
def test_a_product_and_the_whole_in_the_form_asked_for(
    listed: Listed, client: TestClient[Litestar], path: str, accept: str, kind: str
) -> None:
    form = "turtle" if kind == "text/turtle" else "json-ld"
    dataset = URIRef(f"{BASE}/catalog/{listed.product}")
    for where in ("/catalog", f"/catalog/{listed.product}"):
        answer = client.get(where + path, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"
        found = graph(answer.content, form)
        assert (dataset, RDF.type, DCAT.Dataset) in found
        (distribution,) = found.objects(dataset, DCAT.distribution)
        assert str(distribution) == f"{dataset}#{listed.offer}"
        whole = (URIRef(f"{BASE}/catalog"), DCAT.dataset, dataset) in found
        assert whole == (where == "/catalog")


def test_a_browser_is_sent_to_the_page(listed: Listed, client: TestClient[Litestar]) -> None:
    browser = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "accept-language": "vi"}
    for where, page in (
        ("/catalog", "/vi/"),
        (f"/catalog/{listed.product}", f"/vi/products/{listed.product}"),
    ):
        answer = client.get(where, headers=browser, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, page)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/ld+json"),
        ("image/png", "application/ld+json"),
        ("text/turtle;q=0.5, application/ld+json;q=0.4", "text/turtle"),
        ("text/turtle; q=x, application/ld+json;q=0.1", "application/ld+json"),
        ("text/turtle;q=0", "application/ld+json"),
        ("text/*", "text/turtle"),
        ("TEXT/HTML", "text/html"),
    ],
)
def test_what_an_accept_header_prefers(accept: str, form: str) -> None:
    assert preferred(accept) == form


def test_what_is_not_listed_is_not_shown(listed: Listed, client: TestClient[Litestar]) -> None:
    draft = listed.exchange.product(listed.seller)
    for name, status, code in (
        (draft, 404, "product_unknown"),
        (new_id("product"), 404, "product_unknown"),
        (f"{listed.product}.exe", 404, "page_unknown"),
        ("anything", 400, "malformed"),
    ):
        answer = client.get(f"/catalog/{name}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    whole: dict[str, Any] = json.loads(client.get("/catalog.jsonld").content)
    assert draft not in str(whole)


def test_what_is_delisted_keeps_its_address_and_cannot_be_had(
    listed: Listed, client: TestClient[Litestar]
) -> None:
    listed.exchange.ask(
        listed.operator, catalogue.DelistProduct, product=listed.product, reason="a reason"
    )
    found = graph(client.get(f"/catalog/{listed.product}.ttl").content)
    dataset = URIRef(f"{BASE}/catalog/{listed.product}")
    assert (dataset, RDF.type, DCAT.Dataset) in found
    assert not list(found.objects(dataset, DCAT.distribution))
    assert listed.product not in client.get("/catalog.ttl").text
