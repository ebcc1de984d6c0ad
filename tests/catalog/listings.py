"""Real listings of other exchanges, entered as products of one's own."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from datafloor.contexts.catalogue import (
    Coverage,
    Field,
    Frequency,
    ProductView,
    Province,
    Theme,
    VersionView,
)
from datafloor.contexts.market import OfferView
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.web.protocols.open_catalogue import Described

SHARED = Path(__file__).resolve().parents[3] / "shared"
DAY = 86_400_000_000
FREQUENCIES = {
    "real-time": Frequency.continuous,
    "hourly": Frequency.hourly,
    "daily": Frequency.daily,
    "weekly": Frequency.weekly,
    "monthly": Frequency.monthly,
    "quarterly": Frequency.quarterly,
    "annually": Frequency.annual,
    "yearly": Frequency.annual,
    "irregular": Frequency.irregular,
    "no-update": Frequency.never,
}
BEGUN = 1_700_000_000_000_000


def reference(path: str) -> Path:
    """A file beside the checkout; the test is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not beside this checkout")
    return found


def listings(count: int) -> Iterator[Described]:
    """The first so many of the real listings."""
    rows = [
        row
        for file in sorted(reference("data/listings").glob("*.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines(keepends=True))
    ]
    assert len(rows) >= count
    for number, row in enumerate(rows[:count]):
        yield _described(number, row)


def _covered(number: int, row: dict[str, str]) -> Coverage:
    """A theme for its category, a province in turn, and the frequency that the listing states."""
    provinces = tuple(Province)
    return Coverage(
        theme=tuple(Theme)[sum(row["category"].encode()) % len(Theme)],
        provinces=(provinces[number % len(provinces)],) if number % 5 else provinces,
        frequency=FREQUENCIES.get(row["update_frequency"]),
    )


def _described(number: int, row: dict[str, str]) -> Described:
    product, seller = new_id("product"), new_id("org")
    text = row["description"].strip() or row["title"]
    fields = (Field("name", "string", True), Field("amount", "decimal(10,2)", False))
    version = VersionView(
        new_id("version"), BEGUN + number * DAY, 10, 1_000 + number, 1, "0" * 64, fields
    )
    view = ProductView(
        product=product,
        organisation=seller,
        state="listed",
        state_at=BEGUN,
        reason=None,
        title_en=row["title"],
        title_vi=row["title"],
        description_en=text,
        description_vi=text,
        origin="collected",
        origin_note=row["platform"],
        versions=(version,),
        coverage=_covered(number, row),
    )
    price = Money(round(float(row["price"] or 0) * 100), "CNY")
    offer = OfferView(new_id("offer"), product, seller, new_id("terms"), price, 365, False, BEGUN)
    return Described(view, row["provider"] or "?", [offer] if number % 3 else [])
