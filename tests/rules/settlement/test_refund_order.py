"""Giving the money back: all of it, while it is held."""

import msgspec
import pytest

from datafloor.contexts.settlement import (
    Cause,
    HoldState,
    OrderRefunded,
    RefundOrder,
    Transferred,
    escrow,
    wallet,
)
from datafloor.contexts.settlement.rules import refund_order
from datafloor.kernel.message import EXCHANGE, Actor
from tests.rules.deciding import BUYER, OPERATOR, OTHER_SELLER, SELLER, dong, may, said
from tests.rules.settlement.facts import HELD, NOT_HELD, ORDER

ASKED = RefundOrder(order=ORDER, reason="The table was empty")


@pytest.mark.parametrize("by", [SELLER, OPERATOR, EXCHANGE])
def test_all_goes_back_to_the_buyer(by: Actor) -> None:
    assert said(refund_order, HELD, ASKED, by) == [
        Transferred(
            debit=escrow(ORDER),
            credit=wallet(BUYER.organisation),
            amount=dong(1_001),
            cause=Cause.refund,
            about=ORDER,
        ),
        OrderRefunded(order=ORDER, amount=dong(1_001), reason="The table was empty"),
    ]


@pytest.mark.parametrize("state", NOT_HELD)
def test_what_is_not_held(state: HoldState) -> None:
    facts = msgspec.structs.replace(HELD, state=state)
    assert said(refund_order, facts, ASKED, SELLER) == "escrow_not_held"
    assert said(refund_order, facts, ASKED, OPERATOR) == "escrow_not_held"
    assert said(refund_order, facts, ASKED, EXCHANGE) == []


def test_refused() -> None:
    assert said(refund_order, HELD, ASKED, OTHER_SELLER) == "not_yours"
    assert said(refund_order, None, ASKED, SELLER) == "order_unknown"


def test_who_may() -> None:
    assert may(RefundOrder) == {"seller", "operator", "exchange"}
