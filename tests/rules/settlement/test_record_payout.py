"""Counting money that left: once, and never more than there was."""

import pytest

from datafloor.contexts.settlement import (
    BANK,
    Cause,
    PayoutRecorded,
    RecordPayout,
    Transferred,
    wallet,
)
from datafloor.contexts.settlement.model import EntryFacts, PayoutFacts
from datafloor.contexts.settlement.rules import record_payout
from tests.rules.deciding import OPERATOR, SELLER, dong, may, said

ENTRY = "b" * 64
ASKED = RecordPayout(entry=ENTRY, organisation=SELLER.organisation, amount=dong(500))


@pytest.mark.parametrize("has", [500, 501])
def test_a_payout(has: int) -> None:
    assert said(record_payout, PayoutFacts(None, has), ASKED, OPERATOR) == [
        Transferred(
            debit=wallet(SELLER.organisation),
            credit=BANK,
            amount=dong(500),
            cause=Cause.payout,
            about=ENTRY,
        ),
        PayoutRecorded(entry=ENTRY, organisation=SELLER.organisation, amount=dong(500)),
    ]


@pytest.mark.parametrize(
    ("entry", "has", "minor", "refusal"),
    [
        (None, 499, 500, "wallet_short"),
        (None, 500, 0, "amount_zero"),
        (EntryFacts(SELLER.organisation, -500, "VND"), 500, 500, "payment_counted"),
        (EntryFacts(SELLER.organisation, 500, "VND"), 500, 500, "payment_differs"),
    ],
)
def test_refused(entry: EntryFacts | None, has: int, minor: int, refusal: str) -> None:
    asked = RecordPayout(entry=ENTRY, organisation=SELLER.organisation, amount=dong(minor))
    assert said(record_payout, PayoutFacts(entry, has), asked, OPERATOR) == refusal


def test_who_may() -> None:
    assert may(RecordPayout) == {"operator", "exchange"}
