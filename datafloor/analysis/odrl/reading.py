"""JSON-LD in, policy out. Only the compact form with the names of the ODRL vocabulary is read."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from datafloor.analysis.odrl.model import (
    Constraint,
    Join,
    Kind,
    Logical,
    NotUnderstood,
    Operator,
    Policy,
    Rule,
    Value,
)

PROFILE = "urn:datafloor:odrl:1"
"""The profile of the exchange: the terms below that begin with `df:`, and no others."""

INSTANTS = frozenset({"dateTime"})
NAMES = frozenset({"purpose", "spatial", "df:contractState"})
OF_DUTIES = frozenset({"payAmount"})
LEFT = INSTANTS | NAMES
ORDERED = frozenset({Operator.lt, Operator.lteq, Operator.gt, Operator.gteq})

INCLUDED_IN = {
    **dict.fromkeys(
        (
            *("read", "index", "search", "derive", "distribute", "modify", "reproduce", "write"),
            *("attribute", "aggregate", "extract", "stream", "display", "execute", "print"),
            *("compensate", "obtainConsent", "grantUse", "inform", "anonymize", "archive"),
            *("df:reidentify", "df:benchmark", "df:shareAlike"),
        ),
        "use",
    ),
    "sell": "transfer",
    "give": "transfer",
}
"""Each action that is understood, with the action that includes it (ODRL vocabulary 2.2)."""

ACTIONS = frozenset({"use", "transfer", *INCLUDED_IN})

_POLICY = frozenset(
    {
        *("@context", "@id", "@type", "profile", "conflict", "target", "assigner", "assignee"),
        *("timestamp", "permission", "prohibition", "obligation"),
    }
)
_RULE = frozenset({"@id", "@type", "action", "target", "assigner", "assignee", "constraint"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(document: Mapping[str, Any]) -> Policy:
    """The policy that a document says. Raises `NotUnderstood` where any part is not known here."""
    _only(document, _POLICY, "policy")
    if document.get("@type") not in ("Set", "Offer", "Agreement"):
        raise NotUnderstood(f"a policy of type {document.get('@type')!r}")
    if document.get("conflict", "prohibit") != "prohibit":
        raise NotUnderstood(f"the conflict strategy {document['conflict']!r}")
    if document.get("profile", PROFILE) != PROFILE:
        raise NotUnderstood(f"the profile {document['profile']!r}")
    rules = [
        _rule(kind, each, document)
        for kind in Kind
        for each in _list(document.get(kind.value, ()), kind.value)
    ]
    if not rules:
        raise NotUnderstood("a policy without rules")
    return Policy(_text(document, "@id"), document["@type"], tuple(rules))


def _rule(kind: Kind, said: Any, policy: Mapping[str, Any]) -> Rule:
    if not isinstance(said, Mapping):
        raise NotUnderstood(f"a {kind} that is no object")
    _only(said, _RULE | {"duty"} if kind is Kind.permission else _RULE, kind)
    left = LEFT | OF_DUTIES if kind is Kind.obligation else LEFT
    duties = [_duty(each) for each in _list(said.get("duty", ()), "duty")]
    return Rule(
        kind,
        _text(said, "@id"),
        _action(said.get("action", "")),
        _text(said, "target") or _text(policy, "target"),
        _text(said, "assignee") or _text(policy, "assignee"),
        tuple(_constraint(each, left) for each in _list(said.get("constraint", ()), "constraint")),
        tuple(duties),
    )


def _duty(said: Any) -> str:
    if not isinstance(said, Mapping) or not _text(said, "@id"):
        raise NotUnderstood("a duty without an @id: nobody could say that it is fulfilled")
    _only(said, _RULE, "duty")
    _action(said.get("action", ""))
    for each in _list(said.get("constraint", ()), "constraint"):
        _constraint(each, LEFT | OF_DUTIES)
    return _text(said, "@id")


def _action(name: Any) -> str:
    if isinstance(name, str) and (name == "" or name in ACTIONS):
        return name
    raise NotUnderstood(f"the action {name!r}")


def _constraint(said: Any, left: frozenset[str]) -> Constraint | Logical:
    if not isinstance(said, Mapping):
        raise NotUnderstood("a constraint that is no object")
    joins = [join for join in Join if join.value in said]
    if joins:
        _only(said, {"@id", "@type", joins[0].value}, "logical constraint")
        parts = _list(said[joins[0].value], joins[0].value)
        if not parts:
            raise NotUnderstood("a logical constraint without parts")
        return Logical(joins[0], tuple(_constraint(each, left) for each in parts), _uid(said))
    known = {"@id", "@type", "leftOperand", "operator", "rightOperand", "unit"}
    _only(said, known, "constraint")
    name = said.get("leftOperand")
    if not isinstance(name, str) or name not in left:
        raise NotUnderstood(f"the left operand {name!r}")
    if "unit" in said and name not in OF_DUTIES:
        raise NotUnderstood(f"a unit of {name}")
    try:
        operator = Operator(str(said.get("operator")))
    except ValueError:
        raise NotUnderstood(f"the operator {said.get('operator')!r}") from None
    many = operator in (Operator.is_any_of, Operator.is_none_of)
    if (operator in ORDERED and name in NAMES) or (many and name in INSTANTS):
        raise NotUnderstood(f"{operator} of {name}")
    right = said.get("rightOperand")
    values = right if many else [right]
    if not isinstance(values, list) or not values:
        raise NotUnderstood(f"the right operand {right!r} of {operator}")
    return Constraint(name, operator, tuple(_value(name, each) for each in values), _uid(said))


def _value(left: str, said: Any) -> Value:
    if isinstance(said, Mapping) and set(said) <= {"@value", "@type"}:
        said = said.get("@value")
    if not isinstance(said, str) or not said:
        raise NotUnderstood(f"the right operand {said!r} of {left}")
    return instant_of(said) if left in INSTANTS else said


def instant_of(text: str) -> int:
    """An xsd:dateTime with its zone, in microseconds since 1970. Raises `NotUnderstood`."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", text):
            raise ValueError
        return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)
    except ValueError:
        raise NotUnderstood(f"the instant {text!r}") from None


def _only(
    said: Mapping[str, Any], known: Sequence[str] | frozenset[str] | set[str], of: str
) -> None:
    unknown = sorted(set(said).difference(known))
    if unknown:
        raise NotUnderstood(f"{unknown[0]!r} of a {of}")


def _list(said: Any, name: str) -> Sequence[Any]:
    if isinstance(said, Mapping):
        return [said]
    if not isinstance(said, list | tuple):
        raise NotUnderstood(f"{name} that is no list")
    return said


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise NotUnderstood(f"{name} that is no text")
    return value


def _uid(said: Mapping[str, Any]) -> str:
    return _text(said, "@id")
