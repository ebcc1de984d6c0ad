"""What columns show together: keys, order, freshness, change, people and the class of the data."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from msgspec.structs import replace

from datafloor.analysis.appraisal import classes, drift, kinds, meaning, privacy, relations
from datafloor.analysis.appraisal.look import Looked
from datafloor.analysis.appraisal.mix import Words
from datafloor.analysis.appraisal.model import (
    Classed,
    ColumnReport,
    Finding,
    Options,
    Privacy,
    Table,
)
from datafloor.analysis.appraisal.profile import count_distinct
from datafloor.analysis.appraisal.vietnam import speaks_of, words_of
from datafloor.analysis.appraisal.words import say

ORDERED = (98, 100)
MOST_QUASI = 6


def keys_of(
    table: Table, reports: dict[str, ColumnReport], rowhash: Words
) -> tuple[tuple[tuple[str, ...], ...], int, list[Finding]]:
    """The keys, the rows that repeat another, and what to say about both."""
    rows = table.rows
    if rows < 2:
        return (), 0, []
    distinct = [
        (
            name,
            report.distinct,
            report.missing == 0 and report.kind not in ("nested", "empty", "decimal"),
        )
        for name, report in reports.items()
    ]
    exact = [(n, c, may and reports[n].invalid == 0) for n, c, may in distinct]
    keys = relations.find_keys(rows, exact, table.column)
    found = []
    for name, report in reports.items():
        reads_like = speaks_of(words_of(name), meaning.NAMED["key"]) and not report.missing
        if reads_like and rows > report.distinct > rows * 95 // 100 and report.exact_distinct:
            found.append(say("key_repeats", (name,), rows - report.distinct, rows))
    if keys:
        return keys, 0, found
    found.append(say("no_key"))
    repeats = rows - count_distinct(rowhash)
    if repeats:
        found.append(say("duplicate_rows", (), repeats, rows))
    return (), repeats, found


def between(table: Table, reports: dict[str, ColumnReport]) -> list[Finding]:
    """The order of dates, where nearly all rows keep one; and wards in their provinces."""
    found = []
    dated = [name for name, report in reports.items() if report.kind == "date"][:4]
    read = {name: kinds.read(table.column(name)).values for name in dated if len(dated) > 1}
    for first, second in permutations(read, 2):
        wrong, both = relations.later(read[first], read[second])
        if wrong and (both - wrong) * ORDERED[1] >= both * ORDERED[0]:
            found.append(
                say("date_order", (first, second), wrong, both, first=first, second=second)
            )
    provinces = [name for name, report in reports.items() if report.meaning == "province"]
    wards = [name for name, report in reports.items() if report.meaning == "ward"]
    for ward, province in zip(wards, provinces, strict=False):
        wrong, known = relations.wards_outside(table.column(ward), table.column(province))
        if wrong:
            found.append(
                say(
                    "ward_outside_province",
                    (ward, province),
                    wrong,
                    known,
                    ward=ward,
                    province=province,
                )
            )
    return found


def freshness(looked: Sequence[Looked], options: Options) -> tuple[int | None, list[Finding]]:
    """How old the newest date is that is not after the day of the appraisal."""
    dated = [
        (one.newest, one.report.name)
        for one in looked
        if one.newest is not None and one.newest <= options.as_of
    ]
    if not dated:
        return None, [say("no_dates")]
    newest, name = max(dated, key=lambda pair: pair[0])
    age = (options.as_of - newest).days
    promised = options.promised_days
    if promised is not None and age > promised:
        return age, [say("stale", (name,), age, promised, day=newest.isoformat())]
    return age, [say("freshness", (name,), age, day=newest.isoformat())]


def since(
    looked: Sequence[Looked], reports: dict[str, ColumnReport], options: Options
) -> list[Finding]:
    """What has changed since the last version."""
    if options.previous is None:
        return []
    before = {column.name: column for column in options.previous.columns}
    found = [say("column_gone", (name,)) for name in before if name not in reports]
    for one in looked:
        name = one.report.name
        if name not in before:
            found.append(say("column_new", (name,)))
            continue
        moved = drift.compare(before[name], reports[name], one.numbers)
        if moved is None:
            continue
        shift, distance = f"{moved[0]:.4f}", f"{moved[1]:.4f}"
        reports[name] = replace(reports[name], shift=shift, distance=distance)
        if moved[0] > drift.MOVED:
            found.append(say("drift", (name,), psi=shift))
    return found


def choose_quasi(reports: dict[str, ColumnReport]) -> tuple[str, ...]:
    """The columns that an attacker is likely to know, where the table is about people."""
    if not any(report.meaning in meaning.PEOPLE for report in reports.values()) and not any(
        report.personal and report.personal.kind in ("name", "personal_id")
        for report in reports.values()
    ):
        return ()
    ranked = sorted(
        (
            (meaning.QUASI.index(report.meaning), name)
            for name, report in reports.items()
            if report.meaning in meaning.QUASI and not report.personal and report.kind != "empty"
        ),
        key=lambda pair: pair[0],
    )
    return tuple(name for _, name in ranked[:MOST_QUASI])


def people(
    table: Table, reports: dict[str, ColumnReport], options: Options
) -> tuple[Privacy | None, list[Finding]]:
    """k-anonymity, l-diversity and the linkage attack on the columns about people."""
    chosen = options.quasi is None
    quasi = choose_quasi(reports) if options.quasi is None else options.quasi
    if not quasi or not table.rows:
        return None, [say("no_people")]
    columns = [privacy.codes(table.column(name)) for name in quasi]
    keys = privacy.combine(columns)
    sizes = privacy.group_sizes(keys)
    unique = int(np.count_nonzero(sizes == 1))
    under = int(sizes[sizes < privacy.SAFE].sum())
    k = int(sizes.min())
    sensitive = options.sensitive
    if sensitive is None:
        sensitive = tuple(
            name for name, report in reports.items() if report.meaning in meaning.SENSITIVE
        )
    diverse = tuple(
        (name, privacy.diversity(keys, privacy.codes(table.column(name))[0]))
        for name in sensitive
        if name not in quasi
    )
    words = ", ".join(f"“{name}”" for name in quasi)
    found = []
    if unique:
        found.append(say("people_alone", quasi, unique, table.rows, quasi=words))
    elif under:
        found.append(say("small_groups", quasi, under, table.rows, quasi=words, k=k))
    else:
        found.append(say("crowd", quasi, k - 1, table.rows, quasi=words, k=k))
    for name, fewest in diverse:
        if fewest < 2:
            found.append(say("one_answer", (name,), quasi=words))
    hidden = Privacy(
        quasi=quasi,
        chosen_by="automatic" if chosen else "stated",
        k=k,
        groups=len(sizes),
        unique=unique,
        under_five=under,
        diversity=diverse,
        attack=privacy.attack(quasi, columns),
    )
    return hidden, found


def class_of(
    table: Table, reports: dict[str, ColumnReport], options: Options
) -> tuple[Classed | None, list[Finding]]:
    """Core, important or other, where the table is about citizens."""
    kinds_held = []
    direct = {report.personal.kind for report in reports.values() if report.personal}
    about = bool(direct & {"name", "personal_id"}) or any(
        report.meaning in meaning.PEOPLE for report in reports.values()
    )
    if about or direct & {"phone", "email", "plate"}:
        kinds_held.append("basic")
    if about and any(report.meaning in meaning.SENSITIVE for report in reports.values()):
        kinds_held.append("sensitive")
    if "bank_account" in direct:
        kinds_held.append("bank")
    if not kinds_held:
        return None, []
    people, how = table.rows, "one citizen a row, the most there can be"
    for kind in ("personal_id", "phone", "email", "bank_account"):
        counted = [
            report.distinct
            for report in reports.values()
            if report.personal and report.personal.kind == kind
        ]
        if counted:
            people, how = max(counted), f"distinct values of {kind}"
            break
    return classes.classify(kinds_held, people, how, options.before, options.thresholds)
