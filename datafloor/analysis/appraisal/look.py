"""Everything that one column shows by itself: what it holds, what is wrong, whom it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from msgspec.structs import replace

from datafloor.analysis.appraisal import kinds, meaning, personal, sketch
from datafloor.analysis.appraisal.mix import sample_rows
from datafloor.analysis.appraisal.model import ColumnReport, ColumnSketch, Finding, Options
from datafloor.analysis.appraisal.profile import Numbers, Profile, day, decimal, measure
from datafloor.analysis.appraisal.vietnam import is_tax_code, units
from datafloor.analysis.appraisal.words import say

FEW_ROWS = 30
MUCH_MISSING = (1, 5)
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
    numbers: Numbers


def sample_texts(raw: pl.Series, wanted: int = personal.SAMPLE) -> list[str]:
    """Distinct values of a column as text, from rows spread over the whole of it."""
    if raw.dtype.is_nested() or raw.dtype == pl.Binary:
        return []
    some = raw.gather(sample_rows(len(raw), 4 * wanted)).drop_nulls()
    if some.dtype == pl.Duration:
        some = some.to_physical()
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
        *_readable(report, seen),
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
        last = day(float(seen.numbers[-1]))
        newest = date.fromisoformat(last) if re.fullmatch(r"\d{4}-\d\d-\d\d", last) else None
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
    found = [say("outliers", name, report.outliers, held, low=decimal(low), high=decimal(high))]
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


def _readable(report: ColumnReport, seen: Profile) -> list[Finding]:
    """Ways of writing that hinder: mixed dates, nested values, formulas, markup, vague names."""
    name, column = (report.name,), seen.column
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
        found += _cells(name, seen)
    return found


def _cells(name: tuple[str, ...], seen: Profile) -> list[Finding]:
    """Cells that begin like a formula, and cells with markup; each distinct text is read once."""
    cells = seen.counted
    if cells is None:
        cells = seen.column.values.alias("value").to_frame().with_columns(count=1)
    value = pl.col("value")
    suspect = pl.any_horizontal(
        value.str.starts_with(mark) for mark in ("=", "@", "+", "-", " ", "\t")
    )
    formulas = cells.filter(suspect).filter(value.str.contains(_FORMULA))["count"].sum()
    angled = cells.filter(value.str.contains("<", literal=True))
    markup = angled.filter(value.str.contains(_MARKUP))["count"].sum()
    held = len(seen.column.values) - seen.report.missing
    found = []
    if formulas:
        found.append(say("formula_cells", name, int(formulas), held))
    if markup:
        found.append(say("markup_cells", name, int(markup), held))
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
