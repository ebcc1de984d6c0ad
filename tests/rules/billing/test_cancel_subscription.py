"""Cancelling: to the last instant of a period, less the notice, for its end; then for the next."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.billing import CancelSubscription, SubscriptionCancelled
from datafloor.contexts.billing.rules import cancel_subscription
from datafloor.contexts.market import Subscription
from datafloor.kernel.clock import DAY, SECOND
from tests.rules.billing.facts import END, NEXT, ROWS, START, SUBSCRIBED
from tests.rules.deciding import BUYER, OTHER_BUYER, SELLER, may, said

ASKED = CancelSubscription(contract=SUBSCRIBED.contract)
WITH_NOTICE = Subscription(period_months=1, notice_days=7)
ONCE = Subscription(period_months=1, renews=False)


def cancelled(now: int, by: Any = BUYER, **but: Any) -> Any:
    billing = msgspec.structs.replace(SUBSCRIBED, **but)
    return said(cancel_subscription, billing, ASKED, by, now)


@pytest.mark.parametrize(
    ("now", "form", "stops"),
    [
        (START, SUBSCRIBED.form, END),
        (END - SECOND, SUBSCRIBED.form, END),
        (END - 1, SUBSCRIBED.form, END),
        (END, SUBSCRIBED.form, NEXT),
        (END + 1, SUBSCRIBED.form, NEXT),
        (END - 7 * DAY, WITH_NOTICE, END),
        (END - 7 * DAY + 1, WITH_NOTICE, NEXT),
    ],
)
def test_the_period_that_it_ends_with(now: int, form: Subscription, stops: int) -> None:
    """Also where nobody has closed the last period yet: the clock decides."""
    assert cancelled(now, form=form) == [
        SubscriptionCancelled(contract=SUBSCRIBED.contract, order=SUBSCRIBED.order, stops_at=stops)
    ]


def test_twice_is_once() -> None:
    assert cancelled(END - 1, stops_at=END) == []
    assert cancelled(START, form=ONCE, stops_at=END) == []


@pytest.mark.parametrize(
    ("but", "refusal"),
    [({"form": ROWS}, "billing_unknown"), ({"ended": True}, "billing_over")],
)
def test_refused(but: dict[str, Any], refusal: str) -> None:
    assert cancelled(START, **but) == refusal


def test_by_its_parties_only() -> None:
    assert len(cancelled(START, SELLER)) == 1
    assert cancelled(START, OTHER_BUYER) == "not_yours"
    assert said(cancel_subscription, None, ASKED, BUYER) == "billing_unknown"


def test_who_may() -> None:
    assert may(CancelSubscription) == {"buyer", "seller"}
