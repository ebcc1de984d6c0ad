"""The appraisal of a table, in order: each column, then columns together, then people, the grade.

Columns are read twice at most and never all at once, so memory is that of a few columns. What is
exact and what is sampled is said in the report. Threads share the columns out; nothing that they
compute depends on who was first.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from msgspec.structs import replace

from datafloor.analysis.appraisal import grade, marks, sketch, together
from datafloor.analysis.appraisal.contract import conform
from datafloor.analysis.appraisal.look import FEW_ROWS, Looked, look_at
from datafloor.analysis.appraisal.mix import Words
from datafloor.analysis.appraisal.model import (
    VERSION,
    Finding,
    Likeness,
    Options,
    Report,
    Severity,
    Sketch,
    Table,
)
from datafloor.analysis.appraisal.profile import EXACT
from datafloor.analysis.appraisal.words import say

_RANK = {Severity.block: 0, Severity.warn: 1, Severity.info: 2}


def appraise(table: Table, options: Options) -> Report:
    """The report on a table.

    `options.progress` hears of steps done, steps in all and what comes next, `options.found` what
    they came upon; an exception that either raises stops it and leaves nothing behind.
    """
    done, steps = len(table.columns), len(table.columns) + 3
    looked, row_hashes = _look_at_all(table, options, steps)
    findings = _of_file(table) + [finding for one in looked for finding in one.findings]
    reports = {one.report.name: one.report for one in looked}

    options.progress(done, steps, "keys and repeated rows")
    keys, repeats, found = together.keys_of(table, reports, row_hashes)
    del row_hashes
    findings += found
    for key in keys:
        if len(key) == 1:
            reports[key[0]] = replace(reports[key[0]], is_key=True)
    findings += together.between(table, reports)
    age_days, found = together.freshness(looked, options)
    findings += found
    findings += together.since(looked, reports, options)
    findings += conform(options.expected, reports, table)

    options.progress(done + 1, steps, "people")
    privacy, found = together.people(table, reports, options)
    findings += found
    options.found(findings[sum(len(one.findings) for one in looked) :])
    classed, found = together.class_of(table, reports, options)
    findings += found

    options.progress(done + 2, steps, "other tables and the grade")
    own = Sketch(table.name, table.rows, tuple(one.sketch for one in looked if one.sketch))
    alike = sketch.alike(own, options.others)
    findings += _said_of(alike)
    findings = _in_order(findings, table.columns)
    columns = tuple(
        replace(reports[name], mark=marks.judge(reports[name])) for name in table.columns
    )
    seen = grade.Seen(
        table.rows, columns, tuple(findings), repeats, privacy, age_days, options.promised_days
    )
    options.progress(steps, steps, "done")
    return Report(
        version=VERSION,
        name=table.name,
        format=table.format,
        as_of=options.as_of.isoformat(),
        rows=table.rows,
        sampled_rows=min(table.rows, EXACT),
        grade=grade.grade(grade.parts(seen), findings),
        findings=tuple(findings),
        columns=columns,
        keys=keys,
        duplicate_rows=repeats,
        privacy=privacy,
        classed=classed,
        alike=alike,
        sketch=own,
    )


def _of_file(table: Table) -> list[Finding]:
    """What reading the file showed."""
    found = [
        say(remark.code, (), remark.count, remark.of, **dict(remark.details))
        for remark in table.remarks
    ]
    if table.rows < FEW_ROWS:
        found.append(say("few_rows", (), table.rows))
    return found


def _look_at_all(table: Table, options: Options, steps: int) -> tuple[list[Looked], Words]:
    """Every column by itself, and for each row the sum of its cells' hashes.

    The sum does not depend on the order in which threads add to it.
    """
    row_hashes = np.zeros(table.rows, np.uint64)
    lock = Lock()

    def look(index: int) -> Looked:
        name = table.columns[index]
        raw = table.column(name)
        if not raw.dtype.is_nested():
            hashes = raw.hash(index).to_numpy()
            with lock:
                np.add(row_hashes, hashes, out=row_hashes)
        return look_at(name, raw, options)

    looked: list[Looked] = []
    with ThreadPoolExecutor(max(1, options.threads)) as pool:
        try:
            for one in pool.map(look, range(len(table.columns))):
                options.progress(len(looked), steps, one.report.name)
                looked.append(one)
                options.found(one.findings)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return looked, row_hashes


def _said_of(alike: Sequence[Likeness]) -> list[Finding]:
    return [
        say(
            "alike",
            tuple(pair[0] for pair in like.columns),
            like.shared,
            like.compared,
            other=like.name,
        )
        for like in alike
    ]


def _in_order(findings: Sequence[Finding], columns: Sequence[str]) -> list[Finding]:
    """What blocks first; then by kind of finding, then in the order of the columns."""
    place = {name: index for index, name in enumerate(columns)}
    return sorted(
        findings,
        key=lambda one: (
            _RANK[one.severity],
            one.code,
            [place.get(column, -1) for column in one.columns],
        ),
    )
