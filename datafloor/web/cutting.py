"""Lesser variants of a product: what they leave out is left out of their tables.

A variant with fewer columns, or with a sample of the rows, has one table of its own for all its
buyers. It follows the product version by version, made before anybody asks for it. A variant that
is only late needs none: its buyers are shown no younger version. A row is in the sample or not by
a draw that is the same each time, so that no two samples together give more.
"""

import asyncio
import logging
from collections import defaultdict
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from datafloor.adapters.tables import Tables
from datafloor.adapters.tables.copying import follow
from datafloor.contexts import catalogue, delivery, market
from datafloor.contexts.catalogue import VersionFacts
from datafloor.contexts.market import Cut
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.web.exchange import Exchange

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_log = logging.getLogger(__name__)


def place(product: str, cut: Cut) -> str | None:
    """Where the table of a variant lies; `None` where it is the product's own."""
    kept = msgspec.structs.replace(cut, delay_days=None)
    return None if kept.whole else f"variants/{product}/{canonical.digest(kept)[:32]}"


def wanted(tx: Tx) -> list[tuple[VersionFacts, Cut]]:
    """The current version of each product of which a variant is offered or bought, and its cut."""
    pairs = {*market.offered_cuts(tx), *delivery.granted_cuts(tx)}
    found = []
    for product, cut in sorted(pairs, key=lambda pair: (pair[0], canonical.encode(pair[1]))):
        facts = catalogue.product_facts(tx, product)
        if facts is not None and facts.current is not None:
            found.append((facts.current, cut))
    return found


class Cutting:
    """Makes the tables of variants, and knows which are ready."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ready: defaultdict[str, int] = defaultdict(lambda: -1)

    def is_ready(self, location: str, version: int) -> bool:
        """Whether the table there has come to this version; the log is asked where it is new."""
        if self._ready[location] < version:
            self._ready[location] = self._tables.latest(location)
        return self._ready[location] >= version

    async def make_due(self, exchange: Exchange) -> None:
        """Bring every variant's table to its product's current version."""
        for version, cut in await exchange.question(wanted):
            location = place(version.product, cut)
            if location is None or self.is_ready(location, version.delta_version):
                continue
            try:
                await asyncio.to_thread(self._make, version, cut, location)
            except Exception:  # one table that cannot be read must not keep others waiting
                _log.exception("the variant %s failed; it is tried again", location)

    def _make(self, version: VersionFacts, cut: Cut, location: str) -> None:
        def alter(footer: "pq.FileMetaData", group: "pa.Table") -> "pa.Table":
            if cut.sample_percent is None:
                return group
            return sampled(footer, group, cut.sample_percent)

        follow(
            self._tables,
            version.location,
            location,
            version.delta_version,
            alter,
            columns=cut.columns,
        )


def sampled(footer: "pq.FileMetaData", group: "pa.Table", percent: int) -> "pa.Table":
    """So many of a hundred rows, rounded up, in their order: drawn by the file's own footer."""
    import numpy as np

    told = repr(footer.row_group(0).to_dict()).encode()
    seed = int.from_bytes(sha256(told).digest()[:8])
    drawn = np.random.default_rng(seed).permutation(group.num_rows)
    return group.take(np.sort(drawn[: ceil(group.num_rows * percent / 100)]))
