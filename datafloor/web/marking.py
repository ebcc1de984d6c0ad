"""Marks at work: judging columns, making copies, tracing leaks. All of it is done beside requests.

A copy is made version by version in a thread of its own, and seen when it is whole. Cut off, it is
begun again where the last whole version ended.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from datafloor.adapters.mark_keys import MarkKeys
from datafloor.adapters.readfile import MOST_TEXT
from datafloor.adapters.secrets import Key
from datafloor.adapters.tables import Tables
from datafloor.adapters.tables.copying import Copied, follow, read_parts
from datafloor.contexts import catalogue, marks
from datafloor.contexts.catalogue import VersionFacts
from datafloor.contexts.marks import (
    Against,
    AskTrace,
    ColumnEffect,
    DeclareMarks,
    Due,
    JudgeColumns,
    JudgedColumn,
    LapseTrace,
    Marks,
    RecordCopy,
    RecordDeletion,
    RecordTrace,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import MINUTE
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange
from datafloor.web.publishing import receive
from datafloor.web.tracing import Original, traced

if TYPE_CHECKING:
    from datafloor.analysis.marks.copy import Way
    from datafloor.analysis.marks.effect import Effect

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How many rows of how many a copy has."""

    done: int
    rows: int


@dataclass(frozen=True)
class Marking:
    """What one exchange does about marks. `folder` keeps leaked files until they are traced."""

    tables: Tables
    keys: MarkKeys
    folder: Path
    _copying: dict[str, Progress] = field(default_factory=dict)
    _put_off: dict[str, int] = field(default_factory=dict)

    def progress(self, grant: str) -> Progress | None:
        """How far the copy of a grant is that is being made now."""
        return self._copying.get(grant)

    async def judge(self, exchange: Exchange, product: str) -> None:
        """Have it recorded which columns of the product's current version may carry marks."""
        facts = await exchange.question(catalogue.product_facts, product)
        if facts is None:
            raise Refused(Refusal.product_unknown)
        if facts.current is None:
            raise Refused(Refusal.product_without_data)
        version = facts.current
        if await exchange.question(marks.judged, version.version) is None:
            command = await asyncio.to_thread(judged, self.tables, version)
            await exchange.door.ask(command, EXCHANGE, new_id("request"))

    async def declare(
        self, exchange: Exchange, by: Actor, asked: DeclareMarks, request_id: str
    ) -> Receipt:
        """Declare marks on columns that the exchange has looked at; the product's key is drawn."""
        facts = await exchange.question(catalogue.product_facts, asked.product)
        if "seller" in by.roles and facts and facts.organisation == by.organisation:
            await self.judge(exchange, asked.product)
        receipt = await exchange.door.ask(asked, by, request_id)
        await asyncio.to_thread(self.keys.open, asked.product)
        return receipt

    async def make_due(self, exchange: Exchange) -> None:
        """Make what copies are due, and delete what nobody may read any more."""
        for due in await exchange.question(marks.due_copies, clock.now()):
            how = await exchange.question(marks.marks, due.current.product)
            assert how is not None, "a copy is owed of what is marked"
            await self._try(exchange, due.grant, partial(self._copy, due, how))
        for grant in await exchange.question(marks.due_deletions, clock.now()):
            await asyncio.to_thread(self._delete, marks.location(grant))
            await _record(exchange, RecordDeletion(grant=grant))

    async def _try(
        self, exchange: Exchange, name: str, work: Callable[[], RecordCopy | RecordTrace]
    ) -> None:
        """Do work and record what it came to. What fails must not keep others waiting: it is tried
        again a minute later."""
        if clock.now() < self._put_off.get(name, 0):
            return
        try:
            command = await asyncio.to_thread(work)
        except Exception:
            _log.exception("the work for %s failed; it is tried again", name)
            self._put_off[name] = clock.now() + MINUTE
        else:
            self._put_off.pop(name, None)
            await _record(exchange, command)

    def _delete(self, location: str) -> None:
        objects = self.tables.objects
        objects.delete(objects.keys(location))

    def _copy(self, due: Due, how: Marks) -> RecordCopy:
        from datafloor.analysis.marks.copy import Copying

        grant, version = due.grant, due.current
        place = marks.location(grant)
        if due.has < 0 and self.tables.latest(place) >= version.delta_version:
            self._delete(place)  # made and never recorded: nobody knows what marking changed
        copying = Copying(way_of(how), self.keys.open(how.product), grant)
        self._copying[grant] = Progress(0, version.rows)

        def done(rows: int) -> None:
            before = self._copying[grant]
            self._copying[grant] = Progress(min(before.done + rows, version.rows), version.rows)

        try:
            copied = follow(
                self.tables,
                version.location,
                place,
                version.delta_version,
                copying.alter,
                done,
            )
        finally:
            del self._copying[grant]
        return _copied(grant, version, copied, copying.effects())

    async def ask(
        self,
        exchange: Exchange,
        by: Actor,
        product: str,
        trace: str,
        body: AsyncIterator[bytes],
        request_id: str,
    ) -> Receipt:
        """Take a leaked file and ask whose copy it is. It is kept, by its digest, until it is
        traced."""
        if (why := AskTrace.may(by)) is not None:  # before a large file is received for nothing
            raise Refused(why)
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, incoming = mkstemp(prefix="incoming-", dir=self.folder)
        os.close(handle)
        try:
            leak = await receive(_bounded(body), Path(incoming))
            Path(incoming).replace(self.folder / leak)
        finally:
            Path(incoming).unlink(missing_ok=True)
        try:
            command = AskTrace(trace=trace, product=product, leak=leak)
            return await exchange.door.ask(command, by, request_id)
        finally:
            await self._forget(exchange, leak)

    async def lapse_due(self, exchange: Exchange) -> None:
        """End the traces that were not unlocked in time, and delete their files."""
        for due in await exchange.question(marks.due_lapses, clock.now()):
            with contextlib.suppress(Refused):  # ended, or unlocked, meanwhile
                await exchange.door.ask(LapseTrace(trace=due.trace), EXCHANGE, new_id("request"))
            await self._forget(exchange, due.leak)

    async def trace_due(self, exchange: Exchange) -> None:
        """Answer the traces that two people have unlocked; end those whose time is over."""
        await self.lapse_due(exchange)
        for due in await exchange.question(marks.due_traces):
            how = await exchange.question(marks.marks, due.product)
            copies = await exchange.question(marks.copies, due.product)
            facts = await exchange.question(catalogue.product_facts, due.product)
            assert how is not None and facts is not None and facts.current is not None
            grants = [copy.grant for copy in copies if copy.version is not None]
            original = Original(
                self.tables, facts.current, way_of(how), self.keys.open(due.product)
            )
            leak = self.folder / due.leak
            await self._try(exchange, due.trace, partial(traced, original, grants, due.trace, leak))
            await self._forget(exchange, due.leak)

    async def _forget(self, exchange: Exchange, leak: str) -> None:
        """Delete a leaked file that no trace waits for."""
        if not await exchange.question(marks.is_awaited, leak):
            (self.folder / leak).unlink(missing_ok=True)


async def _bounded(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same, but no more than a table that can be read."""
    size = 0
    async for piece in body:
        size += len(piece)
        if size > MOST_TEXT:
            raise Refused(Refusal.too_large)
        yield piece


def marking_in(folder: Path, tables: Tables, key: Key) -> Marking:
    """What the exchange with this folder and this key does about marks."""
    return Marking(tables, MarkKeys(folder / "marks", key), folder / "leaks")


async def _record(exchange: Exchange, command: RecordCopy | RecordDeletion | RecordTrace) -> None:
    try:
        await exchange.door.ask(command, EXCHANGE, new_id("request"))
    except Refused as refused:  # the right ended, or another process was quicker
        _log.info("%s was not recorded: %s", command.kind, refused)


def way_of(how: Marks) -> "Way":
    """How copies are marked, as the marking itself knows it."""
    from datafloor.analysis.marks import Marking as ColumnMarking
    from datafloor.analysis.marks.copy import Way

    markings = tuple(
        ColumnMarking(each.column, each.tolerance_millionths / 1e6, step / 1e6, how.one_in)
        for each, step in zip(how.columns, how.steps, strict=True)
    )
    return Way(how.product, markings, how.row_columns)


def _copied(
    grant: str, version: VersionFacts, copied: Copied, effects: "dict[str, Effect]"
) -> RecordCopy:
    return RecordCopy(
        grant=grant,
        version=version.version,
        delta_version=version.delta_version,
        rows=copied.snapshot.rows,
        bytes=copied.snapshot.bytes,
        digest=copied.digest,
        effects=tuple(
            ColumnEffect(
                column=name,
                changed_rows=each.changed,
                mean_millionths=round(each.mean * 1e6),
                variance_millionths=round(each.variance * 1e6),
                gap_millionths=round(each.ks * 1e6),
            )
            for name, each in effects.items()
            if copied.rows
        ),
    )


def judged(tables: Tables, version: VersionFacts) -> JudgeColumns:
    """What the exchange finds of a version's columns, by its first million rows."""
    import polars as pl
    import pyarrow as pa

    from datafloor.analysis.appraisal.model import Table
    from datafloor.analysis.marks.copy import may_hold_marks
    from datafloor.analysis.marks.judge import LOOKED_AT, against
    from datafloor.analysis.marks.place import step_of
    from datafloor.analysis.marks.rows import tells_rows
    from datafloor.analysis.marks.table import numbers

    snapshot = tables.snapshot(version.location, version.delta_version)
    parts = read_parts(tables.objects, [file.key for file in snapshot.files], LOOKED_AT)
    whole = pa.concat_tables([part for _, part in parts])
    frame = pl.from_arrow(whole)
    assert isinstance(frame, pl.DataFrame)
    names = tuple(frame.columns)
    table = Table("", "parquet", frame.height, names, frame.get_column)
    found = against(table, names, clock.day_of(clock.now()))
    columns = []
    for name, (why, _) in found.items():
        if not why and not may_hold_marks(whole.schema.field(name).type):
            why = "kind"
        step = 0.0 if why else step_of(numbers(frame.get_column(name)))
        columns.append(JudgedColumn(name, Against(why) if why else None, round(step * 1e6)))
    known_by = [field.name for field in whole.schema if tells_rows(field.type)]
    return JudgeColumns(
        version=version.version, columns=tuple(columns), row_columns=tuple(known_by)
    )
