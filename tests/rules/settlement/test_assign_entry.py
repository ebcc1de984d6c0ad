"""Suspended money finds whose it is."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import (
    SUSPENSE,
    AssignEntry,
    Cause,
    EntryAssigned,
    Outcome,
    Transferred,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model import AssignFacts, OpenEntry
from datafloor.contexts.settlement.rules import assign_entry
from tests.rules.deciding import BUYER, OPERATOR, dong, may, said
from tests.rules.settlement.facts import DUE, ENTRY, ORDER

SUSPENDED = OpenEntry(1_001, "VND", Outcome.suspended)
FACTS = AssignFacts(SUSPENDED, BUYER.organisation, 0, (DUE,))
ASKED = AssignEntry(entry=ENTRY, organisation=BUYER.organisation)


@pytest.mark.parametrize(("has", "price", "covers"), [(0, 1_001, 1), (0, 1_002, 0), (1, 1_002, 1)])
def test_into_the_wallet_and_then_for_what_awaits_it(has: int, price: int, covers: int) -> None:
    due = msgspec.structs.replace(DUE, price=dong(price))
    facts = msgspec.structs.replace(FACTS, wallet=has, awaited=(due,))
    assert said(assign_entry, facts, ASKED, OPERATOR) == [
        Transferred(
            debit=SUSPENSE,
            credit=wallet(BUYER.organisation),
            amount=dong(1_001),
            cause=Cause.assigned,
            about=ENTRY,
        ),
        EntryAssigned(
            entry=ENTRY,
            organisation=BUYER.organisation,
            amount=dong(1_001),
            covers=(due,)[:covers],
        ),
    ]


BY_REFERENCE = {"organisation": None, "reference": reference_of(ORDER)}


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({}, {"organisation": None}, "payer_unclear"),
        ({}, {"reference": reference_of(ORDER)}, "payer_unclear"),
        ({"entry": None}, {}, "entry_unknown"),
        ({"organisation": None}, BY_REFERENCE, "reference_unknown"),
        *[
            ({"entry": OpenEntry(1_001, "VND", outcome)}, {}, "entry_settled")
            for outcome in Outcome
            if outcome is not Outcome.suspended
        ],
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(assign_entry, msgspec.structs.replace(FACTS, **facts), what, OPERATOR) == refusal


def test_who_may() -> None:
    assert may(AssignEntry) == {"operator"}
