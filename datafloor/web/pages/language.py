"""The two languages of the pages: what is said, and how dates, numbers and sizes are written.

Texts are written in English where they are used; `locale/vi.po` has the Vietnamese (gettext).
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from datafloor.kernel import clock
from datafloor.kernel.clock import HANOI, SECOND, day_of
from datafloor.kernel.money import Money

Code = Literal["en", "vi"]
LANGUAGES: tuple[Code, ...] = ("en", "vi")

_LOCALE = Path(__file__).parent / "locale"
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "ZZ", "QO", "AC", "CP", "DG", "TA"})
"""Regions that Unicode's list has and ISO 3166-1 has not."""
_UNITS = ("B", "kB", "MB", "GB", "TB")


def marked(text: str) -> str:
    """The text itself, marked to be translated where it is shown."""
    return text


def _plain(name: str) -> str:
    """A name for sorting: without marks, đ as d."""
    parts = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class Language:
    """One language: its texts and its way to write things."""

    def __init__(self, code: Code, said: Mapping[str, str | tuple[str, ...]]) -> None:
        self.code = code
        self.name = {"en": "English", "vi": "Tiếng Việt"}[code]
        self._said = said
        self._locale = Locale(code)

    def say(self, text: str) -> str:
        """A text in this language; the English where there is no other."""
        said = self._said.get(text, text)
        return said if isinstance(said, str) else said[0]

    def count(self, one: str, many: str, number: int) -> str:
        """A text that depends on a number."""
        said = self._said.get(one)
        if said is None:
            return one if number == 1 else many
        return said if isinstance(said, str) else said[0]

    @cached_property
    def countries(self) -> dict[str, str]:
        """The names of all countries by their ISO 3166-1 code, in the order of this language."""
        named = {
            code: name
            for code, name in self._locale.territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        }
        return dict(sorted(named.items(), key=lambda pair: _plain(pair[1])))

    def number(self, value: int) -> str:
        """A number with its groups: 336,776 or 336.776."""
        return format_decimal(value, locale=self._locale)

    def millionths(self, value: float) -> str:
        """A number of millionths as a number: 0.2 or 0,2."""
        return format_decimal(Decimal(value).scaleb(-6), "#,##0.######", locale=self._locale)

    def percent(self, share: float) -> str:
        """A share of one, in whole per cent; `< 1 %` for what is not nothing."""
        return "< 1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"

    def size(self, value: int) -> str:
        """So many bytes, to three figures."""
        amount, unit = float(value), _UNITS[0]
        for unit in _UNITS:
            if amount < 1000 or unit == _UNITS[-1]:
                break
            amount /= 1000
        figures = 0 if unit == "B" or amount >= 100 else 1
        return (
            f"{format_decimal(round(amount, figures), locale=self._locale)}\N{NO-BREAK SPACE}{unit}"
        )

    def day(self, instant: int) -> str:
        """The day in words, as in Hanoi: Saturday, 21 November 2026."""
        pattern = "EEEE, d MMMM y" if self.code == "en" else "EEEE, d MMMM, y"
        return format_date(day_of(instant), pattern, locale=self._locale)

    def short_day(self, instant: int) -> str:
        """The day without its weekday: 21 November 2026."""
        pattern = "d MMMM y" if self.code == "en" else "d MMMM, y"
        return format_date(day_of(instant), pattern, locale=self._locale)

    def time(self, instant: int) -> str:
        """The time of day in Hanoi, to the minute."""
        moment = datetime.fromtimestamp(instant // SECOND, HANOI)
        return format_time(moment, "HH:mm", locale=self._locale)

    def ahead(self, instant: int) -> str:
        """How far off a day is, in calendar days of Hanoi."""
        days = (day_of(instant) - day_of(clock.now())).days
        if days <= 0:
            return self.say(marked("today"))
        return self.count("in %(num)s day", "in %(num)s days", days) % {"num": self.number(days)}

    def money(self, amount: Money) -> str:
        """A sum: 1.234.567 ₫; nothing is free."""
        return str(amount) if amount.minor else self.say(marked("Free"))


@cache
def language(code: Code) -> Language:
    """A language with its catalogue, read once."""
    if code == "en":
        return Language("en", {})
    with (_LOCALE / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    said: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if message.id and message.string:
            first = message.id if isinstance(message.id, str) else message.id[0]
            said[first] = (
                tuple(message.string) if isinstance(message.string, list) else message.string
            )
    return Language(code, said)
