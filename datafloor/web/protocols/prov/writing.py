"""A document of PROV, written as PROV-JSON, as Turtle and as JSON-LD (both PROV-O)."""

from typing import Any

import msgspec

from datafloor.kernel.clock import iso
from datafloor.web.protocols.open_catalogue.graph import (
    PREFIXES,
    Iri,
    Node,
    Text,
    Typed,
    Value,
    json_ld,
    turtle,
)
from datafloor.web.protocols.prov.document import Document, Kind, Link, Relation, Thing

_PREFIXES = {
    **PREFIXES,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

Json = dict[str, Any]

_ENDS = {
    Relation.generated: ("entity", "activity"),
    Relation.used: ("activity", "entity"),
    Relation.derived: ("generatedEntity", "usedEntity"),
    Relation.revision: ("generatedEntity", "usedEntity"),
    Relation.attributed: ("entity", "agent"),
    Relation.associated: ("activity", "agent"),
    Relation.special: ("specificEntity", "generalEntity"),
}
"""What the two ends of a relation are called in PROV-JSON (section 3)."""

_CLASSES = {Kind.entity: "prov:Entity", Kind.activity: "prov:Activity", Kind.agent: "prov:Agent"}


def as_prov_json(base: str, document: Document) -> Json:
    """PROV-JSON; names are below the exchange's address, which is the prefix `at`."""
    found: Json = {
        "prefix": {"at": f"{base}/", "dcat": PREFIXES["dcat"]},
    }
    for thing in document.things.values():
        found.setdefault(thing.kind.value, {})[f"at:{thing.name}"] = _attributes(thing)
    for number, link in enumerate(document.links):
        relation = Relation.derived if link.relation is Relation.revision else link.relation
        found.setdefault(relation.value, {})[f"_:r{number}"] = _related(link)
    return found


def _attributes(thing: Thing) -> Json:
    found: Json = {}
    if thing.type:
        found["prov:type"] = [{"$": thing.type, "type": "xsd:QName"}]
    if thing.labels:
        found["prov:label"] = [
            {"$": text, "lang": language} if language else text for language, text in thing.labels
        ]
    if thing.begun_at is not None:
        found["prov:startTime"] = iso(thing.begun_at)
    if thing.ended_at is not None:
        found["prov:endTime"] = iso(thing.ended_at)
    return found


def _related(link: Link) -> Json:
    subject, target = _ENDS[link.relation]
    found: Json = {f"prov:{subject}": f"at:{link.subject}", f"prov:{target}": f"at:{link.object}"}
    if link.at is not None and link.relation in (Relation.generated, Relation.used):
        found["prov:time"] = iso(link.at)
    if link.relation is Relation.revision:
        found["prov:type"] = [{"$": "prov:Revision", "type": "xsd:QName"}]
    return found


def as_turtle(base: str, document: Document) -> str:
    """PROV-O as Turtle."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    return head + "".join(turtle(node) for node in _nodes(base, document))


def as_json_ld(base: str, document: Document) -> Json:
    """PROV-O as JSON-LD."""
    nodes = [msgspec.json.decode(json_ld(node)) for node in _nodes(base, document)]
    return {"@context": _PREFIXES, "@graph": nodes}


def _nodes(base: str, document: Document) -> list[Node]:
    said: dict[str, list[tuple[str, Value]]] = {name: [] for name in document.things}
    for name, thing in document.things.items():
        if thing.type:
            said[name].append(("rdf:type", Iri(_whole(thing.type))))
        said[name] += [("rdfs:label", Text(text, language)) for language, text in thing.labels]
        for term, at in (("startedAtTime", thing.begun_at), ("endedAtTime", thing.ended_at)):
            if at is not None:
                said[name].append((f"prov:{term}", Typed(iso(at), "xsd:dateTime")))
    for link in document.links:
        said[link.subject].append((f"prov:{link.relation.value}", Iri(f"{base}/{link.object}")))
    return [
        Node(f"{base}/{name}", _CLASSES[thing.kind], tuple(said[name]))
        for name, thing in document.things.items()
    ]


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local
