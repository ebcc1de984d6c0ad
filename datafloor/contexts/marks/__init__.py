"""Marks: each buyer reads a copy of its own, and a leak tells whose it was.

A seller **declares** by how much values of some columns are uncertain anyway. From then on each
grant is **owed** a **copy**, in which a few of these values lie a hair higher or lower; which way
follows from the product's key and the grant. It is **made** in the background, version by version,
and until it is there nothing can be read. When the right ends it is **withdrawn**, and its files
are deleted. Whoever finds a leak **asks** for a **trace**; one person of the operator and one of
the supervisor **unlock** it; the answer is journalled, and may be that it cannot be told.

What always holds: the unmarked table of a marked product never leaves, for marks are declared
before the first order or not at all; what identifies, is paid, decides about people or is an
official figure is never marked; nobody traces alone.
"""

from datafloor.contexts.marks import rules, store
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
    UNLOCKS,
    Against,
    ColumnEffect,
    Judged,
    JudgedColumn,
    MarkedColumn,
    Marks,
    Office,
    Outcome,
    Score,
    TraceId,
    WhyNot,
)
from datafloor.contexts.marks.queries import (
    CopyView,
    Due,
    TraceView,
    copies,
    copies_count,
    copy,
    due_copies,
    due_deletions,
    due_lapses,
    due_traces,
    is_awaited,
    judged,
    location,
    marks,
    trace,
    traces,
)
from datafloor.contexts.marks.reactions import REACTIONS
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="marks",
    schema=store.SCHEMA,
    commands={
        JudgeColumns: Way(store.load_judge_columns, rules.judge_columns),
        DeclareMarks: Way(store.load_declare_marks, rules.declare_marks),
        OpenCopy: Way(store.load_open_copy, rules.open_copy),
        RecordCopy: Way(store.load_record_copy, rules.record_copy),
        CloseCopy: Way(store.load_close_copy, rules.close_copy),
        RecordDeletion: Way(store.load_record_deletion, rules.record_deletion),
        AskTrace: Way(store.load_ask_trace, rules.ask_trace),
        UnlockTrace: Way(store.load_unlock_trace, rules.unlock_trace),
        LapseTrace: Way(store.load_lapse_trace, rules.lapse_trace),
        RecordTrace: Way(store.load_record_trace, rules.record_trace),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
)

__all__ = [
    "CONTEXT",
    "UNLOCKS",
    "Against",
    "AskTrace",
    "CloseCopy",
    "ColumnEffect",
    "ColumnsJudged",
    "CopyDeleted",
    "CopyMade",
    "CopyOwed",
    "CopyView",
    "CopyWithdrawn",
    "DeclareMarks",
    "Due",
    "JudgeColumns",
    "Judged",
    "JudgedColumn",
    "LapseTrace",
    "MarkedColumn",
    "Marks",
    "MarksDeclared",
    "Office",
    "OpenCopy",
    "Outcome",
    "RecordCopy",
    "RecordDeletion",
    "RecordTrace",
    "Score",
    "TraceAnswered",
    "TraceAsked",
    "TraceId",
    "TraceLapsed",
    "TraceUnlocked",
    "TraceView",
    "UnlockTrace",
    "WhyNot",
    "copies",
    "copies_count",
    "copy",
    "due_copies",
    "due_deletions",
    "due_lapses",
    "due_traces",
    "is_awaited",
    "judged",
    "location",
    "marks",
    "trace",
    "traces",
]
