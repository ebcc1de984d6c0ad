"""Timed kinds: until when something is due, and until when something must be kept.

The day of the act does not count, and a term in days or months ends with the last moment of its
last day in Hanoi (Civil Code 2015, article 147, as in `kernel.clock`). Hours run from the very
instant. A term that ends on a day off is not lengthened: the earlier reading is the safe one.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta

from datafloor.kernel import clock
from datafloor.kernel.law.kinds import Count, Kind

Days = Annotated[int, Meta(ge=0)]
MonthOfYear = Annotated[int, Meta(ge=1, le=12)]
DayOfMonth = Annotated[int, Meta(ge=1, le=31)]


class Timed(Kind, frozen=True, kw_only=True):
    """A term that begins with an act."""

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        """The last instant on which it is still in time.

        `urgent`: the shorter term of an urgent case. `by_others`: a processor or third party has
        to act too. `extended`: the one extension was used. A rule without such a term keeps its
        ordinary one.
        """
        raise NotImplementedError


class DeadlineHours(Timed, frozen=True, kw_only=True):
    """Within so many hours of the act."""

    hours: Count
    urgent_hours: Count | None = None

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        hours = self.urgent_hours if urgent and self.urgent_hours else self.hours
        return start + hours * clock.HOUR


class DeadlineDays(Timed, frozen=True, kw_only=True):
    """Within so many calendar days; 0 means on the same day."""

    days: Days
    by_others_days: Days | None = None
    extend_days: Days = 0

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        days = self.by_others_days if by_others and self.by_others_days else self.days
        days += self.extend_days * extended
        return _end_of(clock.day_of(start) + timedelta(days=days))


class DeadlineWorkingDays(Timed, frozen=True, kw_only=True):
    """Within so many working days of Vietnam's calendar."""

    days: Count

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        return clock.after_working_days(start, self.days)


class DeadlineMonths(Timed, frozen=True, kw_only=True):
    """Within so many months; with `from_month_end`, counted from the end of the act's month."""

    months: Count
    extend_months: Days = 0
    from_month_end: bool = False

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        day = clock.day_of(start)
        if self.from_month_end:
            day = day.replace(day=1)
        end = _months_after(day, self.months + self.extend_months * extended)
        if self.from_month_end:
            end = end.replace(day=monthrange(end.year, end.month)[1])
        return _end_of(end)


class DeadlineDate(Timed, frozen=True, kw_only=True):
    """By the end of one day, whenever the act began."""

    on: date

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        return _end_of(self.on)


class DeadlineYearly(Timed, frozen=True, kw_only=True):
    """Every year before a day: the day itself is too late."""

    before_month: MonthOfYear
    before_day: DayOfMonth

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        year = clock.day_of(start).year
        due = self._in(year)
        return due if due >= start else self._in(year + 1)

    def _in(self, year: int) -> int:
        return _end_of(date(year, self.before_month, self.before_day) - timedelta(days=1))


class RepeatMonths(Timed, frozen=True, kw_only=True):
    """Again at the latest so many months after the last time."""

    months: Count

    def due(
        self, start: int, *, urgent: bool = False, by_others: bool = False, extended: bool = False
    ) -> int:
        return _end_of(_months_after(clock.day_of(start), self.months))


class WindowWorkingDays(Kind, frozen=True, kw_only=True):
    """Only within so many working days before an event."""

    days: Count

    def opens(self, event: int) -> int:
        """The first instant of the window that ends with `event`; its own day does not count."""
        day, left = clock.day_of(event), self.days
        while left > 0:
            day -= timedelta(days=1)
            left -= clock.is_working_day(day)
        return _end_of(day - timedelta(days=1)) + 1


class Retention(Kind, frozen=True, kw_only=True):
    """To be kept at least so many months."""

    months: Count

    def until(self, start: int) -> int:
        """The last instant on which it must still be there."""
        return _end_of(_months_after(clock.day_of(start), self.months))


def _end_of(day: date) -> int:
    after = day + timedelta(days=1)
    return (
        int(datetime(after.year, after.month, after.day, tzinfo=clock.HANOI).timestamp())
        * clock.SECOND
        - 1
    )


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
