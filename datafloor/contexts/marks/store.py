"""The tables of marks, copies and traces.

Trust: who can write `marks_product` can have copies made that nobody can trace, and who can write
`marks_unlock` can have a trace run without the two offices; either shows in the journal, which
grows other tables. The key of the marks is in none of them.
"""

from datafloor.contexts.catalogue import Source, listing_facts, product_facts
from datafloor.contexts.market import ordered
from datafloor.contexts.marks.commands import (
    AskTrace,
    CloseCopy,
    DeclareMarks,
    JudgeColumns,
    LapseTrace,
    OpenCopy,
    RecordCopy,
    RecordDeletion,
    RecordTrace,
    UnlockTrace,
)
from datafloor.contexts.marks.events import (
    ColumnsJudged,
    CopyDeleted,
    CopyMade,
    CopyOwed,
    CopyWithdrawn,
    MarksDeclared,
    TraceAnswered,
    TraceAsked,
    TraceLapsed,
    TraceUnlocked,
)
from datafloor.contexts.marks.model import AskFacts, CopyFacts, DeclareFacts, Judged, TraceFacts
from datafloor.contexts.marks.queries import judged, marks, trace_facts, waiting_count
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE marks_judged (
    version TEXT PRIMARY KEY,
    judged TEXT NOT NULL
) STRICT;
CREATE TABLE marks_product (
    product TEXT PRIMARY KEY,
    columns TEXT NOT NULL,
    steps TEXT NOT NULL,
    row_columns TEXT NOT NULL,
    one_in INTEGER NOT NULL,
    declared_at INTEGER NOT NULL
) STRICT;
CREATE TABLE marks_copy (
    grant_id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    ends_at INTEGER,
    version TEXT,
    delta_version INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    effects TEXT NOT NULL,
    made_at INTEGER,
    withdrawn_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX marks_copy_product ON marks_copy (product, delta_version);
CREATE TABLE marks_trace (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    organisation TEXT NOT NULL,
    leak TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    lapsed_at INTEGER,
    outcome TEXT,
    why_not TEXT,
    leak_rows INTEGER NOT NULL,
    recognised_rows INTEGER NOT NULL,
    marked_count INTEGER NOT NULL,
    copies_count INTEGER NOT NULL,
    scores TEXT NOT NULL
) STRICT;
CREATE TABLE marks_unlock (
    trace TEXT NOT NULL,
    office TEXT NOT NULL,
    person TEXT NOT NULL,
    organisation TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (trace, office)
) STRICT
"""

STATE = frozenset({Source.own_agency_database, Source.other_state_database})


def load_judge_columns(tx: Tx, asked: JudgeColumns, call: Call) -> bool:
    """Whether it was judged before."""
    return judged(tx, asked.version) is not None


def load_declare_marks(tx: Tx, asked: DeclareMarks, call: Call) -> DeclareFacts:
    """The product with what was found of its current version, and whether it was ordered."""
    facts = listing_facts(tx, asked.product, call.now)
    if facts is None:
        return DeclareFacts(None, None, of_the_state=False, ordered=False)
    current, statement = facts.product.current, facts.statement
    return DeclareFacts(
        facts.product,
        judged(tx, current.version) if current else None,
        of_the_state=statement is not None and statement.source in STATE,
        ordered=ordered(tx, asked.product),
    )


def load_open_copy(tx: Tx, asked: OpenCopy, call: Call) -> bool:
    """Whether the product carries marks."""
    return marks(tx, asked.product) is not None


def load_record_copy(tx: Tx, asked: RecordCopy, call: Call) -> CopyFacts | None:
    """The copy as it stands."""
    return _copy(tx, asked.grant)


def load_close_copy(tx: Tx, asked: CloseCopy, call: Call) -> CopyFacts | None:
    """The copy as it stands."""
    return _copy(tx, asked.grant)


def load_record_deletion(tx: Tx, asked: RecordDeletion, call: Call) -> CopyFacts | None:
    """The copy as it stands."""
    return _copy(tx, asked.grant)


def _copy(tx: Tx, grant: str) -> CopyFacts | None:
    row = tx.row(
        "SELECT delta_version, withdrawn_at, deleted_at FROM marks_copy WHERE grant_id = ?", grant
    )
    return CopyFacts(row[0], row[1] is not None, row[2] is not None) if row else None


def load_ask_trace(tx: Tx, asked: AskTrace, call: Call) -> AskFacts:
    """The product, and whether its copies carry marks."""
    taken = tx.row("SELECT 1 FROM marks_trace WHERE id = ?", asked.trace) is not None
    marked = marks(tx, asked.product) is not None
    waiting = waiting_count(tx, call.by.organisation)
    return AskFacts(product_facts(tx, asked.product), marked, taken, waiting)


def load_unlock_trace(tx: Tx, asked: UnlockTrace, call: Call) -> TraceFacts | None:
    """The trace as it stands."""
    return trace_facts(tx, asked.trace)


def load_lapse_trace(tx: Tx, asked: LapseTrace, call: Call) -> TraceFacts | None:
    """The trace as it stands."""
    return trace_facts(tx, asked.trace)


def load_record_trace(tx: Tx, asked: RecordTrace, call: Call) -> TraceFacts | None:
    """The trace as it stands."""
    return trace_facts(tx, asked.trace)


def _columns_judged(tx: Tx, event: ColumnsJudged, at: int) -> None:
    tx.run(
        "INSERT INTO marks_judged (version, judged) VALUES (?, ?)",
        event.version,
        canonical.encode(Judged(event.columns, event.row_columns)).decode(),
    )


def _marks_declared(tx: Tx, event: MarksDeclared, at: int) -> None:
    tx.run(
        "INSERT INTO marks_product (product, columns, steps, row_columns, one_in, declared_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (product) DO UPDATE SET"
        " columns = excluded.columns, steps = excluded.steps, row_columns = excluded.row_columns,"
        " one_in = excluded.one_in, declared_at = excluded.declared_at",
        event.product,
        canonical.encode(event.columns).decode(),
        canonical.encode(event.steps_millionths).decode(),
        canonical.encode(event.row_columns).decode(),
        event.one_in_count,
        at,
    )


def _copy_owed(tx: Tx, event: CopyOwed, at: int) -> None:
    tx.run(
        "INSERT INTO marks_copy (grant_id, product, ends_at, delta_version, row_count, byte_count,"
        " digest, effects) VALUES (?, ?, ?, -1, 0, 0, '', '[]')",
        event.grant,
        event.product,
        event.ends_at,
    )


def _copy_made(tx: Tx, event: CopyMade, at: int) -> None:
    effects = canonical.encode(event.effects).decode()
    tx.run(
        "UPDATE marks_copy SET version = ?, delta_version = ?, row_count = ?, byte_count = ?,"
        " digest = ?, effects = CASE WHEN ? = '[]' THEN effects ELSE ? END, made_at = ?"
        " WHERE grant_id = ?",
        event.version,
        event.delta_version,
        event.rows,
        event.bytes,
        event.digest,
        effects,
        effects,
        at,
        event.grant,
    )


def _copy_withdrawn(tx: Tx, event: CopyWithdrawn, at: int) -> None:
    tx.run("UPDATE marks_copy SET withdrawn_at = ? WHERE grant_id = ?", at, event.grant)


def _copy_deleted(tx: Tx, event: CopyDeleted, at: int) -> None:
    tx.run("UPDATE marks_copy SET deleted_at = ? WHERE grant_id = ?", at, event.grant)


def _trace_asked(tx: Tx, event: TraceAsked, at: int) -> None:
    tx.run(
        "INSERT INTO marks_trace (id, product, organisation, leak, asked_at, leak_rows,"
        " recognised_rows, marked_count, copies_count, scores)"
        " VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, '[]')",
        event.trace,
        event.product,
        event.organisation,
        event.leak,
        at,
    )


def _trace_unlocked(tx: Tx, event: TraceUnlocked, at: int) -> None:
    tx.run(
        "INSERT INTO marks_unlock (trace, office, person, organisation, at) VALUES (?, ?, ?, ?, ?)",
        event.trace,
        event.office.value,
        event.person,
        event.organisation,
        at,
    )


def _trace_lapsed(tx: Tx, event: TraceLapsed, at: int) -> None:
    tx.run("UPDATE marks_trace SET lapsed_at = ? WHERE id = ?", at, event.trace)


def _trace_answered(tx: Tx, event: TraceAnswered, at: int) -> None:
    tx.run(
        "UPDATE marks_trace SET answered_at = ?, outcome = ?, why_not = ?, leak_rows = ?,"
        " recognised_rows = ?, marked_count = ?, copies_count = ?, scores = ? WHERE id = ?",
        at,
        event.outcome.value,
        event.why_not.value if event.why_not else None,
        event.leak_rows,
        event.recognised_rows,
        event.marked_count,
        event.copies_count,
        canonical.encode(event.scores).decode(),
        event.trace,
    )


APPLY: Apply = {
    ColumnsJudged: _columns_judged,
    MarksDeclared: _marks_declared,
    CopyOwed: _copy_owed,
    CopyMade: _copy_made,
    CopyWithdrawn: _copy_withdrawn,
    CopyDeleted: _copy_deleted,
    TraceAsked: _trace_asked,
    TraceUnlocked: _trace_unlocked,
    TraceLapsed: _trace_lapsed,
    TraceAnswered: _trace_answered,
}
