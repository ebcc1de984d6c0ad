"""Suspended money goes back to where it came from."""

import pytest

from datafloor.contexts.settlement import (
    PAYOUTS,
    SUSPENSE,
    Cause,
    EntryReturned,
    Outcome,
    PayoutRequested,
    ReturnEntry,
    Transferred,
)
from datafloor.contexts.settlement.model import OpenEntry, ReturnFacts
from datafloor.contexts.settlement.rules import return_entry
from tests.rules.deciding import OPERATOR, dong, may, said
from tests.rules.settlement.facts import ENTRY, OTHER_DETAILS, PAYOUT

SUSPENDED = OpenEntry(70, "VND", Outcome.suspended)
ASKED = ReturnEntry(entry=ENTRY, payout=PAYOUT, payee=OTHER_DETAILS)


def test_all_of_it_as_a_payout() -> None:
    assert said(return_entry, ReturnFacts(SUSPENDED, False), ASKED, OPERATOR) == [
        Transferred(
            debit=SUSPENSE,
            credit=PAYOUTS,
            amount=dong(70),
            cause=Cause.returned,
            about=ENTRY,
        ),
        EntryReturned(entry=ENTRY, payout=PAYOUT),
        PayoutRequested(payout=PAYOUT, organisation=None, amount=dong(70), entry=ENTRY),
    ]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (ReturnFacts(None, False), "entry_unknown"),
        (ReturnFacts(OpenEntry(70, "VND", Outcome.assigned), False), "entry_settled"),
        (ReturnFacts(OpenEntry(70, "VND", Outcome.paid), False), "entry_settled"),
        (ReturnFacts(OpenEntry(-70, "VND", Outcome.unexplained), False), "entry_settled"),
        (ReturnFacts(SUSPENDED, True), "id_taken"),
    ],
)
def test_refused(facts: ReturnFacts, refusal: str) -> None:
    assert said(return_entry, facts, ASKED, OPERATOR) == refusal


def test_who_may() -> None:
    assert may(ReturnEntry) == {"operator"}
