"""A period that is over: the next is billed, use is billed line by line, or it ends."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.billing import BillingEnded, ClosePeriod, EndedFor
from datafloor.contexts.billing.model import BillLine
from datafloor.contexts.billing.rules import close_period
from datafloor.contexts.market import Subscription
from datafloor.kernel.clock import DAY, instant
from tests.rules.billing.facts import BILL, CLOSE, END, NEXT, ROWS, START, SUBSCRIBED
from tests.rules.deciding import EXCHANGE, dong, may, said

ASKED = ClosePeriod(contract=SUBSCRIBED.contract, bill=BILL)
MONTH = instant("2026-01-31T17:00:00Z")


def closed(now: int, unpaid: bool = False, used: int = 0, **but: Any) -> Any:
    billing = msgspec.structs.replace(SUBSCRIBED, **but)
    facts = msgspec.structs.replace(CLOSE, billing=billing, unpaid=unpaid, used_count=used)
    return said(close_period, facts, ASKED, EXCHANGE, now)


def test_the_next_period_is_billed_and_keeps_the_day_of_the_month() -> None:
    (issued,) = closed(END)
    assert (issued.amount, issued.since, issued.until) == (dong(900), END, NEXT)
    assert (issued.period_number, issued.next_ends_at) == (2, NEXT)


def test_not_before_its_end() -> None:
    assert closed(END - 1) == "period_open"


@pytest.mark.parametrize(
    ("but", "unpaid", "why"),
    [
        ({"stops_at": END}, False, EndedFor.cancelled),
        ({"stops_at": END, "form": Subscription(period_months=1, renews=False)}, False,
         EndedFor.period_over),
        ({}, True, EndedFor.unpaid),
        ({"ends_at": END}, False, EndedFor.period_over),
    ],
)  # fmt: skip
def test_it_ends(but: dict[str, Any], unpaid: bool, why: EndedFor) -> None:
    assert closed(END, unpaid, **but) == [
        BillingEnded(
            contract=SUBSCRIBED.contract, order=SUBSCRIBED.order, ended_for=why, prepaid=True
        )
    ]


def test_one_that_is_cancelled_for_later_goes_on_until_then() -> None:
    (issued,) = closed(END, stops_at=NEXT)
    assert issued.until == NEXT


@pytest.mark.parametrize(
    ("units", "amount", "lines"),
    [
        (0, 100, (BillLine(0, 0, 100),)),
        (1, 100, (BillLine(1, 1, 1), BillLine(0, 0, 99))),
        (10_000, 500, (BillLine(1, 10_000, 500),)),
        (10_001, 501, (BillLine(1, 10_000, 500), BillLine(2, 1, 1))),
        (100_000, 1_000,
         (BillLine(1, 10_000, 500), BillLine(2, 90_000, 2_700), BillLine(0, 0, -2_200))),
    ],
)  # fmt: skip
def test_use_is_billed_tier_by_tier(units: int, amount: int, lines: tuple[BillLine, ...]) -> None:
    used: dict[str, Any] = {"form": ROWS, "period_ends_at": MONTH, "billed_count": 7}
    (issued,) = closed(MONTH, used=units + 7, **used)
    assert (issued.amount, issued.lines, issued.units_count) == (dong(amount), lines, units)
    assert sum(line.minor for line in issued.lines) == amount
    assert (issued.since, issued.until) == (START, MONTH)
    assert issued.next_ends_at == instant("2026-02-28T17:00:00Z")


def test_the_last_use_is_billed_when_the_licence_is_over() -> None:
    over = START + DAY // 2
    used: dict[str, Any] = {"form": ROWS, "period_ends_at": MONTH, "ends_at": over}
    issued, ended = closed(over, used=3, **used)
    assert (issued.until, issued.units_count) == (over, 3)
    assert ended == BillingEnded(
        contract=SUBSCRIBED.contract,
        order=SUBSCRIBED.order,
        ended_for=EndedFor.period_over,
        prepaid=False,
    )


def test_what_is_not_billed() -> None:
    assert closed(END, ended=True) == []
    nothing = msgspec.structs.replace(CLOSE, billing=None)
    assert said(close_period, nothing, ASKED) == "billing_unknown"


def test_who_may() -> None:
    assert may(ClosePeriod) == {"exchange"}
