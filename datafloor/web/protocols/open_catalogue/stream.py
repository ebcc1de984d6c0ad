"""The catalogue as bytes: one product, or all of them page by page."""

from collections.abc import Iterable, Iterator

import msgspec

from datafloor.web.protocols.open_catalogue.graph import (
    PREFIXES,
    TURTLE_HEAD,
    Node,
    json_ld,
    turtle,
)
from datafloor.web.protocols.open_catalogue.products import Described
from datafloor.web.protocols.open_catalogue.vocabulary import catalog, dataset, membership

TURTLE = "text/turtle"
JSON_LD = "application/ld+json"

_CONTEXT = b'{"@context":' + msgspec.json.encode(PREFIXES) + b',"@graph":['


def as_turtle(base: str, of: Described) -> bytes:
    """One product."""
    return (TURTLE_HEAD + turtle(dataset(base, of))).encode()


def as_json_ld(base: str, of: Described) -> bytes:
    """One product."""
    return _CONTEXT + json_ld(dataset(base, of)) + b"]}\n"


def whole_as(kind: str, base: str, pages: Iterable[list[Described]]) -> Iterator[bytes]:
    """The whole catalogue, a piece for each page of products."""
    return _turtle(base, pages) if kind == TURTLE else _json_ld(base, pages)


def _turtle(base: str, pages: Iterable[list[Described]]) -> Iterator[bytes]:
    yield (TURTLE_HEAD + turtle(catalog(base))).encode()
    for page in pages:
        yield "".join(turtle(node) for each in page for node in _nodes(base, each)).encode()


def _json_ld(base: str, pages: Iterable[list[Described]]) -> Iterator[bytes]:
    yield _CONTEXT + json_ld(catalog(base))
    for page in pages:
        yield b"".join(b",\n" + json_ld(node) for each in page for node in _nodes(base, each))
    yield b"]}\n"


def _nodes(base: str, of: Described) -> tuple[Node, Node]:
    return membership(base, of.view.product), dataset(base, of)
