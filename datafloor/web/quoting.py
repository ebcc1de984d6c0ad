"""Quotes for queries: what share of a product's full price an answer is worth.

The support set of a version is drawn from its digest, so that everybody is quoted alike and again
alike; it is made once, kept in the exchange's folder, and held in memory while it is asked about.
Nothing is sold by a quote: data are delivered as files, so it tells what a part is worth, for a
price by use or by quotation. A quote depends on the data, and so tells a little about them; only
who has signed in is given one.
"""

import asyncio
from collections import OrderedDict, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from datafloor.adapters.tables import Tables
from datafloor.adapters.tables.picking import pick_rows
from datafloor.analysis.pricing.queries import BadQuery, Query
from datafloor.contexts import catalogue, market
from datafloor.contexts.catalogue import VersionFacts
from datafloor.contexts.market import OneOff, StateSet, Variants
from datafloor.kernel.db import Tx
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

if TYPE_CHECKING:
    import pyarrow as pa

    from datafloor.analysis.pricing.coverage import Support

SUPPORT = 100_000
KEPT = 8
"""Supports in memory; each is some megabytes."""


class Quoted(Struct, frozen=True):
    """What a query is worth of a version, and what it adds to what was had before. `told_count` of
    `support_count` tables are told apart by it; `full` is the price of the whole."""

    version: str
    full: Money
    price: Money
    charge: Money
    told_count: int
    support_count: int


def full_price(tx: Tx, product: str) -> Money | None:
    """The least for which the whole product is sold once, in đồng first; `None` where it is not."""
    prices = [
        each.price
        for each in market.offers(tx, product)
        if isinstance(each.form, OneOff | StateSet | Variants)
    ]
    return min(prices, key=lambda price: (price.currency != "VND", price.minor), default=None)


class Quotes:
    """The supports of one exchange."""

    def __init__(self, tables: Tables, folder: Path) -> None:
        self._tables = tables
        self._folder = folder
        self._held: OrderedDict[str, Support] = OrderedDict()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def quote(
        self, exchange: Exchange, product: str, query: Query, had: tuple[Query, ...]
    ) -> Quoted:
        """A quote of the current version. Raises `Refused` where there is nothing to quote."""
        facts = await exchange.question(catalogue.product_facts, product)
        if facts is None or facts.current is None:
            raise Refused(Refusal.product_unknown)
        full = await exchange.question(full_price, product)
        if full is None:
            raise Refused(Refusal.quote_without_price)
        support = await self.support(facts.current)
        try:
            told = support.told_apart(query)
            price = support.price(full.minor, [query])
            charge = support.charge(full.minor, query, had)
        except BadQuery as bad:
            raise Refused(Refusal.query_malformed, problem=str(bad)) from bad
        return Quoted(
            version=facts.current.version,
            full=full,
            price=Money(price, full.currency),
            charge=Money(charge, full.currency),
            told_count=int(told.sum()),
            support_count=support.size,
        )

    async def support(self, version: VersionFacts) -> "Support":
        """The support of a version: at hand, kept, or made now."""
        async with self._turns[version.version]:
            if version.version not in self._held:
                self._held[version.version] = await asyncio.to_thread(self._read, version)
                if len(self._held) > KEPT:
                    self._held.popitem(last=False)
        self._held.move_to_end(version.version)
        return self._held[version.version]

    def _read(self, version: VersionFacts) -> "Support":
        from pyarrow import feather

        from datafloor.analysis.pricing.coverage import Support

        path = self._folder / f"{version.version}.arrow"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".part")
            feather.write_feather(self._make(version), half, compression="zstd")
            half.replace(path)
        return Support(feather.read_table(path))

    def _make(self, version: VersionFacts) -> "pa.Table":
        from datafloor.analysis.pricing.coverage import sampled

        snapshot = self._tables.snapshot(version.location, version.delta_version)
        fields = msgspec.json.decode(snapshot.metadata["schemaString"])["fields"]
        flat = [each["name"] for each in fields if isinstance(each["type"], str)]
        seed = bytes.fromhex(version.digest)
        rows = pick_rows(self._tables, version.location, version.delta_version, flat, SUPPORT, seed)
        return sampled(rows, SUPPORT, seed)
