"""The reference suite in our words: its Turtle as the JSON-LD that we read, and its worlds."""

from pathlib import Path
from typing import Any, NamedTuple

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Identifier, Literal, Node

from datafloor.analysis.odrl import Request, World, instant_of

SUITE = Path(__file__).parents[4] / "shared" / "reference" / "odrl"
ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
REPORT = Namespace("https://w3id.org/force/compliance-report#")
EX = Namespace("http://example.org/")
TEMP = Namespace("http://example.com/request/")
DCT = Namespace("http://purl.org/dc/terms/")

KEPT = (ODRL.uid, DCT.description, DCT.source, RDF.type)
PREFIXES = """@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix ex: <http://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
"""One file of the suite leaves these out; written before all, they change nothing elsewhere."""


class Case(NamedTuple):
    """A case of the suite: what is asked, in which world, and what its report says."""

    name: str
    policy: dict[str, Any]
    request: Request
    world: World
    active: bool
    premises: dict[str, bool]
    """By the kind of premise (`target`, `party`, `action`) or the constraint's id: it held."""


def graph(path: Path) -> Graph:
    return Graph().parse(data=PREFIXES + path.read_text(), format="turtle")


def cases() -> list[Case]:
    """Every case of the suite; none where the suite is not there."""
    found = {kind: _by_uid(kind) for kind in ("policies", "requests", "sotw")}
    return [_case(path.stem, graph(path), found) for path in sorted(SUITE.glob("test_cases/*.ttl"))]


def _by_uid(kind: str) -> dict[Identifier, Graph]:
    graphs = [graph(path) for path in SUITE.glob(f"{kind}/*.ttl")]
    types = (ODRL.Set, ODRL.Request, EX.Sotw)
    return {
        subject: each  # type: ignore[misc]
        for each in graphs
        for type_ in types
        for subject in each.subjects(RDF.type, type_)
    }


def _case(name: str, case: Graph, found: dict[str, dict[Identifier, Graph]]) -> Case:
    def named(predicate: URIRef) -> Any:
        return next(case.objects(None, predicate))

    policy, request = named(EX.policy), named(EX.request)
    asked = found["requests"][request]
    rule = next(case.subjects(REPORT.activationState, None))
    premises: dict[str, bool] = {}
    for each, state in case.subject_objects(REPORT.satisfactionState):
        constraint = case.value(each, REPORT.constraint)
        kind = str(case.value(each, RDF.type)).removeprefix(f"{REPORT}").removesuffix("Report")
        premises[str(constraint or kind.lower())] = state == REPORT.Satisfied
    return Case(
        name,
        document(found["policies"][policy], policy),
        Request(*(_only(asked, each) for each in (ODRL.assignee, ODRL.action, ODRL.target))),
        _world(found["sotw"][named(EX.sotw)]),
        case.value(rule, REPORT.activationState) == REPORT.Active,
        premises,
    )


def _only(graph_: Graph, predicate: URIRef) -> str:
    return name_of(next(graph_.objects(None, predicate)))


def name_of(node: Node) -> str:
    """A node of the vocabulary by its short name, any other by its whole one."""
    return str(node).removeprefix(str(ODRL))


def document(policy: Graph, uid: Node) -> dict[str, Any]:
    """A policy of a graph as compact JSON-LD."""
    said = _node(policy, uid)
    return said | {"@type": name_of(policy.value(uid, RDF.type) or ODRL.Set)}


def _node(policy: Graph, node: Node) -> dict[str, Any]:
    said: dict[str, Any] = {"@id": str(node)}
    for predicate, value in policy.predicate_objects(node):
        if predicate in KEPT or str(predicate).startswith("http://purl.org/dc/"):
            continue
        name = name_of(predicate)
        nested = name in NESTED
        said.setdefault(name, []).append(_node(policy, value) if nested else _value(value))
    return {
        name: value if name in NESTED or name == "@id" or len(value) > 1 else value[0]
        for name, value in said.items()
    }


NESTED = ("permission", "prohibition", "obligation", "duty", "constraint", "and", "or", "xone")


def _value(value: Node) -> str:
    return str(value) if isinstance(value, Literal) else name_of(value)


def _world(sotw: Graph) -> World:
    part_of: dict[str, frozenset[str]] = {}
    for thing, collection in sotw.subject_objects(ODRL.partOf):
        part_of[str(thing)] = part_of.get(str(thing), frozenset()) | {str(collection)}
    fulfilled = {
        str(rule)
        for duty, rule in sotw.subject_objects(REPORT.rule)
        if (duty, REPORT.deonticState, REPORT.Fulfilled) in sotw
    }
    now = instant_of(str(next(sotw.objects(TEMP.currentTime, DCT.issued))))
    return World({"dateTime": now}, part_of, frozenset(fulfilled))
