"""Time: texts of instants, and working days in Vietnam."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.kernel import clock


@given(st.integers(0, 253_402_300_799_999_999))
def test_an_instant_and_its_text_tell_the_same(moment: int) -> None:
    assert clock.instant(clock.iso(moment)) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-21T08:00:00Z", 1_795_248_000_000_000),
        ("2026-11-21T15:00:00+07:00", 1_795_248_000_000_000),
        ("2026-11-21T08:00:00.000001Z", 1_795_248_000_000_001),
    ],
)
def test_instants(text: str, moment: int) -> None:
    assert clock.instant(text) == moment


@pytest.mark.parametrize("text", ["2026-11-21T08:00:00", "2026-11-21", "soon", ""])
def test_a_text_without_its_zone_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        clock.instant(text)


def test_now_is_now() -> None:
    assert clock.iso(clock.now()) > "2026"
    assert clock.now() <= clock.now()


def test_a_day_begins_in_hanoi() -> None:
    assert clock.day_of(clock.instant("2026-11-21T16:59:59Z")) == date(2026, 11, 21)
    assert clock.day_of(clock.instant("2026-11-21T17:00:00Z")) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 24), False),  # Vietnam Culture Day, the first time
        (date(2025, 11, 24), True),  # a Monday, and no holiday yet
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 1, 1), False),
        (date(2026, 2, 17), False),  # Tết
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 9, 2), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert clock.is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # the day of the act does not count, and 24 November does not either
        ("2026-11-23T09:00:00+07:00", 1, "2026-11-25T23:59:59.999999+07:00"),
        ("2026-11-20T09:00:00+07:00", 3, "2026-11-26T23:59:59.999999+07:00"),
        ("2026-11-20T23:30:00+07:00", 1, "2026-11-23T23:59:59.999999+07:00"),
        ("2026-11-20T18:00:00Z", 1, "2026-11-23T23:59:59.999999+07:00"),  # Saturday in Hanoi
        ("2026-11-20T09:00:00+07:00", 0, "2026-11-20T23:59:59.999999+07:00"),
        ("2026-04-29T09:00:00+07:00", 1, "2026-05-04T23:59:59.999999+07:00"),
    ],
)
def test_deadlines(start: str, days: int, end: str) -> None:
    assert clock.after_working_days(clock.instant(start), days) == clock.instant(end)


@given(st.integers(1_700_000_000_000_000, 2_000_000_000_000_000), st.integers(1, 30))
def test_one_more_working_day_ends_later_on_a_working_day(start: int, days: int) -> None:
    end = clock.after_working_days(start, days)
    assert start < end < clock.after_working_days(start, days + 1)
    assert clock.is_working_day(clock.day_of(end))
    assert clock.day_of(end) != clock.day_of(end + 1)
