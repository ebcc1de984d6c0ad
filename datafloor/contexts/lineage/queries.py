"""Questions about lineage. What was withdrawn is in no answer but `run` and `runs_of`."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from datafloor.contexts.lineage.model import RunState
from datafloor.kernel.db import Row, Tx, rows_in
from datafloor.kernel.refusal import Refusal, Refused

STEPS = 4
"""How many runs back the sources of sources are looked for."""


class End(Struct, frozen=True):
    """A data set that a run read or wrote. Its names are empty where they were erased."""

    dataset: str
    namespace: str
    name: str
    product: str | None
    version: str | None


class ColumnView(Struct, frozen=True):
    """A column that was written, and one that it was made from; empty where erased."""

    output: str
    column: str
    input: str
    source: str


class Run(Struct, frozen=True):
    """A run as its seller's pipeline told it. `output` and `input` of its columns are digests."""

    run: str
    uuid: str
    organisation: str
    job: str
    namespace: str
    name: str
    state: str
    state_at: int
    begun_at: int
    recorded_at: int
    withdrawn_at: int | None
    inputs: tuple[End, ...]
    outputs: tuple[End, ...]
    columns: tuple[ColumnView, ...]


_RUN = (
    "SELECT r.id, r.uuid, r.organisation, r.job, r.state, r.state_at, r.begun_at, r.recorded_at,"
    " r.withdrawn_at FROM lineage_run r"
)


def run(tx: Tx, run: str) -> Run:
    """One run. Raises `Refused` where there is none."""
    rows = tx.rows(f"{_RUN} WHERE r.id = ?", run)
    if not rows:
        raise Refused(Refusal.run_unknown)
    return _views(tx, rows)[0]


def runs_of(tx: Tx, organisation: str, limit: int = 50) -> list[Run]:
    """The runs that an organisation's pipelines told of, the newest first, withdrawn ones too."""
    rows = tx.rows(
        f"{_RUN} WHERE r.organisation = ? ORDER BY r.recorded_at DESC, r.id DESC LIMIT ?",
        organisation,
        limit,
    )
    return _views(tx, rows)


def runs_into(tx: Tx, product: str, limit: int = 50) -> list[Run]:
    """The runs that are complete and wrote a product, the newest first."""
    return _ending(tx, "output", product, limit)


def runs_from(tx: Tx, product: str, limit: int = 50) -> list[Run]:
    """The runs that are complete and read a product, the newest first."""
    return _ending(tx, "input", product, limit)


def _ending(tx: Tx, side: str, product: str, limit: int) -> list[Run]:
    rows = tx.rows(
        f"{_RUN} WHERE r.withdrawn_at IS NULL AND r.state = ? AND EXISTS (SELECT 1"
        " FROM lineage_end e WHERE e.run = r.id AND e.side = ? AND e.product = ?)"
        " ORDER BY r.state_at DESC, r.id DESC LIMIT ?",
        RunState.COMPLETE.value,
        side,
        product,
        limit,
    )
    return _views(tx, rows)


def upstream(tx: Tx, product: str, limit: int = 50) -> list[Run]:
    """The runs that wrote a product, and those of the same seller that wrote what they read from
    outside, a few steps back."""
    found = runs_into(tx, product, limit)
    seen, last = {each.run for each in found}, found
    for _ in range(STEPS):
        wanted = {
            (each.organisation, end.dataset)
            for each in last
            for end in each.inputs
            if end.product is None
        }
        last = [each for each in _writing(tx, wanted) if each.run not in seen]
        seen.update(each.run for each in last)
        found = found + last
        if not last or len(found) >= limit:
            break
    return found[:limit]


def _writing(tx: Tx, wanted: Iterable[tuple[str, str]]) -> list[Run]:
    """The runs that are complete and wrote one of these data sets of their organisation."""
    pairs = set(wanted)
    found = rows_in(
        tx,
        "SELECT e.dataset, r.id, r.uuid, r.organisation, r.job, r.state, r.state_at, r.begun_at,"
        " r.recorded_at, r.withdrawn_at FROM lineage_run r JOIN lineage_end e ON e.run = r.id"
        " WHERE r.withdrawn_at IS NULL AND r.state = 'COMPLETE' AND e.side = 'output'"
        " AND e.dataset IN ({}) ORDER BY r.state_at DESC",
        sorted({dataset for _, dataset in pairs}),
    )
    rows = {row[1]: row[1:] for row in found if (row[3], row[0]) in pairs}
    return _views(tx, list(rows.values()))


def sources_of(runs: Sequence[Run]) -> dict[str, End]:
    """What these runs read and none of them wrote, by digest."""
    wrote = {end.dataset for each in runs for end in each.outputs}
    return {end.dataset: end for each in runs for end in each.inputs if end.dataset not in wrote}


def names_of(tx: Tx, runs: Iterable[str]) -> dict[str, str]:
    """The names that these runs told and that are still known, by their digests."""
    ids = sorted(set(runs))
    rows = rows_in(tx, "SELECT digest, text FROM lineage_name WHERE run IN ({})", ids)
    return dict(sorted(rows))


def _views(tx: Tx, rows: Sequence[Row]) -> list[Run]:
    ids = [row[0] for row in rows]
    names = {
        (run, digest): text
        for run, digest, text in rows_in(
            tx, "SELECT run, digest, text FROM lineage_name WHERE run IN ({})", ids
        )
    }
    ends: dict[tuple[str, str], list[End]] = {}
    for run, side, dataset, product, version in rows_in(
        tx,
        "SELECT run, side, dataset, product, version FROM lineage_end WHERE run IN ({})"
        " ORDER BY dataset",
        ids,
    ):
        namespace, _, name = names.get((run, dataset), "").partition("\n")
        ends.setdefault((run, side), []).append(End(dataset, namespace, name, product, version))
    columns: dict[str, list[ColumnView]] = {}
    for run, output, field, source_of, source in rows_in(
        tx,
        "SELECT run, output, field, input, source FROM lineage_column WHERE run IN ({})"
        " ORDER BY output, field, input, source",
        ids,
    ):
        view = ColumnView(
            output, names.get((run, field), ""), source_of, names.get((run, source), "")
        )
        columns.setdefault(run, []).append(view)
    return [_view(row, names, ends, columns) for row in rows]


def _view(
    row: Row,
    names: dict[tuple[str, str], str],
    ends: dict[tuple[str, str], list[End]],
    columns: dict[str, list[ColumnView]],
) -> Run:
    run = row[0]
    namespace, _, name = names.get((run, row[3]), "").partition("\n")
    values: list[Any] = [*row[:4], namespace, name, *row[4:]]
    values += [tuple(ends.get((run, side), ())) for side in ("input", "output")]
    values.append(tuple(columns.get(run, ())))
    return Run(*values)
