"""The appraisal of a table, in order: each column, then columns together, then people, the grade.

Columns are read twice at most and never all at once, so memory is that of a few columns. What is
exact and what is sampled is said in the report. Threads share the columns out; nothing that they
compute depends on who was first.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from threading import Lock

import numpy as np
import polars as pl
from msgspec.structs import replace

from datafloor.analysis.appraisal import (
    classes,
    drift,
    grade,
    kinds,
    marks,
    meaning,
    personal,
    privacy,
    relations,
    sketch,
)
from datafloor.analysis.appraisal.contract import conform
from datafloor.analysis.appraisal.mix import Words, sample_rows
from datafloor.analysis.appraisal.model import (
    VERSION,
    ColumnReport,
    ColumnSketch,
    Finding,
    Options,
    Privacy,
    Report,
    Severity,
    Sketch,
    Table,
)
from datafloor.analysis.appraisal.profile import EXACT, Profile, count_distinct, day, measure
from datafloor.analysis.appraisal.vietnam import is_tax_code, speaks_of, units, words_of
from datafloor.analysis.appraisal.words import say

FEW_ROWS = 30
MUCH_MISSING = (1, 5)
ORDERED = (98, 100)
MOST_QUASI = 6
_RANK = {Severity.block: 0, Severity.warn: 1, Severity.info: 2}
_FORMULA = r"^\s*(?:[=@]|[+\-][A-Za-z=@(])"
_MARKUP = r"<[A-Za-z!/][^>]*>"
_VAGUE = r"(?i)(col(umn)?|field|var|x|v|f|unnamed|cot|truong|c)?[ _:]*\d*"


@dataclass(frozen=True)
class Looked:
    """What looking at one column gave: its report, findings, sketch, and dates if it has them."""

    report: ColumnReport
    findings: tuple[Finding, ...]
    sketch: ColumnSketch | None
    newest: date | None
    numbers: np.ndarray[tuple[int], np.dtype[np.float64]]


def appraise(table: Table, options: Options) -> Report:
    """The report on a table.

    `options.progress` is called with steps done, steps in all and what comes next; an exception
    that it raises stops the appraisal and leaves nothing behind.
    """
    steps = len(table.columns) + 3
    rowhash = np.zeros(table.rows, np.uint64)
    lock = Lock()
    done = 0

    def look(index: int) -> Looked:
        name = table.columns[index]
        raw = table.column(name)
        if not raw.dtype.is_nested():
            hashes = raw.hash(index).to_numpy()
            with lock:
                np.add(rowhash, hashes, out=rowhash)
        return look_at(name, raw, options)

    looked: list[Looked] = []
    with ThreadPoolExecutor(max(1, options.threads)) as pool:
        try:
            for index, one in enumerate(pool.map(look, range(len(table.columns)))):
                looked.append(one)
                done = index + 1
                options.progress(done, steps, table.columns[min(done, len(table.columns) - 1)])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    findings = [
        say(remark.code, count=remark.count, of=remark.of, **dict(remark.details))
        for remark in table.remarks
    ]
    for one in looked:
        findings += one.findings
    if table.rows < FEW_ROWS:
        findings.append(say("few_rows", count=table.rows))
    reports = {one.report.name: one.report for one in looked}

    options.progress(done, steps, "keys and repeated rows")
    keys, repeats, found = _keys(table, reports, rowhash)
    del rowhash
    findings += found
    for key in keys:
        if len(key) == 1:
            reports[key[0]] = replace(reports[key[0]], is_key=True)
    findings += _between(table, reports)
    age_days, found = _freshness(looked, options)
    findings += found
    findings += _since(looked, reports, options)
    findings += conform(options.expected, reports, table)

    options.progress(done + 1, steps, "people")
    hidden, found = _people(table, reports, options)
    findings += found
    classed, found = _class(table, reports, options)
    findings += found

    options.progress(done + 2, steps, "other tables and the grade")
    own = Sketch(table.name, table.rows, tuple(one.sketch for one in looked if one.sketch))
    alike = sketch.alike(own, options.others)
    for like in alike:
        findings.append(
            say(
                "alike",
                tuple(pair[0] for pair in like.columns),
                like.shared,
                like.compared,
                other=like.name,
            )
        )
    place = {name: index for index, name in enumerate(table.columns)}
    findings.sort(
        key=lambda one: (
            _RANK[one.severity],
            one.code,
            [place.get(column, -1) for column in one.columns],
        )
    )
    columns = tuple(
        replace(reports[name], mark=marks.judge(reports[name])) for name in table.columns
    )
    scores = grade.parts(
        table.rows, columns, findings, repeats, hidden, age_days, options.promised_days
    )
    options.progress(steps, steps, "done")
    return Report(
        version=VERSION,
        name=table.name,
        format=table.format,
        as_of=options.as_of.isoformat(),
        rows=table.rows,
        sampled_rows=min(table.rows, EXACT),
        grade=grade.grade(scores, findings),
        findings=tuple(findings),
        columns=columns,
        keys=keys,
        duplicate_rows=repeats,
        privacy=hidden,
        classed=classed,
        alike=alike,
        sketch=own,
    )


def sample_texts(raw: pl.Series, wanted: int = personal.SAMPLE) -> list[str]:
    """Distinct values of a column as text, from rows spread over the whole of it."""
    if raw.dtype.is_nested() or raw.dtype == pl.Binary:
        return []
    some = raw.gather(sample_rows(len(raw), 4 * wanted)).drop_nulls()
    if some.dtype.is_float():
        whole = some.is_finite().all() and bool((some == some.floor()).all())
        if whole and len(some) and float(some.abs().max()) < 1e18:  # type: ignore[arg-type]
            some = some.cast(pl.Int64)
    texts = some.unique(maintain_order=True).cast(pl.String).to_list()
    kept = [text.strip() for text in texts if text.strip().lower() not in kinds.MISSING]
    return kept[:wanted]


def look_at(name: str, raw: pl.Series, options: Options) -> Looked:
    """Everything that one column shows by itself."""
    seen = measure(name, raw)
    report, column = seen.report, seen.column
    texts = sample_texts(raw)
    means = meaning.of_column(name, report.kind, texts) if report.kind != "nested" else ""
    found_personal = personal.detect(name, texts, means in ("province", "ward"))
    report = replace(report, meaning=means, personal=found_personal)
    if found_personal:
        report = replace(report, top=())
    findings = [
        *_complete(report, len(raw)),
        *_accurate(report, seen, options),
        *_readable(report, column),
        *_about_people(report, texts),
    ]
    if found_personal or report.distinct > len(raw) * 9 // 10:
        # the ends of a column of identifiers are somebody's identifier
        text_like = report.kind == "integer" or found_personal is not None
        if text_like and (found_personal or report.distinct == len(raw)):
            report = replace(
                report,
                minimum="",
                maximum="",
                quantiles=(),
                bins=None,
                mean="",
                deviation="",
                outliers=0,
            )
    own = None
    if sketch.telling(seen.report if not found_personal else report, len(raw)) and not means:
        own = sketch.sketch_column(seen.report, column.values)
    newest = None
    if report.kind == "date" and len(seen.numbers) and means != "birth_date":
        newest = date.fromisoformat(day(float(seen.numbers[-1])))
    return Looked(report, tuple(findings), own, newest, seen.numbers)


def _complete(report: ColumnReport, rows: int) -> list[Finding]:
    name = (report.name,)
    if report.kind == "empty":
        return [say("empty_column", name, rows, rows)] if rows else []
    found = []
    if report.missing * MUCH_MISSING[1] > rows * MUCH_MISSING[0]:
        found.append(say("missing_values", name, report.missing, rows))
    if report.distinct == 1 and rows >= FEW_ROWS:
        found.append(say("one_value", name, rows - report.missing, rows))
    return found


_KIND_WORDS = {
    "integer": ("whole numbers", "số nguyên"),
    "decimal": ("numbers", "số"),
    "date": ("dates that exist", "ngày có thật"),
    "boolean": ("yes or no", "giá trị có hoặc không"),
}


def _accurate(report: ColumnReport, seen: Profile, options: Options) -> list[Finding]:
    """Bad values, unknown codes, impossible ranges, future dates, placeholders and outliers."""
    name = (report.name,)
    values = seen.column.values
    held = len(values) - report.missing
    found = []
    if report.invalid:
        kind, kind_vi = _KIND_WORDS[report.kind]
        found.append(say("bad_values", name, report.invalid, held, kind=kind, kind_vi=kind_vi))
    if report.meaning in ("province", "ward"):
        wrong = _unknown_places(values, report.meaning)
        if wrong:
            of, of_vi = {
                "province": ("the 34 provinces", "danh mục 34 tỉnh, thành phố"),
                "ward": ("the 3,321 wards and communes", "danh mục 3.321 phường, xã"),
            }[report.meaning]
            found.append(say("unknown_codes", name, wrong, held, list=of, list_vi=of_vi))
    if report.personal and report.personal.kind == "tax_code" and held:
        wrong = _wrong_tax_codes(values)
        if wrong:
            found.append(say("wrong_check_digit", name, wrong, held))
    if report.meaning in meaning.RANGES and report.kind in ("integer", "decimal"):
        low, high, what, what_vi = meaning.RANGES[report.meaning]
        outside = int(((values < low) | (values > high)).sum())
        if outside:
            details = {"low": f"{low:g}", "high": f"{high:g}", "what": what, "what_vi": what_vi}
            found.append(say("out_of_range", name, outside, held, **details))
    if report.kind == "date" and len(seen.numbers):
        end = pl.Series([options.as_of]).cast(pl.Datetime("us")).dt.offset_by("1d")[0]
        later = int((values >= end).sum())
        if later:
            found.append(say("future_dates", name, later, held, day=options.as_of.isoformat()))
    if report.outliers and seen.fences and not report.personal:
        found += _far_out(report, seen, held)
    return found


def _far_out(report: ColumnReport, seen: Profile, held: int) -> list[Finding]:
    """Outliers; and an extreme value that repeats, such as -999, which is rather "not known"."""
    assert seen.fences is not None
    low, high = seen.fences
    name = (report.name,)
    found = [say("outliers", name, report.outliers, held, low=f"{low:.6g}", high=f"{high:.6g}")]
    for edge in (report.minimum, report.maximum):
        value = float(edge)
        digits = edge.lstrip("-").replace(".", "")
        if not (low <= value <= high) and (set(digits) <= {"9"} or value == -1):
            count = int((seen.column.values == value).sum())
            if count >= max(3, held // 1000):
                found.append(say("placeholder", name, count, held, value=edge))
    return found


def _unknown_places(values: pl.Series, what: str) -> int:
    counted = values.drop_nulls().cast(pl.String).alias("place").value_counts()
    listed = units()
    known = listed.province_of if what == "province" else listed.provinces_of_ward
    return sum(count for text, count in counted.iter_rows() if not known(text))


def _wrong_tax_codes(values: pl.Series) -> int:
    """Exact: each distinct code is checked once. Twelve digits are a person's and have no check."""
    counted = values.drop_nulls().cast(pl.String).alias("code").value_counts()
    wrong = 0
    for text, count in counted.iter_rows():
        plain = text.strip().replace("-", "").replace(" ", "").replace(".", "")
        if len(plain) != 12 and not is_tax_code(plain.zfill(10)):
            wrong += count
    return wrong


def _readable(report: ColumnReport, column: kinds.Column) -> list[Finding]:
    """Ways of writing that hinder: mixed dates, nested values, formulas, markup, vague names."""
    import re

    name = (report.name,)
    found = []
    if report.kind == "nested":
        return [say("nested_column", name)]
    if len(column.formats) > 1:
        formats = ", ".join(column.formats)
        found.append(say("mixed_dates", name, len(column.formats), formats=formats))
        if column.unclear:
            found.append(say("unclear_dates", name, column.unclear))
    if re.fullmatch(_VAGUE, report.name.strip()):
        found.append(say("vague_name", name))
    if report.kind == "text":
        values = column.values
        held = len(values) - report.missing
        suspects = values.filter(
            values.str.starts_with("=")
            | values.str.starts_with("@")
            | values.str.starts_with("+")
            | values.str.starts_with("-")
            | values.str.starts_with(" ")
            | values.str.starts_with("\t")
        )
        formulas = int(suspects.str.contains(_FORMULA).sum()) if len(suspects) else 0
        if formulas:
            found.append(say("formula_cells", name, formulas, held))
        angled = values.filter(values.str.contains("<", literal=True))
        markup = int(angled.str.contains(_MARKUP).sum()) if len(angled) else 0
        if markup:
            found.append(say("markup_cells", name, markup, held))
    return found


def _about_people(report: ColumnReport, texts: Sequence[str]) -> list[Finding]:
    name = (report.name,)
    if report.personal:
        kind = report.personal.kind
        what, what_vi = personal.WHAT[kind]
        code = "perhaps_personal" if kind in personal.PERHAPS else "personal_column"
        return [
            say(
                code,
                name,
                report.personal.matching,
                report.personal.sampled,
                what=what,
                what_vi=what_vi,
            )
        ]
    found = []
    if report.kind == "text" and texts and sum(map(len, texts)) >= 25 * len(texts):
        mentioned = personal.mentions(texts)
        if mentioned:
            what, what_vi = personal.WHAT[mentioned[0]]
            found.append(
                say("personal_text", name, mentioned[1], len(texts), what=what, what_vi=what_vi)
            )
    if report.meaning in meaning.SENSITIVE:
        what, what_vi = meaning.SENSITIVE[report.meaning]
        found.append(say("sensitive_column", name, what=what, what_vi=what_vi))
    return found


def _keys(
    table: Table, reports: dict[str, ColumnReport], rowhash: Words
) -> tuple[tuple[tuple[str, ...], ...], int, list[Finding]]:
    """The keys, the rows that repeat another, and what to say about both."""
    rows = table.rows
    if rows < 2:
        return (), 0, []
    distinct = [
        (name, report.distinct, report.missing == 0 and report.kind not in ("nested", "empty"))
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
        found.append(say("duplicate_rows", count=repeats, of=rows))
    return (), repeats, found


def _between(table: Table, reports: dict[str, ColumnReport]) -> list[Finding]:
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


def _freshness(looked: Sequence[Looked], options: Options) -> tuple[int | None, list[Finding]]:
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


def _since(
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


def _people(
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


def _class(
    table: Table, reports: dict[str, ColumnReport], options: Options
) -> tuple[classes.Classed | None, list[Finding]]:
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
