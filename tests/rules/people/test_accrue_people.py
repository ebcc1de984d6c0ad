"""Dividing what came together: once, and never more than there is."""

import pytest

from datafloor.contexts.people import AccruePeople
from datafloor.contexts.people.events import PeopleAccrued
from datafloor.contexts.people.model import AccrueFacts
from datafloor.contexts.people.rules import accrue_people
from tests.rules.deciding import dong, may, said
from tests.rules.people.facts import ACCRUAL, PRODUCT, VERSION


def asked(minor: int) -> AccruePeople:
    return AccruePeople(
        accrual=ACCRUAL,
        product=PRODUCT,
        version=VERSION,
        amount=dong(minor),
        heads=3,
        split="5" * 64,
    )


def test_divided() -> None:
    (event,) = said(accrue_people, AccrueFacts(500, False), asked(500))
    assert isinstance(event, PeopleAccrued)
    assert (event.amount, event.heads, event.split) == (dong(500), 3, "5" * 64)


@pytest.mark.parametrize(
    ("pot", "exists", "minor", "comes"),
    [(499, False, 500, "wallet_short"), (500, True, 500, []), (500, False, 0, [])],
)
def test_not_divided(pot: int, exists: bool, minor: int, comes: object) -> None:
    assert said(accrue_people, AccrueFacts(pot, exists), asked(minor)) == comes
    assert may(AccruePeople) == {"exchange"}
