"""Asking for money out of one's wallet: it leaves the wallet at once."""

import pytest

from datafloor.contexts.settlement import (
    PAYOUTS,
    Cause,
    PayoutRequested,
    RequestPayout,
    Transferred,
    wallet,
)
from datafloor.contexts.settlement.model import RequestFacts
from datafloor.contexts.settlement.rules import request_payout
from tests.rules.deciding import SELLER, dong, may, said
from tests.rules.settlement.facts import PAYOUT


@pytest.mark.parametrize("has", [500, 501])
def test_requested(has: int) -> None:
    asked = RequestPayout(payout=PAYOUT, amount=dong(500))
    assert said(request_payout, RequestFacts(has, True, False), asked, SELLER) == [
        Transferred(
            debit=wallet(SELLER.organisation),
            credit=PAYOUTS,
            amount=dong(500),
            cause=Cause.requested,
            about=PAYOUT,
        ),
        PayoutRequested(
            payout=PAYOUT, organisation=SELLER.organisation, amount=dong(500), entry=None
        ),
    ]


@pytest.mark.parametrize(
    ("facts", "minor", "refusal"),
    [
        (RequestFacts(500, True, False), 0, "amount_zero"),
        (RequestFacts(500, True, True), 500, "id_taken"),
        (RequestFacts(500, False, False), 500, "payout_account_missing"),
        (RequestFacts(499, True, False), 500, "wallet_short"),
    ],
)
def test_refused(facts: RequestFacts, minor: int, refusal: str) -> None:
    asked = RequestPayout(payout=PAYOUT, amount=dong(minor))
    assert said(request_payout, facts, asked, SELLER) == refusal


def test_who_may() -> None:
    assert may(RequestPayout) == {"seller", "buyer"}
