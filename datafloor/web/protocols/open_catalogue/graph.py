"""A small graph, written as Turtle and as JSON-LD, piece by piece.

Only what a catalogue needs: named and nested nodes, links, texts with a language, typed values.
A text is always a quoted literal, whatever it holds: HTML in it stays text.
(W3C Turtle 1.1, section 2.5.1; JSON-LD 1.1, section 4.2.)
"""

import re
from typing import Any, NamedTuple, TypeAlias

import msgspec

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(NamedTuple):
    """A link to something by its address."""

    value: str


class Text(NamedTuple):
    """A text, in a language where it has one."""

    value: str
    language: str = ""


class Typed(NamedTuple):
    """A value with a type, such as `xsd:dateTime`."""

    value: str
    type: str


class Node(NamedTuple):
    """A thing with its class and its properties; without an address it is nested in another."""

    iri: str
    kind: str
    properties: "tuple[tuple[str, Value], ...]"


Value: TypeAlias = Iri | Text | Typed | Node

TURTLE_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def turtle(node: Node) -> str:
    """The statements about a node with an address, and about those that it names, as Turtle."""
    waiting, written = [node], []
    while waiting:
        each = waiting.pop()
        lines = [_turtle_property(*said, waiting) for said in each.properties]
        if each.kind:
            lines.insert(0, f"a {each.kind}")
        written.append(f"\n<{_address(each.iri)}> " + " ;\n    ".join(lines) + " .\n")
    return "".join(written)


def _turtle_property(name: str, value: Value, waiting: list[Node]) -> str:
    match value:
        case Iri():
            said = f"<{_address(value.value)}>"
        case Text():
            said = f'"{_escaped(value.value)}"' + (value.language and f"@{value.language}")
        case Typed():
            said = f'"{_escaped(value.value)}"^^{value.type}'
        case Node(iri=""):
            inner = [_turtle_property(*each, waiting) for each in value.properties]
            said = "[ " + " ; ".join([f"a {value.kind}", *inner]) + " ]"
        case Node():
            waiting.append(value)
            said = f"<{_address(value.iri)}>"
    return f"{name} {said}"


def json_ld(node: Node) -> bytes:
    """A node with all that it names, as JSON-LD without its context."""
    return msgspec.json.encode(_object(node))


def _object(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if node.iri:
        found["@id"] = _address(node.iri)
    if node.kind:
        found["@type"] = node.kind
    for name, value in node.properties:
        found.setdefault(name, []).append(_json_value(value))
    return found


def _json_value(value: Value) -> dict[str, Any]:
    match value:
        case Iri():
            return {"@id": _address(value.value)}
        case Text(language=""):
            return {"@value": value.value}
        case Text():
            return {"@value": value.value, "@language": value.language}
        case Typed():
            return {"@value": value.value, "@type": value.type}
        case Node():
            return _object(value)


def _address(iri: str) -> str:
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", iri)


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda c: _ESCAPED.get(c[0]) or f"\\u{ord(c[0]):04X}", text)
