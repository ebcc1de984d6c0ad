"""Keeping: a cancellation is taken back, or one period more is asked for."""

from typing import Any

import msgspec

from datafloor.contexts.billing import KeepSubscription, SubscriptionKept
from datafloor.contexts.billing.rules import keep_subscription
from datafloor.contexts.market import Subscription
from tests.rules.billing.facts import END, NEXT, START, SUBSCRIBED
from tests.rules.deciding import BUYER, SELLER, may, said

ASKED = KeepSubscription(contract=SUBSCRIBED.contract)
ONCE = Subscription(period_months=1, renews=False)


def kept(now: int, by: Any = BUYER, **but: Any) -> Any:
    return said(keep_subscription, msgspec.structs.replace(SUBSCRIBED, **but), ASKED, by, now)


def stops(at: int | None) -> list[SubscriptionKept]:
    return [SubscriptionKept(contract=SUBSCRIBED.contract, order=SUBSCRIBED.order, stops_at=at)]


def test_decided() -> None:
    assert kept(END - 1, stops_at=END) == stops(None)
    assert kept(END, stops_at=END) == []
    assert kept(START) == []
    assert kept(START, form=ONCE, stops_at=END) == stops(NEXT)
    assert kept(START, form=ONCE, stops_at=NEXT) == []


def test_refused() -> None:
    assert kept(START, SELLER) == "not_yours"
    assert kept(START, ended=True) == "billing_over"
    assert said(keep_subscription, None, ASKED, BUYER) == "billing_unknown"


def test_who_may() -> None:
    assert may(KeepSubscription) == {"buyer"}
