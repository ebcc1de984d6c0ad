"""The tables of lineage.

Trust: who can write them can have data seem to come from elsewhere; the journal grows other tables.
Names lie in `lineage_name` only, outside replay; another name in it does not fit its digest.
"""

from datafloor.contexts.catalogue import product_facts, version_facts
from datafloor.contexts.lineage.commands import RecordLineage, WithdrawRun
from datafloor.contexts.lineage.events import LineageRecorded, RunWithdrawn
from datafloor.contexts.lineage.model import (
    ENDED,
    RecordFacts,
    RunFacts,
    RunState,
    digest_of,
    run_id,
    written,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE lineage_run (
    id TEXT PRIMARY KEY,
    uuid TEXT NOT NULL,
    organisation TEXT NOT NULL,
    job TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX lineage_run_organisation ON lineage_run (organisation, recorded_at);
CREATE TABLE lineage_event (
    run TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run, event)
) STRICT;
CREATE TABLE lineage_end (
    run TEXT NOT NULL,
    side TEXT NOT NULL,
    dataset TEXT NOT NULL,
    product TEXT,
    version TEXT,
    PRIMARY KEY (run, side, dataset)
) STRICT;
CREATE INDEX lineage_end_product ON lineage_end (product, side);
CREATE INDEX lineage_end_dataset ON lineage_end (dataset, side);
CREATE TABLE lineage_column (
    run TEXT NOT NULL,
    output TEXT NOT NULL,
    field TEXT NOT NULL,
    input TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (run, output, field, input, source)
) STRICT;
CREATE TABLE lineage_name (
    run TEXT NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (run, digest)
) STRICT
"""


def load_record_lineage(tx: Tx, asked: RecordLineage, call: Call) -> RecordFacts:
    """The products and versions that an event names, and how its run stands."""
    run = run_id(call.by.organisation, asked.run)
    ends = (*asked.inputs, *asked.outputs)
    products = {each.product: product_facts(tx, each.product) for each in ends if each.product}
    versions = {each.version: version_facts(tx, each.version) for each in ends if each.version}
    known = tx.row("SELECT 1 FROM lineage_event WHERE run = ? AND event = ?", run, asked.event)
    facts = _run(tx, run)
    return RecordFacts(
        {name: found for name, found in products.items() if found},
        {name: found.product for name, found in versions.items() if found},
        known is not None,
        facts is not None and facts.withdrawn,
    )


def keep_record_lineage(tx: Tx, asked: RecordLineage, call: Call) -> None:
    """The names, which may be erased."""
    run = run_id(call.by.organisation, asked.run)
    texts = {
        written(asked.job_namespace, asked.job_name),
        *(written(each.namespace, each.name) for each in (*asked.inputs, *asked.outputs)),
        *(written(each.input.namespace, each.input.name) for each in asked.columns),
        *(each.column for each in asked.columns),
        *(each.source for each in asked.columns),
    }
    tx.many(
        "INSERT INTO lineage_name (run, digest, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(run, digest_of(text), text) for text in sorted(texts)],
    )


def load_withdraw_run(tx: Tx, asked: WithdrawRun, call: Call) -> RunFacts | None:
    """The run as it stands."""
    return _run(tx, asked.run)


def keep_withdraw_run(tx: Tx, asked: WithdrawRun, call: Call) -> None:
    """Its names are erased."""
    tx.run("DELETE FROM lineage_name WHERE run = ?", asked.run)


def _run(tx: Tx, run: str) -> RunFacts | None:
    row = tx.row("SELECT organisation, withdrawn_at FROM lineage_run WHERE id = ?", run)
    return RunFacts(row[0], row[1] is not None) if row else None


def _lineage_recorded(tx: Tx, event: LineageRecorded, at: int) -> None:
    """Events may come in any order: what has ended stays so, else the latest that was said counts.
    What was read keeps the version that was said first, what was written gets the last."""
    row = tx.row("SELECT state, state_at, begun_at FROM lineage_run WHERE id = ?", event.run)
    if row is None:
        tx.run(
            "INSERT INTO lineage_run (id, uuid, organisation, job, state, state_at, begun_at,"
            " recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            event.run,
            event.uuid,
            event.organisation,
            event.job,
            event.state.value,
            event.said_at,
            event.said_at,
            at,
        )
    else:
        newer = (event.state in ENDED, event.said_at) >= (RunState(row[0]) in ENDED, row[1])
        state, state_at = (event.state.value, event.said_at) if newer else row[:2]
        tx.run(
            "UPDATE lineage_run SET state = ?, state_at = ?, begun_at = ? WHERE id = ?",
            state,
            state_at,
            min(row[2], event.said_at),
            event.run,
        )
    tx.run("INSERT INTO lineage_event (run, event) VALUES (?, ?)", event.run, event.event)
    for side, ends, keep in (
        ("input", event.inputs, "coalesce(lineage_end.version, excluded.version)"),
        ("output", event.outputs, "coalesce(excluded.version, lineage_end.version)"),
    ):
        tx.many(
            "INSERT INTO lineage_end (run, side, dataset, product, version) VALUES (?, ?, ?, ?, ?)"
            f" ON CONFLICT (run, side, dataset) DO UPDATE SET version = {keep}",
            [(event.run, side, each.dataset, each.product, each.version) for each in ends],
        )
    tx.many(
        "INSERT INTO lineage_column (run, output, field, input, source) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(event.run, each.output, each.column, each.input, each.source) for each in event.columns],
    )


def _run_withdrawn(tx: Tx, event: RunWithdrawn, at: int) -> None:
    tx.run("UPDATE lineage_run SET withdrawn_at = ? WHERE id = ?", at, event.run)


APPLY: Apply = {LineageRecorded: _lineage_recorded, RunWithdrawn: _run_withdrawn}
