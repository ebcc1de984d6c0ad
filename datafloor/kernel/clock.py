"""Instants, durations and working days. The only place that asks what time it is.

An instant is an integer of microseconds since 1970 in UTC: exact, ordered, the same bytes in
every database. Deadlines in working days follow the national calendar of Vietnam.
"""

import time
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

Instant = Annotated[int, Meta(ge=0, le=253_402_300_799_999_999)]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> int:
    """The instant that this machine's clock shows."""
    return time.time_ns() // 1_000


def iso(instant: int) -> str:
    """RFC 3339 with microseconds in UTC: `2026-11-21T08:00:00.000000Z`."""
    return (
        datetime.fromtimestamp(instant // SECOND, UTC)
        .replace(microsecond=instant % SECOND)
        .strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    )


def instant(text: str) -> int:
    """The instant that an RFC 3339 text names. Raises `ValueError` for any other text."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone, as in 2026-11-21T08:00:00Z")
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def day_of(instant: int) -> date:
    """The calendar day in Vietnam on which an instant falls."""
    return datetime.fromtimestamp(instant // SECOND, HANOI).date()


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    days = set(country_holidays("VN", years=year))
    if year >= 2026:  # Resolution 28/2026/QH16: Vietnam Culture Day, from 1 July 2026
        days.add(date(year, 11, 24))
    return frozenset(days)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday of Vietnam."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def after_months(start: int, months: int) -> int:
    """The same time of day in Hanoi so many calendar months later, on the last day of a month that
    is too short (Civil Code 2015, article 148)."""
    moment = datetime.fromtimestamp(start // SECOND, HANOI)
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    last = monthrange(year, month + 1)[1]
    later = moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    return int(later.timestamp()) * SECOND + start % SECOND


def month_end(instant: int) -> int:
    """The first instant of the next calendar month in Hanoi."""
    moment = datetime.fromtimestamp(instant // SECOND, HANOI)
    first = moment.replace(day=1, hour=0, minute=0, second=0)
    return after_months(int(first.timestamp()) * SECOND, 1)


def after_working_days(start: int, days: int) -> int:
    """The last instant of the `days`-th working day after the day of `start`, Hanoi time.

    The day of the act itself does not count (Civil Code 2015, article 147).
    """
    day = day_of(start)
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    end = datetime(day.year, day.month, day.day, tzinfo=HANOI) + timedelta(days=1)
    return int(end.timestamp()) * SECOND - 1
