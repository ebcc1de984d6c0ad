"""DCAT: a catalogue as JSON-LD, Turtle or RDF/XML, in one document or in pages (Hydra).

A JSON-LD context by address is never fetched: in its place stands the plain one below, which is
that of DCAT's own names. So a `data.json` of DCAT-US is read too.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
import pyoxigraph as rdf

from datafloor.adapters.harvest.covering import coverage_of
from datafloor.adapters.harvest.fetching import Document, Limits, fetch
from datafloor.adapters.harvest.reading import item_of, json_of, text_of, unreadable, xml_of
from datafloor.contexts.inventory import Item
from datafloor.kernel.refusal import Refusal, Refused

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FOAF, HYDRA = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/hydra/core#"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

NEXT = (f"{HYDRA}next", f"{HYDRA}nextPage")
NAMES = (f"{FOAF}name", f"{RDFS}label", f"{SKOS}prefLabel", f"{DCT}title", f"{RDF}value")
KEPT = frozenset(
    (
        f"{RDF}type",
        *NEXT,
        *NAMES,
        *(
            DCT + each
            for each in [
                "description",
                "identifier",
                "publisher",
                "creator",
                "license",
                "format",
                "modified",
                "spatial",
                "accrualPeriodicity",
            ]
        ),
        *(DCAT + each for each in ["distribution", "mediaType", "landingPage", "theme"]),
    )
)
"""What is kept of a graph; the rest is read over."""

CONTEXT: dict[str, Any] = {
    "@vocab": DCAT,
    "dcat": DCAT,
    "dct": DCT,
    "dcterms": DCT,
    "foaf": FOAF,
    "hydra": HYDRA,
    "rdfs": RDFS,
    "skos": SKOS,
    **{
        name: DCT + name
        for name in (
            *("title", "description", "identifier", "publisher", "license", "format", "modified"),
            *("spatial", "accrualPeriodicity", "issued"),
        )
    },
    "name": f"{FOAF}name",
    "landingPage": {"@id": f"{DCAT}landingPage", "@type": "@id"},
}

Term = rdf.NamedNode | rdf.BlankNode | rdf.Literal | rdf.Triple
Graph = dict[str, dict[str, list[Term]]]


def pages(address: str, limits: Limits) -> Iterator[list[Item]]:
    """The pages of a feed. Raises `Refused` for what is no catalogue, and for one that goes in
    circles."""
    at: str | None = address
    been: set[str] = set()
    seen: set[str] = set()
    while at is not None and len(been) < limits.most_documents:
        if at in been:
            raise Refused(Refusal.feed_in_circles, address=address)
        been.add(at)
        document = fetch(at, limits)
        found, at = read(document)
        fresh = {each.key: each for each in found if each.key not in seen}
        seen.update(fresh)
        yield list(fresh.values())
    if at is not None:
        raise Refused(Refusal.feed_in_circles, address=address)


def read(document: Document) -> tuple[list[Item], str | None]:
    """The items of a document, and the address of the next if it names one."""
    graph = _graph(document)
    items = [
        item
        for node, said in graph.items()
        if _is(said, "Dataset") and (item := _item(node, said, graph)) is not None
    ]
    onward = next(
        (each for said in graph.values() for name in NEXT for each in said.get(name, ())), None
    )
    if not items and onward is None and not any(_is(said, "Catalog") for said in graph.values()):
        raise unreadable(document, "no catalogue and no data set is in it")
    address = _value(onward)
    return items, urljoin(document.address, address) if address else None


def _value(term: Term | None) -> str:
    """The text or the address that a term is; nothing for what is nested."""
    return term.value if isinstance(term, rdf.NamedNode | rdf.Literal) else ""


def _graph(document: Document) -> Graph:
    form, text = _form(document)
    graph: Graph = {}
    base = document.address if urlsplit(document.address).scheme in ("http", "https") else None
    try:
        for quad in rdf.parse(text, format=form, base_iri=base, lenient=True):
            predicate = quad.predicate.value
            if predicate in KEPT:
                said = graph.setdefault(_key(quad.subject), {})
                said.setdefault(predicate, []).append(quad.object)
    except (SyntaxError, ValueError) as wrong:
        raise unreadable(document, " ".join(str(wrong).split())[:200]) from wrong
    return graph


def _form(document: Document) -> tuple[rdf.RdfFormat, str]:
    """What the document is written in, by how it begins: senders often say something else."""
    text = text_of(document)
    begin = text.lstrip()[:1]
    if begin in "{[" and begin:
        if (begin == "[" and "turtle" in document.kind) or text.lstrip()[:2] == "[]":
            return rdf.RdfFormat.TURTLE, text
        return rdf.RdfFormat.JSON_LD, msgspec.json.encode(_at_home(json_of(document))).decode()
    if begin == "<" and not text.lstrip().startswith(("<http", "<urn", "<#")):
        return rdf.RdfFormat.RDF_XML, xml_of(document)
    return rdf.RdfFormat.TURTLE, text


def _at_home(value: Any) -> Any:
    """JSON-LD of which no context lies elsewhere."""
    if isinstance(value, list):
        return [_at_home(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: _at_home(each) for name, each in value.items() if name != "@context"}
    if "@context" in value:
        said = value["@context"]
        parts = said if isinstance(said, list) else [said]
        found["@context"] = [CONTEXT if isinstance(each, str) else each for each in parts]
    return found


def _key(node: Any) -> str:
    return node.value if isinstance(node, rdf.NamedNode) else str(node)


def _is(said: dict[str, list[Term]], kind: str) -> bool:
    return any(
        isinstance(each, rdf.NamedNode) and each.value == DCAT + kind
        for each in said.get(f"{RDF}type", ())
    )


def _item(node: str, said: dict[str, list[Term]], graph: Graph) -> Item | None:
    identifier = _text(said.get(f"{DCT}identifier", ()))
    key = identifier if node.startswith("_:") or not node else node
    shares = [graph.get(_key(each), {}) for each in said.get(f"{DCAT}distribution", ())]
    licence = said.get(f"{DCT}license") or [
        each for share in shares for each in share.get(f"{DCT}license", ())
    ]
    publisher = said.get(f"{DCT}publisher") or said.get(f"{DCT}creator") or []
    page = next(filter(None, map(_value, said.get(f"{DCAT}landingPage", ()))), node)
    often = said.get(f"{DCT}accrualPeriodicity", ())
    return item_of(
        key,
        _text(said.get(f"{DCT}title", ())),
        description=_text(said.get(f"{DCT}description", ())),
        publisher=_label(publisher, graph),
        formats=[
            _last(_label(share.get(name, ()), graph))
            for share in shares
            for name in (f"{DCT}format", f"{DCAT}mediaType")
        ],
        licence=_label(licence, graph),
        page=page,
        modified=_text(said.get(f"{DCT}modified", ())),
        coverage=coverage_of(
            themes=[_label([each], graph) for each in said.get(f"{DCAT}theme", ())],
            places=[_label([each], graph) for each in said.get(f"{DCT}spatial", ())],
            frequency=_label(often, graph),
        ),
    )


def _text(terms: Any) -> str:
    """The text among these that readers here understand best: Vietnamese, English, any."""
    best = ("vi", "en", None)
    found = [each for each in terms if isinstance(each, rdf.Literal)]
    ranked = sorted(
        found, key=lambda each: best.index(each.language) if each.language in best else 9
    )
    return ranked[0].value if ranked else ""


def _label(terms: Any, graph: Graph) -> str:
    """What these are called: their text, else the name of what they point to, else its address."""
    if (text := _text(terms)) or not terms:
        return text
    said = graph.get(_key(terms[0]), {})
    for name in NAMES:
        if text := _text(said.get(name, ())):
            return text
    return terms[0].value if isinstance(terms[0], rdf.NamedNode) else ""


def _last(name: str) -> str:
    """A format's own name: the end of its address or media type."""
    return name.rstrip("/").rpartition("/")[2].rpartition("#")[2].removeprefix("vnd.apache.")
