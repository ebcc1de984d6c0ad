"""Giving a payout up: the money goes back to where it came from."""

import msgspec
import pytest

from datafloor.contexts.settlement import (
    PAYOUTS,
    SUSPENSE,
    CancelPayout,
    Cause,
    PayoutCancelled,
    PayoutState,
    Transferred,
    wallet,
)
from datafloor.contexts.settlement.model import CancelFacts
from datafloor.contexts.settlement.rules import cancel_payout
from datafloor.kernel.message import Actor
from tests.rules.deciding import OPERATOR, OTHER_SELLER, SELLER, dong, may, said
from tests.rules.settlement.facts import ASKED_FOR, ENTRY, PAYOUT

ASKED = CancelPayout(payout=PAYOUT)


@pytest.mark.parametrize(
    ("by", "state", "refusal"),
    [
        (SELLER, PayoutState.requested, None),
        (OPERATOR, PayoutState.requested, None),
        (OPERATOR, PayoutState.batched, None),
        (SELLER, PayoutState.batched, "payout_closed"),
        (SELLER, PayoutState.paid, "payout_closed"),
        (OPERATOR, PayoutState.paid, "payout_closed"),
        (OPERATOR, PayoutState.cancelled, "payout_closed"),
        (OTHER_SELLER, PayoutState.requested, "not_yours"),
    ],
)
def test_cancelled(by: Actor, state: PayoutState, refusal: str | None) -> None:
    facts = CancelFacts(msgspec.structs.replace(ASKED_FOR, state=state), None)
    decided = said(cancel_payout, facts, ASKED, by)
    assert decided == refusal or decided == [
        Transferred(
            debit=PAYOUTS,
            credit=wallet(SELLER.organisation),
            amount=dong(500),
            cause=Cause.cancelled,
            about=PAYOUT,
        ),
        PayoutCancelled(payout=PAYOUT, entry=None),
    ]
    assert isinstance(decided, str) == (refusal is not None)


def test_money_that_was_to_be_returned_is_suspended_again() -> None:
    facts = CancelFacts(msgspec.structs.replace(ASKED_FOR, organisation=None), ENTRY)
    back, cancelled = said(cancel_payout, facts, ASKED, OPERATOR)
    assert back.credit == SUSPENSE
    assert cancelled == PayoutCancelled(payout=PAYOUT, entry=ENTRY)
    assert said(cancel_payout, facts, ASKED, SELLER) == "not_yours"


def test_unknown() -> None:
    assert said(cancel_payout, CancelFacts(None, None), ASKED, SELLER) == "payout_unknown"


def test_who_may() -> None:
    assert may(CancelPayout) == {"seller", "buyer", "operator"}
