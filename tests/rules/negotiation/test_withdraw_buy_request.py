"""Withdrawing a buy request: by its buyer, or by the operator who moderates."""

import msgspec
import pytest

from datafloor.contexts.negotiation import BuyRequestWithdrawn, WithdrawBuyRequest
from datafloor.contexts.negotiation.rules import withdraw_buy_request
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, OPERATOR, OTHER_BUYER, may, said
from tests.rules.negotiation.facts import BUY_REQUEST

ASKED = WithdrawBuyRequest(buy_request=BUY_REQUEST.buy_request, reason="Found it.")


@pytest.mark.parametrize(("by", "operator"), [(BUYER, False), (OPERATOR, True)])
def test_it_closes(by: Actor, operator: bool) -> None:
    assert said(withdraw_buy_request, BUY_REQUEST, ASKED, by) == [
        BuyRequestWithdrawn(
            buy_request=BUY_REQUEST.buy_request, by_operator=operator, reason="Found it."
        )
    ]


def test_once() -> None:
    closed = msgspec.structs.replace(BUY_REQUEST, withdrawn=True)
    assert said(withdraw_buy_request, closed, ASKED, BUYER) == []


def test_refused() -> None:
    assert said(withdraw_buy_request, None, ASKED, BUYER) == "buy_request_unknown"
    assert said(withdraw_buy_request, BUY_REQUEST, ASKED, OTHER_BUYER) == "not_yours"


def test_who_may() -> None:
    assert may(WithdrawBuyRequest) == {"buyer", "operator"}
