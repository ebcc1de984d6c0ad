"""Valued kinds: a number, a list or a power of the law that other code asks for."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from datafloor.kernel.law.kinds import Count, Kind, Name, Names, Percent
from datafloor.kernel.money import Currency, Minor

Range = tuple[Minor, Minor]
Times = Annotated[int, Meta(ge=0, le=1_000)]


class ThresholdCount(Kind, frozen=True, kw_only=True):
    """From so many of `unit` on, the rule takes hold; counted cumulatively from `since`."""

    unit: Name
    least: Count
    since: date | None = None

    def reached(self, count: int) -> bool:
        """Whether this many is enough."""
        return count >= self.least


class Penalty(Kind, frozen=True, kw_only=True):
    """A fine: a range for organisations and one for individuals, or multiples or percentages.

    `times` are multiples of the proceeds, `percent` of the yearly revenue. A range that the law
    was not read for is absent, never zero.
    """

    currency: Currency = "VND"
    organisation: Range | None = None
    individual: Range | None = None
    times: tuple[Times, Times] | None = None
    percent: tuple[Times, Times] | None = None

    def exposure(
        self, *, organisation: bool = True, proceeds: int = 0, revenue: int = 0
    ) -> Range | None:
        """The least and the most that may be at stake; never "the fine". None: not known.

        Multiples of proceeds come first. Of a percentage of revenue and a fixed range the higher
        counts, where a rule has both. Percentages round outwards.
        """
        if self.times and proceeds > 0:
            return proceeds * self.times[0], proceeds * self.times[1]
        fixed = self.organisation if organisation else self.individual
        if not self.percent or revenue <= 0:
            return fixed
        low, high = fixed or (0, 0)
        least, most = self.percent
        return max(low, revenue * least // 100), max(high, -(-revenue * most // 100))


class Rate(Kind, frozen=True, kw_only=True):
    """So many per cent, as of a tax on what something costs without it."""

    percent: Percent

    def within(self, gross: int) -> int:
        """How much of a sum that includes it is the tax, in whole units; halves go to the net."""
        whole = 100 + self.percent
        return gross - (gross * 200 + whole) // (2 * whole)


class Classification(Kind, frozen=True, kw_only=True):
    """These kinds of data, or of other things, belong to one class of the law."""

    of: Name
    kinds: Names

    def covers(self, kind: str) -> bool:
        """Whether a kind belongs to the class."""
        return kind in self.kinds


class Power(Kind, frozen=True, kw_only=True):
    """Who has the power, or the right, to do something."""

    act: Name
    holder: Name


class Holiday(Kind, frozen=True, kw_only=True):
    """A public holiday, each year on this day."""

    month: Annotated[int, Meta(ge=1, le=12)]
    day: Annotated[int, Meta(ge=1, le=31)]

    def falls_on(self, day: date) -> bool:
        """Whether this day is the holiday."""
        return (day.month, day.day) == (self.month, self.day)
