"""Paying an awaited order from what the wallet has by now."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import Cause, HoldState, PayFromWallet, escrow, wallet
from datafloor.contexts.settlement.model import WalletFacts
from datafloor.contexts.settlement.rules import pay_from_wallet
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong, may, said
from tests.rules.settlement.facts import HELD, ORDER

ASKED = PayFromWallet(order=ORDER)


def facts(has: int = 1_001, **but: Any) -> WalletFacts:
    hold = msgspec.structs.replace(HELD, **({"state": HoldState.awaited} | but))
    return WalletFacts(hold, has, 250, 14)


@pytest.mark.parametrize("has", [1_001, 10**15])
def test_the_price_is_held_and_the_order_covered(has: int) -> None:
    decided = said(pay_from_wallet, facts(has), ASKED, BUYER)
    assert not isinstance(decided, str)
    hold, covered = decided
    assert (hold.debit, hold.credit) == (wallet(BUYER.organisation), escrow(ORDER))
    assert (hold.amount, hold.cause) == (dong(1_001), Cause.hold)
    assert (covered.order, covered.amount, covered.fee_basis_points) == (ORDER, dong(1_001), 250)
    assert covered.acceptance_ends_at == NOW + 14 * DAY


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        (WalletFacts(None, 0, 0, 7), "order_unknown"),
        (facts(buyer=SELLER.organisation), "not_yours"),
        (facts(1_000), "wallet_short"),
        *((facts(state=s), "payment_not_awaited") for s in HoldState if s != "awaited"),
    ],
)
def test_refused(found: WalletFacts, refusal: str) -> None:
    assert said(pay_from_wallet, found, ASKED, BUYER) == refusal


def test_who_may() -> None:
    assert may(PayFromWallet) == {"buyer"}
