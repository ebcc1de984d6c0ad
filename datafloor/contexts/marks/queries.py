"""Questions about marks, copies and traces."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.contexts.catalogue import VersionFacts, product_facts
from datafloor.contexts.marks.model import (
    KEPT,
    UNLOCKS,
    ColumnEffect,
    Judged,
    MarkedColumn,
    Marks,
    Score,
    TraceFacts,
    Unlocked,
)
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.refusal import Refusal, Refused

_columns = msgspec.json.Decoder(tuple[MarkedColumn, ...])
_numbers = msgspec.json.Decoder(tuple[int, ...])
_names = msgspec.json.Decoder(tuple[str, ...])
_judged = msgspec.json.Decoder(Judged)
_effects = msgspec.json.Decoder(tuple[ColumnEffect, ...])
_scores = msgspec.json.Decoder(tuple[Score, ...])


class CopyView(Struct, frozen=True):
    """A buyer's copy: the newest version in it (none yet where there is no `version`), its digest,
    and what marking changed in the files that came with that version."""

    grant: str
    product: str
    version: str | None
    delta_version: int
    rows: int
    bytes: int
    digest: str
    made_at: int | None
    effects: tuple[ColumnEffect, ...]
    withdrawn_at: int | None
    deleted_at: int | None


class TraceView(Struct, frozen=True):
    """A trace: what was asked, who has unlocked it, and what it found."""

    trace: str
    product: str
    organisation: str
    leak: str
    asked_at: int
    unlocked: tuple[Unlocked, ...]
    answered_at: int | None
    outcome: str | None
    why_not: str | None
    leak_rows: int
    recognised_rows: int
    marked_count: int
    copies_count: int
    scores: tuple[Score, ...]
    lapsed_at: int | None

    @property
    def ends_at(self) -> int:
        """Until when its file is kept and the two keys can be turned."""
        return self.asked_at + KEPT


def judged(tx: Tx, version: str) -> Judged | None:
    """What the exchange found of a version's columns, if it has looked."""
    row = tx.row("SELECT judged FROM marks_judged WHERE version = ?", version)
    return _judged.decode(row[0]) if row else None


def marks(tx: Tx, product: str) -> Marks | None:
    """How a product's copies are marked, or `None` where they are not."""
    row = tx.row(
        "SELECT columns, steps, row_columns, one_in FROM marks_product WHERE product = ?", product
    )
    if row is None:
        return None
    return Marks(
        product, _columns.decode(row[0]), _numbers.decode(row[1]), _names.decode(row[2]), row[3]
    )


_COPY = (
    "SELECT grant_id, product, version, delta_version, row_count, byte_count, digest, made_at,"
    " effects, withdrawn_at, deleted_at FROM marks_copy"
)


def copy(tx: Tx, grant: str) -> CopyView | None:
    """The copy of a grant, or `None` where it reads the table that all read."""
    row = tx.row(f"{_COPY} WHERE grant_id = ?", grant)
    return _copy_view(row) if row else None


def copies(tx: Tx, product: str) -> list[CopyView]:
    """The copies of a product, the newest first."""
    rows = tx.rows(f"{_COPY} WHERE product = ? ORDER BY grant_id DESC", product)
    return [_copy_view(row) for row in rows]


def copies_count(tx: Tx, product: str) -> int:
    """How many copies of a product were made for buyers of their own."""
    row = tx.row(
        "SELECT count(*) FROM marks_copy WHERE product = ? AND version IS NOT NULL", product
    )
    assert row is not None
    return int(row[0])


def _copy_view(row: Row) -> CopyView:
    values: list[Any] = list(row)
    values[8] = _effects.decode(values[8])
    return CopyView(*values)


def location(grant: str) -> str:
    """Where the copy of a grant lies in the object store."""
    return f"copies/{grant}"


class Due(Struct, frozen=True):
    """A copy that is behind its product: the newest version in it (-1 for none), and the version
    that it is to come to."""

    grant: str
    has: int
    current: VersionFacts


def due_copies(tx: Tx, now: int) -> Sequence[Due]:
    """The copies that may be read and are behind, those without any version first."""
    behind: list[Due] = []
    products = tx.rows(
        "SELECT product, min(delta_version) FROM marks_copy WHERE withdrawn_at IS NULL"
        " AND (ends_at IS NULL OR ends_at > ?) GROUP BY product",
        now,
    )
    for product, least in products:
        facts = product_facts(tx, product)
        assert facts is not None and facts.current is not None, "what is marked has data"
        if least >= facts.current.delta_version:
            continue
        rows = tx.rows(
            "SELECT grant_id, delta_version FROM marks_copy WHERE product = ? AND delta_version < ?"
            " AND withdrawn_at IS NULL AND (ends_at IS NULL OR ends_at > ?) ORDER BY grant_id",
            product,
            facts.current.delta_version,
            now,
        )
        behind += [Due(grant, has, facts.current) for grant, has in rows]
    return sorted(behind, key=lambda due: (due.has >= 0, due.grant))


def due_deletions(tx: Tx, now: int) -> Sequence[str]:
    """The grants whose copies nobody may read any more and whose files are still there."""
    rows = tx.rows(
        "SELECT grant_id FROM marks_copy WHERE deleted_at IS NULL"
        " AND (withdrawn_at IS NOT NULL OR ends_at <= ?) ORDER BY grant_id",
        now,
    )
    return [row[0] for row in rows]


_TRACE = (
    "SELECT id, product, organisation, leak, asked_at, answered_at, outcome, why_not, leak_rows,"
    " recognised_rows, marked_count, copies_count, scores, lapsed_at FROM marks_trace"
)


def trace(tx: Tx, trace: str) -> TraceView:
    """One trace. Raises `Refused` where there is none."""
    row = tx.row(f"{_TRACE} WHERE id = ?", trace)
    if row is None:
        raise Refused(Refusal.trace_unknown)
    return _trace_view(tx, row)


def traces(tx: Tx, organisation: str | None = None) -> list[TraceView]:
    """The traces that an organisation asked for, or all, the newest first."""
    rows = tx.rows(
        f"{_TRACE} WHERE ? IN ('', organisation) ORDER BY asked_at DESC, id DESC LIMIT 200",
        organisation or "",
    )
    return [_trace_view(tx, row) for row in rows]


def due_traces(tx: Tx) -> Sequence[TraceView]:
    """The traces that two people have unlocked and that are not answered yet."""
    rows = tx.rows(f"{_TRACE} WHERE answered_at IS NULL ORDER BY asked_at, id")
    return [view for view in (_trace_view(tx, row) for row in rows) if len(view.unlocked) >= 2]


def due_lapses(tx: Tx, now: int) -> Sequence[TraceView]:
    """The traces that were not unlocked in time."""
    rows = tx.rows(
        f"{_TRACE} WHERE answered_at IS NULL AND lapsed_at IS NULL AND asked_at <= ?"
        " ORDER BY asked_at, id LIMIT 100",
        now - KEPT,
    )
    return [view for view in (_trace_view(tx, row) for row in rows) if len(view.unlocked) < UNLOCKS]


def waiting_count(tx: Tx, organisation: str) -> int:
    """How many traces of an organisation are neither answered nor over."""
    row = tx.row(
        "SELECT count(*) FROM marks_trace WHERE organisation = ? AND answered_at IS NULL"
        " AND lapsed_at IS NULL",
        organisation,
    )
    assert row is not None
    return int(row[0])


def is_awaited(tx: Tx, leak: str) -> bool:
    """Whether a trace of the file with this digest is not answered yet."""
    row = tx.row(
        "SELECT 1 FROM marks_trace WHERE leak = ? AND coalesce(answered_at, lapsed_at) IS NULL",
        leak,
    )
    return row is not None


def trace_facts(tx: Tx, trace: str) -> TraceFacts | None:
    """A trace as decisions need it, or `None`."""
    row = tx.row("SELECT answered_at, asked_at, lapsed_at FROM marks_trace WHERE id = ?", trace)
    if row is None:
        return None
    return TraceFacts(row[0] is not None, _unlocked(tx, trace), row[1], row[2] is not None)


def _unlocked(tx: Tx, trace: str) -> tuple[Unlocked, ...]:
    rows = tx.rows(
        "SELECT office, person, organisation FROM marks_unlock WHERE trace = ? ORDER BY office",
        trace,
    )
    return tuple(Unlocked(*row) for row in rows)


def _trace_view(tx: Tx, row: Row) -> TraceView:
    values: list[Any] = list(row)
    values[12] = _scores.decode(values[12])
    values.insert(5, _unlocked(tx, row[0]))
    return TraceView(*values)
