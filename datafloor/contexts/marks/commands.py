"""What can be asked about marks, copies and traces."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.catalogue import Count, ProductId, VersionId
from datafloor.contexts.delivery import GrantId
from datafloor.contexts.marks.model import (
    ColumnEffect,
    JudgedColumn,
    MarkedColumn,
    Outcome,
    Scores,
    TraceId,
    WhyNot,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange

OneIn = Annotated[int, Meta(ge=2, le=1_000_000)]
Columns = Annotated[tuple[MarkedColumn, ...], Meta(min_length=1, max_length=64)]


class JudgeColumns(Command, frozen=True):
    """The exchange looked at a version: which of its columns may carry marks, and by which its
    rows are known."""

    kind = "marks.judge_columns"
    may = the_exchange
    version: VersionId
    columns: Annotated[tuple[JudgedColumn, ...], Meta(max_length=4_096)]
    row_columns: Annotated[tuple[PublicText, ...], Meta(max_length=4_096)]


class DeclareMarks(Command, frozen=True):
    """A seller says by how much values of which columns are uncertain anyway. From then on each
    buyer gets a copy of its own, in which one row in so many carries a mark. Before the first
    order only: who has the unmarked table could see the marks of all others."""

    kind = "marks.declare_marks"
    may = role("seller")
    product: ProductId
    columns: Columns
    official_statistics: bool
    one_in_count: OneIn = 100


class OpenCopy(Command, frozen=True):
    """A right to read began: where the product carries marks, it needs a copy."""

    kind = "marks.open_copy"
    may = the_exchange
    grant: GrantId
    product: ProductId
    ends_at: Instant | None


class RecordCopy(Command, frozen=True):
    """A copy was brought to a version of its product."""

    kind = "marks.record_copy"
    may = the_exchange
    grant: GrantId
    version: VersionId
    delta_version: Count
    rows: Count
    bytes: Count
    digest: Digest
    effects: tuple[ColumnEffect, ...]


class CloseCopy(Command, frozen=True):
    """A right to read ended: its copy is to be deleted."""

    kind = "marks.close_copy"
    may = the_exchange
    grant: GrantId


class RecordDeletion(Command, frozen=True):
    """The files of a copy are gone."""

    kind = "marks.record_deletion"
    may = the_exchange
    grant: GrantId


class AskTrace(Command, frozen=True):
    """Whose copy is this file, of which the exchange has been given the bytes with this digest?
    It is not looked at before two people have unlocked it."""

    kind = "marks.ask_trace"
    may = role("seller", "operator", "supervisor")
    trace: TraceId
    product: ProductId
    leak: Digest


class UnlockTrace(Command, frozen=True):
    """One of the two offices lets the key of the marks be used for a trace."""

    kind = "marks.unlock_trace"
    may = role("operator", "supervisor")
    trace: TraceId


class LapseTrace(Command, frozen=True):
    """A trace waited for its two keys until its time was over: its file is deleted."""

    kind = "marks.lapse_trace"
    may = the_exchange
    trace: TraceId


class RecordTrace(Command, frozen=True):
    """What a trace found: in so many marked values, the scores of the copies, the highest first."""

    kind = "marks.record_trace"
    may = the_exchange
    trace: TraceId
    outcome: Outcome
    why_not: WhyNot | None
    leak_rows: Count
    recognised_rows: Count
    marked_count: Count
    copies_count: Count
    scores: Scores
