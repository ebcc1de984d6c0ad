"""What everybody may know of the exchange as a whole: how large it is and what was traded."""

from datetime import date

from msgspec import Struct

from datafloor.contexts import catalogue, market, participants
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.money import Money

MONTHS = 24
LATEST = 5


class Traded(Struct, frozen=True):
    """A product that was contracted, and when."""

    product: str
    title_en: str
    title_vi: str
    at: int


class Month(Struct, frozen=True):
    """The contracts that began in a month in Vietnam, such as `2026-11`, and what they cost when
    they were concluded; what is paid by use or by period comes on top."""

    month: str
    contracts: int
    sums: list[Money]


class Statistics(Struct, frozen=True):
    """How large the exchange is, its last two years by month, and what was contracted last."""

    products: int
    organisations: int
    contracts: int
    months: list[Month]
    lately: list[Traded]


def statistics(tx: Tx, now: int) -> Statistics:
    """The exchange in figures, at an instant."""
    return Statistics(
        products=catalogue.on_offer(tx),
        organisations=participants.count(tx),
        contracts=market.contracts(tx),
        months=_months(tx, clock.day_of(now)),
        lately=lately(tx),
    )


def lately(tx: Tx) -> list[Traded]:
    """The products that were contracted last, each once."""
    latest: dict[str, int] = {}
    for product, at in market.lately(tx, 10 * LATEST):
        latest.setdefault(product, at)
    shown = list(latest.items())[:LATEST]
    titles = catalogue.titles(tx, [product for product, _ in shown])
    return [Traded(product, *titles[product], at) for product, at in shown]


def _months(tx: Tx, today: date) -> list[Month]:
    first = today.year * 12 + today.month - MONTHS
    counts = dict.fromkeys((_name(number) for number in range(first, first + MONTHS)), 0)
    sums: dict[str, dict[str, int]] = {month: {} for month in counts}
    since = clock.instant(f"{_name(first)}-01T00:00:00+07:00")
    for at, contracts, currency, minor in market.traded(tx, since):
        month = clock.day_of(at).isoformat()[:7]
        counts[month] += contracts
        sums[month][currency] = sums[month].get(currency, 0) + minor
    return [
        Month(month, count, [Money(minor, currency) for currency, minor in sums[month].items()])
        for month, count in counts.items()
    ]


def _name(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
