"""What is not understood is refused, whole; what is understood is answered with its reasons."""

from typing import Any

import pytest

from datafloor.analysis.odrl import NotUnderstood, Request, World, evaluate, instant_of, read

NOW = instant_of("2026-11-23T08:00:00+07:00")
ASKED = Request("urn:a", "read", "urn:x")
WORLD = World({"dateTime": NOW, "purpose": "research", "spatial": "VN"})


def policy(*constraints: Any, **but: Any) -> dict[str, Any]:
    """A permission to read, but for what is said."""
    rule: dict[str, Any] = {"action": "read", "constraint": list(constraints)}
    return {"@id": "urn:p", "@type": "Set", "target": "urn:x", "permission": [rule]} | but


def that(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


IS = that("purpose", "eq", "research")
NOT = that("purpose", "neq", "research")


@pytest.mark.parametrize(
    ("constraint", "allowed"),
    [
        (IS, True),
        (NOT, False),
        (that("spatial", "isAnyOf", ["LA", "VN"]), True),
        (that("spatial", "isAnyOf", ["LA"]), False),
        (that("spatial", "isNoneOf", ["LA"]), True),
        (that("spatial", "isNoneOf", ["LA", "VN"]), False),
        (that("dateTime", "lt", "2026-11-23T01:00:00Z"), False),
        (that("dateTime", "lteq", "2026-11-23T01:00:00Z"), True),
        (that("dateTime", "gt", "2026-11-23T00:59:59.999999Z"), True),
        (that("dateTime", "gteq", "2026-11-23T01:00:00.000001Z"), False),
        (that("dateTime", "eq", {"@value": "2026-11-23T01:00:00Z"}), True),
        (that("df:contractState", "eq", "running"), False),  # the world does not say
        (that("df:contractState", "neq", "ended"), False),
        ({"and": [IS, IS]}, True),
        ({"and": [IS, NOT]}, False),
        ({"or": [IS, NOT]}, True),
        ({"or": [NOT, NOT]}, False),
        ({"xone": [IS, NOT]}, True),
        ({"xone": [IS, IS]}, False),
        ({"or": [{"and": [IS, NOT]}, IS]}, True),
    ],
)
def test_each_operator(constraint: Any, allowed: bool) -> None:
    report = evaluate(read(policy(constraint)), ASKED, WORLD)
    assert report.allowed is allowed
    assert (report.why is None) is allowed


def test_the_answer_says_which_constraint_and_what_was_seen() -> None:
    report = evaluate(read(policy(IS, that("spatial", "eq", "LA"))), ASKED, WORLD)
    why = report.why
    assert why is not None
    assert (why.about, why.operator, why.right, why.seen) == ("spatial", "eq", ("LA",), "VN")


def test_a_prohibition_outweighs_a_permission() -> None:
    document = policy(prohibition=[{"action": "use"}])
    assert not evaluate(read(document), ASKED, WORLD).allowed
    other = policy(prohibition=[{"action": "distribute"}])
    assert evaluate(read(other), ASKED, WORLD).allowed


def test_a_permission_waits_for_its_duty() -> None:
    rule = {"action": "read", "duty": [{"@id": "urn:d", "action": "obtainConsent"}]}
    document = read(policy(permission=[rule]))
    assert not evaluate(document, ASKED, WORLD).allowed
    assert evaluate(document, ASKED, WORLD._replace(fulfilled=frozenset({"urn:d"}))).allowed


@pytest.mark.parametrize(
    "document",
    [
        policy(that("purpose", "hasPart", "research")),
        policy(that("purpose", "lt", "research")),
        policy(that("dateTime", "isAnyOf", ["2026-11-23T01:00:00Z"])),
        policy(that("count", "lteq", "5")),
        policy(that("payAmount", "eq", "5")),
        policy(that("spatial", "isAnyOf", "VN")),
        policy(that("spatial", "isAnyOf", [])),
        policy(that("spatial", "eq", ["VN"])),
        policy(that("spatial", "eq", 5)),
        policy(that("dateTime", "lt", "tomorrow")),
        policy(that("dateTime", "lt", "2026-11-23T01:00:00")),
        policy({**IS, "unit": "VND"}),
        policy({**IS, "dataType": "xsd:string"}),
        policy({"andSequence": [IS]}),
        policy({"and": [IS], "or": [IS]}),
        policy({"and": []}),
        policy("VN"),
        policy(permission=[]),
        policy(permission=[{"action": "teleport"}]),
        policy(permission=[{"action": {"@id": "read"}}]),
        policy(permission=[{"action": "read", "remedy": []}]),
        policy(permission=[{"action": "read", "duty": [{"action": "inform"}]}]),
        policy(permission="all"),
        policy(prohibition=[{"action": "use", "duty": []}]),
        policy(conflict="perm"),
        policy(profile="urn:other"),
        policy(inheritFrom="urn:q"),
        policy(target=5),
        policy(**{"@type": "Ticket"}),
    ],
)
def test_what_is_not_understood_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood):
        read(document)
