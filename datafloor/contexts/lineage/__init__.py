"""Lineage: where versions came from, as their sellers' pipelines tell it.

A seller's pipeline sends what a **run** of a **job** read and wrote, as OpenLineage events. The
**inputs** are data **products** of this exchange or data sets **outside** it; so are the
**outputs**. A run begins, goes on, and completes or fails; its events may come twice and in any
order. Its seller may **withdraw** a run: then it counts no more, and its names are erased.

What always holds: what a run wrote is the seller's own; what it says is the seller's word, and is
never taken for what the exchange saw itself. The journal holds no name of a job, a data set or a
column, but their SHA-256: whoever has the name can show that it is the one.
"""

from datafloor.contexts.lineage import rules, store
from datafloor.contexts.lineage.commands import RecordLineage, WithdrawRun
from datafloor.contexts.lineage.events import LineageRecorded, RunWithdrawn
from datafloor.contexts.lineage.model import (
    Dataset,
    Linked,
    RunState,
    Traced,
    run_id,
    written,
)
from datafloor.contexts.lineage.queries import (
    End,
    Run,
    names_of,
    run,
    runs_from,
    runs_into,
    runs_of,
    sources_of,
    upstream,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="lineage",
    schema=store.SCHEMA,
    commands={
        RecordLineage: Way(
            store.load_record_lineage, rules.record_lineage, store.keep_record_lineage
        ),
        WithdrawRun: Way(store.load_withdraw_run, rules.withdraw_run, store.keep_withdraw_run),
    },
    apply=store.APPLY,
    erasable=frozenset({"lineage_name"}),
)

__all__ = [
    "CONTEXT",
    "Dataset",
    "End",
    "LineageRecorded",
    "Linked",
    "RecordLineage",
    "Run",
    "RunState",
    "RunWithdrawn",
    "Traced",
    "WithdrawRun",
    "names_of",
    "run",
    "run_id",
    "runs_from",
    "runs_into",
    "runs_of",
    "sources_of",
    "upstream",
    "written",
]
