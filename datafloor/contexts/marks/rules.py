"""The decisions about marks, copies and traces."""

from collections.abc import Sequence

from datafloor.analysis.appraisal.marks import REASONS
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
from datafloor.contexts.marks.model import (
    KEPT,
    UNLOCKS,
    WAITING,
    Against,
    AskFacts,
    CopyFacts,
    DeclareFacts,
    JudgedColumn,
    MarkedColumn,
    Office,
    TraceFacts,
    plain,
)
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

FAMILY_EXPONENT = -6
"""Somebody innocent is accused with a chance of at most one in a million, over all copies."""


def judge_columns(facts: bool, asked: JudgeColumns, call: Call) -> Sequence[Event]:
    """Once for a version: it never changes. `facts` is whether that was done."""
    if facts:
        return []
    return [
        ColumnsJudged(version=asked.version, columns=asked.columns, row_columns=asked.row_columns)
    ]


def declare_marks(facts: DeclareFacts, asked: DeclareMarks, call: Call) -> Sequence[Event]:
    """By its seller, before anybody ordered, in columns against which nothing speaks, with room
    for a mark, and with other columns left by which rows are known."""
    product = facts.product
    if product is None:
        raise Refused(Refusal.product_unknown)
    if product.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if product.current is None or facts.judged is None:
        raise Refused(Refusal.product_without_data)
    if facts.ordered:
        raise Refused(Refusal.marks_too_late)
    names = [each.column for each in asked.columns]
    if len(set(names)) < len(names):
        raise Refused(Refusal.malformed, problem="a column is named twice")
    official = asked.official_statistics or facts.of_the_state
    judged = {each.column: each for each in facts.judged.columns}
    steps = tuple(_step(each, judged.get(each.column), official) for each in asked.columns)
    known_by = tuple(name for name in facts.judged.row_columns if name not in names)
    if not known_by:
        raise Refused(Refusal.marks_rows_alike)
    return [
        MarksDeclared(
            product=asked.product,
            version=product.current.version,
            columns=asked.columns,
            steps_millionths=steps,
            row_columns=known_by,
            one_in_count=asked.one_in_count,
        )
    ]


def _step(asked: MarkedColumn, judged: JudgedColumn | None, official: bool) -> int:
    """The grid of a column that may be marked with this tolerance."""
    name = asked.column
    if judged is None:
        raise Refused(Refusal.no_such_column, column=name)
    against = Against.official if official else judged.against
    if against is not None:
        raise Refused(Refusal.mark_forbidden, column=name, reason=REASONS[against])
    if asked.tolerance_millionths < 2 * judged.step_millionths:
        step, tolerance = plain(judged.step_millionths), plain(asked.tolerance_millionths)
        raise Refused(Refusal.mark_no_room, column=name, step=step, tolerance=tolerance)
    return judged.step_millionths


def open_copy(facts: bool, asked: OpenCopy, call: Call) -> Sequence[Event]:
    """Where the product carries marks, which is the fact."""
    if not facts:
        return []
    return [CopyOwed(grant=asked.grant, product=asked.product, ends_at=asked.ends_at)]


def record_copy(facts: CopyFacts | None, asked: RecordCopy, call: Call) -> Sequence[Event]:
    """While it may be read; a version that it has already is no news."""
    if facts is None:
        raise Refused(Refusal.grant_unknown)
    if facts.withdrawn or facts.deleted:
        raise Refused(Refusal.licence_ended)
    if asked.delta_version <= facts.delta_version:
        return []
    return [
        CopyMade(
            grant=asked.grant,
            version=asked.version,
            delta_version=asked.delta_version,
            rows=asked.rows,
            bytes=asked.bytes,
            digest=asked.digest,
            effects=asked.effects,
        )
    ]


def close_copy(facts: CopyFacts | None, asked: CloseCopy, call: Call) -> Sequence[Event]:
    """Once, where there is a copy."""
    if facts is None or facts.withdrawn:
        return []
    return [CopyWithdrawn(grant=asked.grant)]


def record_deletion(facts: CopyFacts | None, asked: RecordDeletion, call: Call) -> Sequence[Event]:
    """Once."""
    if facts is None:
        raise Refused(Refusal.grant_unknown)
    return [] if facts.deleted else [CopyDeleted(grant=asked.grant)]


def ask_trace(facts: AskFacts, asked: AskTrace, call: Call) -> Sequence[Event]:
    """By the seller of the product or by an office, where copies carry marks."""
    product = facts.product
    if product is None:
        raise Refused(Refusal.product_unknown)
    office = not call.by.roles.isdisjoint(Office)
    if not office and product.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if not facts.marked:
        raise Refused(Refusal.marks_not_declared)
    if facts.taken:
        raise Refused(Refusal.id_taken)
    if facts.waiting >= WAITING:
        raise Refused(Refusal.traces_waiting, most=WAITING)
    organisation = call.by.organisation
    return [
        TraceAsked(
            trace=asked.trace, product=asked.product, organisation=organisation, leak=asked.leak
        )
    ]


def unlock_trace(facts: TraceFacts | None, asked: UnlockTrace, call: Call) -> Sequence[Event]:
    """By two people of two organisations: one of the operator, one of the supervisor."""
    if facts is None:
        raise Refused(Refusal.trace_unknown)
    if facts.lapsed:
        raise Refused(Refusal.trace_lapsed)
    office = next(each for each in Office if each in call.by.roles)
    for before in facts.unlocked:
        same = before.office == office or before.organisation == call.by.organisation
        if same or before.person == call.by.person:
            raise Refused(Refusal.trace_unlocked_here)
    if facts.answered:
        return []
    return [
        TraceUnlocked(
            trace=asked.trace,
            office=office,
            person=call.by.person,
            organisation=call.by.organisation,
        )
    ]


def lapse_trace(facts: TraceFacts | None, asked: LapseTrace, call: Call) -> Sequence[Event]:
    """When its time is over, and the two keys were not turned."""
    if facts is None:
        raise Refused(Refusal.trace_unknown)
    settled = facts.lapsed or facts.answered or len(facts.unlocked) >= UNLOCKS
    if settled or call.now < facts.asked_at + KEPT:
        return []
    return [TraceLapsed(trace=asked.trace)]


def record_trace(facts: TraceFacts | None, asked: RecordTrace, call: Call) -> Sequence[Event]:
    """Once, and not before two have unlocked it."""
    if facts is None:
        raise Refused(Refusal.trace_unknown)
    if len(facts.unlocked) < UNLOCKS:
        raise Refused(Refusal.trace_locked)
    if facts.answered:
        return []
    return [
        TraceAnswered(
            trace=asked.trace,
            outcome=asked.outcome,
            why_not=asked.why_not,
            leak_rows=asked.leak_rows,
            recognised_rows=asked.recognised_rows,
            marked_count=asked.marked_count,
            copies_count=asked.copies_count,
            family_exponent=FAMILY_EXPONENT,
            scores=asked.scores,
        )
    ]
