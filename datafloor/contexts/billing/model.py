"""Nouns: what goes on to be paid under a contract, period after period, and its bills."""

from enum import StrEnum

from msgspec import Struct

from datafloor.contexts.market import BillLine, Subscription, Usage, period_of
from datafloor.kernel.clock import DAY, after_months, month_end
from datafloor.kernel.money import Money

Regular = Subscription | Usage
"""The forms of price under which something is due after the order."""

GRACE = 14 * DAY
"""How long a bill may stay unpaid, with reading paused, before the contract ends. No article known
here sets it; it is the exchange's own rule."""


class EndedFor(StrEnum):
    """Why nothing more is billed: the time that was paid for is over, it was cancelled for the end
    of a period, a bill stayed unpaid, or the contract itself was ended."""

    period_over = "period_over"
    cancelled = "cancelled"
    unpaid = "unpaid"
    contract_ended = "contract_ended"


class BillingFacts(Struct, frozen=True):
    """What is billed under a contract, as it stands.

    `period_number` is the period under way, from `period_starts_at` until before `period_ends_at`;
    a subscription's is paid for before, use after. `billed_count` is how many units were billed
    before; `stops_at` is the end for which it was cancelled.
    """

    contract: str
    order: str
    buyer: str
    seller: str
    price: Money
    form: Regular
    started_at: int
    ends_at: int | None
    period_number: int
    period_starts_at: int
    period_ends_at: int
    billed_count: int
    stops_at: int | None
    ended: bool


class CloseFacts(Struct, frozen=True):
    """What is billed, how many units were used in all, and whether a bill is awaited."""

    billing: BillingFacts | None
    used_count: int
    unpaid: bool


class UnpaidFacts(Struct, frozen=True):
    """What is billed, and since when its oldest unpaid bill is awaited (`None`: none is)."""

    billing: BillingFacts | None
    unpaid_since: int | None


def period_end(form: Regular, started_at: int, number: int, before: int) -> int:
    """When a period ends. Those of a subscription are reckoned from its start, so that the 31st
    comes back after February; use is billed by calendar month in Hanoi, and `before` is an instant
    in that month."""
    if isinstance(form, Usage):
        return month_end(before)
    months, days = period_of(form)
    return after_months(started_at, months * number) + days * number * DAY


__all__ = [
    "GRACE",
    "BillLine",
    "BillingFacts",
    "CloseFacts",
    "EndedFor",
    "Regular",
    "UnpaidFacts",
    "period_end",
]
