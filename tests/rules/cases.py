"""A decision in a table: the facts, what is asked and by whom; and what it comes to."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from datafloor.kernel.message import Actor, Command, Event
from datafloor.kernel.refusal import Refusal
from tests.rules.deciding import Rule, said

ORG = "org_01ARZ3NDEKTSV4RRFFQ69G5FAV"
OTHER_ORG = "org_01ARZ3NDEKTSV4RRFFQ69G5FAW"
PERSON = "person_01ARZ3NDEKTSV4RRFFQ69G5FAV"
OTHER_PERSON = "person_01ARZ3NDEKTSV4RRFFQ69G5FAW"
TOKEN = "token_01ARZ3NDEKTSV4RRFFQ69G5FAV"
PRODUCT = "product_01ARZ3NDEKTSV4RRFFQ69G5FAV"
VERSION = "version_01ARZ3NDEKTSV4RRFFQ69G5FAV"


def by(*roles: str, organisation: str = ORG, person: str = PERSON) -> Actor:
    """Somebody of an organisation, with these roles."""
    return Actor(person, organisation, frozenset(roles))


class Case(NamedTuple):
    """What a decision comes to: events, or a refusal."""

    facts: Any
    asked: Command
    by: Actor
    comes_to: Sequence[Event] | Refusal


def check(decide: Rule, case: Case) -> None:
    """The decision is as the case says, and the same each time."""
    comes_to = case.comes_to
    expected = comes_to.name if isinstance(comes_to, Refusal) else list(comes_to)
    for _ in range(2):
        assert said(decide, case.facts, case.asked, case.by) == expected
