"""Short words for the tables of rule tests: who asks, what comes out."""

from collections.abc import Callable, Sequence
from typing import Any

from datafloor.kernel.clock import DAY, instant
from datafloor.kernel.ids import new_id
from datafloor.kernel.law import Pack, pack
from datafloor.kernel.message import EXCHANGE, NO_LAW, Actor, Call, Command, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused

NOW = instant("2026-11-23T01:00:00Z")


def actor(*roles: str) -> Actor:
    """Somebody of an organisation of its own."""
    return Actor(new_id("person"), new_id("org"), frozenset(roles))


SELLER = actor("seller")
OTHER_SELLER = actor("seller")
BUYER = actor("buyer")
OTHER_BUYER = actor("buyer")
OPERATOR = actor("operator")
NOBODY = Actor("", "")

Rule = Callable[[Any, Any, Call], Sequence[Event]]


VN = pack("vn")


def said(
    rule: Rule,
    facts: Any,
    asked: Any,
    by: Actor = EXCHANGE,
    now: int = NOW,
    law: Pack = NO_LAW,
) -> Any:
    """The events that a rule decides on, or the name of its refusal."""
    try:
        return list(rule(facts, asked, Call(by, now, "request", law)))
    except Refused as refused:
        assert refused.text("en") and refused.text("vi"), "both texts can be filled in"
        return refused.why.name


def may(command: type[Command]) -> set[str]:
    """The roles that may ask a command."""
    roles = ("seller", "buyer", "operator", "supervisor", "exchange")
    assert command.may(NOBODY) is not None
    return {role for role in roles if command.may(actor(role)) is None}


def dong(minor: int) -> Money:
    """So many đồng."""
    return Money(minor, "VND")


__all__ = [
    "BUYER",
    "DAY",
    "EXCHANGE",
    "NOBODY",
    "NOW",
    "OPERATOR",
    "OTHER_BUYER",
    "OTHER_SELLER",
    "SELLER",
    "VN",
    "actor",
    "dong",
    "may",
    "said",
]
