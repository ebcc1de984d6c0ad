"""Cancelling: while the money has not come, by either side or the operator."""

import msgspec
import pytest

from datafloor.contexts.market import CancelOrder, OrderCancelled, OrderState
from datafloor.contexts.market.rules import cancel_order
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, OPERATOR, OTHER_BUYER, OTHER_SELLER, SELLER, may, said
from tests.rules.market.facts import ORDER

ASKED = CancelOrder(order=ORDER.order)


@pytest.mark.parametrize("by", [BUYER, SELLER, OPERATOR])
def test_who_gives_up_waiting(by: Actor) -> None:
    assert said(cancel_order, ORDER, ASKED, by) == [OrderCancelled(order=ORDER.order)]


@pytest.mark.parametrize("by", [OTHER_BUYER, OTHER_SELLER])
def test_others(by: Actor) -> None:
    assert said(cancel_order, ORDER, ASKED, by) == "not_yours"


def test_when_it_is_too_late() -> None:
    concluded = msgspec.structs.replace(ORDER, state=OrderState.concluded)
    cancelled = msgspec.structs.replace(ORDER, state=OrderState.cancelled)
    assert said(cancel_order, concluded, ASKED, BUYER) == "order_closed"
    assert said(cancel_order, cancelled, ASKED, BUYER) == []
    assert said(cancel_order, None, ASKED, BUYER) == "order_unknown"


def test_who_may() -> None:
    assert may(CancelOrder) == {"buyer", "seller", "operator"}
