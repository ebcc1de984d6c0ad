"""Sharing, where files are needed: contributions received, versions measured, pots divided.

Each step reads what is due from the tables, works on files, and asks one command at its end. Cut
off before that nothing has happened but a file that nobody names; so all is simply done again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from datafloor.adapters import contributions
from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Reading, Tables
from datafloor.adapters.tables.sources import open_source
from datafloor.contexts import people
from datafloor.contexts.people import (
    AccruePeople,
    Coverage,
    CreditClaim,
    LapseAccrual,
    Measure,
    PayClaim,
    Pot,
    RecordCoverage,
    RegisterContribution,
    SharingFacts,
    Supply,
    Uncredited,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from datafloor.analysis.sharing.coverage import Contribution

    Columns = dict[str, NDArray[np.generic]]

_log = logging.getLogger(__name__)

MOST_AT_ONCE = 4 * 10**12
"""The largest pot that is divided at once, in smallest units; the rest comes the next day."""


class Dividing:
    """Works on the files of sharing of one exchange."""

    def __init__(self, exchange: Exchange, tables: Tables, folder: Path) -> None:
        self._exchange = exchange
        self._tables = tables
        self._objects: Objects = tables.objects
        self._folder = folder
        self._measured: set[tuple[str, str, int]] = set()

    def key(self, product: str) -> bytes:
        """The key of a product's digests: the same value is another head in another product."""
        return self._exchange.key.derive("contribution", product)

    def head(self, product: str, called: str) -> str:
        """The code of somebody in a product's data, by what the column of people calls her."""
        return contributions.head_of(called, self.key(product))

    async def receive(
        self,
        by: Actor,
        contribution: str,
        sharing: str,
        body: AsyncIterator[bytes],
        *,
        name: str,
        request_id: str,
    ) -> Receipt:
        """Take the digests of a co-provider's rows, register them, and forget the rows."""
        facts = await self._exchange.question(people.sharing_facts, sharing)
        if facts is None:
            raise Refused(Refusal.sharing_unknown)
        if by.organisation not in facts.terms.providers:
            raise Refused(Refusal.not_yours)
        self._folder.mkdir(parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix="incoming-", dir=self._folder))
        try:
            with (place / name).open("wb") as file:
                async for piece in body:
                    await asyncio.to_thread(file.write, piece)
            rows, digest = await asyncio.to_thread(self._take, facts, contribution, place / name)
        finally:
            await asyncio.to_thread(rmtree, place, ignore_errors=True)
        command = RegisterContribution(
            contribution=contribution, sharing=sharing, rows=rows, digest=digest
        )
        receipt = await self._exchange.door.ask(command, by, request_id)
        await self.measure()
        return receipt

    def _take(self, facts: SharingFacts, contribution: str, path: Path) -> tuple[int, str]:
        source = open_source(path, Reading())
        records, contents = contributions.row_digests(
            source.batches(), facts.terms.key, self.key(facts.product)
        )
        columns: Columns = {"record": records, "content": contents}
        place = _contribution(facts.product, contribution)
        return len(records), contributions.keep(self._objects, place, columns)

    async def measure(self) -> None:
        """Compare with what was contributed each version for which that is due."""
        for due in await self._exchange.question(people.measures):
            seen = (due.sharing, due.version, due.contributions)
            if seen in self._measured:
                continue
            coverage = await asyncio.to_thread(self._coverage, due)
            await self._ask(
                RecordCoverage(sharing=due.sharing, version=due.version, coverage=coverage)
            )
            self._measured.add(seen)

    def _coverage(self, due: Measure) -> Coverage:
        from datafloor.analysis.sharing.coverage import counts, supplied

        registered = self._exchange.question_now(people.contributions, due.product)
        providers = due.terms.providers
        key = self.key(due.product)
        place = due.location, due.delta_version
        supplies: tuple[Supply, ...] = ()
        batches = contributions.version_batches(self._tables, *place, due.terms.key)
        own = 0
        if due.terms.coverage_points:
            found = supplied(
                contributions.column_digests(batches, due.terms.key, key),
                [
                    self._contribution(each.contribution, due.product, each.digest, position)
                    for each in registered
                    if (position := _position(providers, each.provider)) is not None
                ],
            )
            own = int(found.rows[found.sets == 0].sum())
            by_provider = counts(found.sets, len(providers), found.rows)
            supplies = tuple(map(Supply, providers, by_provider))
        heads, digest = self._heads(due, key) if due.terms.head else (0, None)
        return Coverage(supplies=supplies, own=own, heads=heads, heads_file=digest)

    def _contribution(
        self, contribution: str, product: str, digest: str, provider: int
    ) -> "Contribution":
        from datafloor.analysis.sharing.coverage import Contribution

        kept = contributions.kept(self._objects, _contribution(product, contribution), digest)
        return Contribution(
            provider, kept["record"].astype("uint64"), kept["content"].astype("uint64")
        )

    def _heads(self, due: Measure, key: bytes) -> tuple[int, str]:
        """How many people a version is about; the file says how many rows are about each."""
        import numpy as np

        assert due.terms.head is not None
        columns = (due.terms.head,)
        batches = contributions.version_batches(
            self._tables, due.location, due.delta_version, columns
        )
        heads, rows = np.unique(
            contributions.column_digests(batches, columns, key), return_counts=True
        )
        place = _heads_file(due.product, due.sharing, due.version)
        columns_: Columns = {"head": heads, "rows": rows}
        return len(heads), contributions.keep(self._objects, place, columns_)

    async def divide(self) -> None:
        """Divide what came together for people, once a day for each version; credit and pay the
        claims; and give up what nobody claimed in time."""
        now = clock.now()
        for pot in await self._exchange.question(people.pots):
            if pot.accrued_at is None or clock.day_of(pot.accrued_at) < clock.day_of(now):
                await self._accrue(pot)
        await self._credit()
        for claim, currency in await self._exchange.question(people.payable):
            await self._ask(PayClaim(claim=claim, payout=new_id("payout"), currency=currency))
        rule = await self._exchange.question(people.people_rule)
        if rule is not None:
            before = now - rule.claim_days * DAY
            for accrual in await self._exchange.question(people.overdue_accruals, before):
                await self._ask(LapseAccrual(accrual=accrual))

    async def _accrue(self, pot: Pot) -> None:
        amount = Money(min(pot.amount.minor, MOST_AT_ONCE), pot.amount.currency)
        rule = await self._exchange.question(people.people_rule)
        accrual = new_id("accrual")
        equal = rule.equal_points if rule else 10_000
        heads, digest = await asyncio.to_thread(self._split, pot, accrual, amount, equal)
        await self._ask(
            AccruePeople(
                accrual=accrual,
                product=pot.product,
                version=pot.version,
                amount=amount,
                heads=heads,
                split=digest,
            )
        )

    def _split(self, pot: Pot, accrual: str, amount: Money, equal: int) -> tuple[int, str]:
        import numpy as np

        from datafloor.analysis.sharing.heads import split_heads

        coverage = pot.coverage
        heads, micro = np.empty(0, np.uint64), np.empty(0, np.int64)
        if coverage is not None and coverage.heads and coverage.heads_file and pot.sharing:
            place = _heads_file(pot.product, pot.sharing, pot.version)
            kept = contributions.kept(self._objects, place, coverage.heads_file)
            heads = kept["head"].astype(np.uint64)
            rows = kept["rows"].astype(np.int64)
            micro = split_heads(amount.minor * people.MICRO, equal, rows)
        columns: Columns = {"head": heads, "micro": micro}
        place = _accrual(pot.product, accrual)
        return len(heads), contributions.keep(self._objects, place, columns)

    async def _credit(self) -> None:
        due = await self._exchange.question(people.uncredited)
        for (product, accrual, split), found in groupby(due, _accrual_of):
            parts = await asyncio.to_thread(self._parts, product, accrual, split, list(found))
            for claim, micro in parts:
                await self._ask(CreditClaim(claim=claim, accrual=accrual, micro=micro))

    def _parts(
        self, product: str, accrual: str, split: str, due: list[Uncredited]
    ) -> list[tuple[str, int]]:
        kept = contributions.kept(self._objects, _accrual(product, accrual), split)
        return [(each.claim, part(kept, each.head)) for each in due]

    async def parts_of(self, product: str, head: str) -> list[tuple[str, int]]:
        """What each accrual of a product has for a head, the newest first, in millionths."""
        found = await self._exchange.question(people.accruals, product)
        return await asyncio.to_thread(
            lambda: [
                (
                    each.accrual,
                    part(
                        contributions.kept(
                            self._objects, _accrual(product, each.accrual), each.split
                        ),
                        head,
                    ),
                )
                for each in found
                if each.heads
            ]
        )

    async def _ask(self, command: Command) -> None:
        with suppress(Refused):  # done meanwhile, or not due any more
            await self._exchange.door.ask(command, EXCHANGE, new_id("request"))


def part(kept: "Columns", head: str) -> int:
    """What a head has in an accrual's file, whose heads are sorted."""
    import numpy as np

    wanted = np.uint64(int(head, 16))
    place = int(np.searchsorted(kept["head"], wanted))
    there = place < len(kept["head"]) and kept["head"][place] == wanted
    return int(kept["micro"][place]) if there else 0


def _accrual_of(due: Uncredited) -> tuple[str, str, str]:
    return due.product, due.accrual, due.split


def _position(providers: tuple[str, ...], provider: str) -> int | None:
    return providers.index(provider) if provider in providers else None


def _contribution(product: str, contribution: str) -> str:
    return f"people/{product}/{contribution}.parquet"


def _heads_file(product: str, sharing: str, version: str) -> str:
    return f"people/{product}/heads-{sharing}-{version}.parquet"


def _accrual(product: str, accrual: str) -> str:
    return f"people/{product}/{accrual}.parquet"
