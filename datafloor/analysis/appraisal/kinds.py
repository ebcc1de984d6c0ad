"""What a column holds: numbers, dates, truth values or text, and its values as such.

A column of text is read as what at least 95 % of a sample of its values are; the rest are counted
as bad values, not dropped silently. Codes with leading zeros stay text.
"""

import re
from dataclasses import dataclass

import polars as pl

from datafloor.analysis.appraisal.mix import sample_rows

MOST = 0.95
SAMPLE = 2_000
MISSING = ("", "na", "n/a", "null", "none", "nan", "#n/a", "-", "--", "?", "không có", "chưa rõ")

_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[+-]?(\d{1,18})?\.?\d+([eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_TRUTH = frozenset(("true", "false", "yes", "no", "có", "không", "đúng", "sai"))
_TRUE = ("true", "yes", "có", "đúng")

# (what people call it, shape, how it is read), the first that fits a text is taken
DATES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("YYYY-MM-DD", re.compile(r"\d{4}-\d\d?-\d\d?"), "%Y-%m-%d"),
    (
        "YYYY-MM-DD hh:mm:ss",
        re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"),
        "",
    ),
    ("DD/MM/YYYY", re.compile(r"\d\d?/\d\d?/\d{4}"), "%d/%m/%Y"),
    ("DD-MM-YYYY", re.compile(r"\d\d?-\d\d?-\d{4}"), "%d-%m-%Y"),
    ("DD.MM.YYYY", re.compile(r"\d\d?\.\d\d?\.\d{4}"), "%d.%m.%Y"),
    ("YYYY/MM/DD", re.compile(r"\d{4}/\d\d?/\d\d?"), "%Y/%m/%d"),
    ("YYYYMMDD", re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), "%Y%m%d"),
    ("D Mon YYYY", re.compile(r"\d\d? [A-Z][a-z]{2} \d{4}"), "%d %b %Y"),
)


@dataclass(frozen=True)
class Column:
    """A column read: its kind, its values of that kind (null where missing or bad), what is bad.

    `values` is Float64 or an integer for numbers, Datetime for dates, String for text, Boolean
    for truth values, and the raw series for nested ones.
    """

    kind: str
    values: pl.Series
    missing: int
    invalid: int = 0
    formats: tuple[str, ...] = ()
    unclear: int = 0


def read(raw: pl.Series) -> Column:
    """The column as what it holds."""
    rows = len(raw)
    dtype = raw.dtype
    if dtype == pl.Null or raw.null_count() == rows:
        return Column("empty", raw, rows)
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        return Column("nested", raw, raw.null_count())
    if dtype == pl.Boolean:
        return Column("boolean", raw, raw.null_count())
    if dtype.is_integer():
        return Column("integer", raw, raw.null_count())
    if dtype.is_float() or dtype.is_decimal():
        values = raw.cast(pl.Float64).fill_nan(None)
        return Column("decimal", values, values.null_count())
    if dtype.is_temporal():
        if dtype == pl.Duration:
            return Column("integer", raw.to_physical(), raw.null_count())
        if dtype == pl.Time:
            return Column("text", raw.cast(pl.String, strict=False), raw.null_count())
        values = raw.cast(pl.Datetime("us"), strict=False)
        return Column("date", values, values.null_count())
    return _text(raw if dtype == pl.String else raw.cast(pl.String))


def _text(raw: pl.Series) -> Column:
    raw = _without_words_for_nothing(raw)
    missing = raw.null_count()
    held = len(raw) - missing
    if not held:
        return Column("empty", raw, missing)
    sample = [text.strip() for text in _sample(raw)]
    need = MOST * len(sample)

    def most(fits: re.Pattern[str]) -> bool:
        return sum(fits.fullmatch(text) is not None for text in sample) >= need

    dates = [_date_format(text) for text in sample]
    if sum(found is not None for found in dates) >= need:
        return _dates(raw, missing)
    if most(_INTEGER):
        return _numbers("integer", _cast(raw, pl.Int64()), missing)
    if most(_DECIMAL) and not _padded(sample):
        return _numbers("decimal", _cast(raw, pl.Float64()).fill_nan(None), missing)
    if most(re.compile(f"{_COMMA.pattern}|{_INTEGER.pattern}")) and any("," in t for t in sample):
        plain = raw.str.strip_chars().str.replace_all(".", "", literal=True)
        values = plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        return _numbers("decimal", values, missing)
    if sum(text.lower() in _TRUTH for text in sample) >= need:
        lowered = raw.str.strip_chars().str.to_lowercase()
        truth = lowered.is_in(_TRUE).set(~lowered.is_in(tuple(_TRUTH)).fill_null(True), None)
        return Column("boolean", truth, missing, truth.null_count() - missing)
    return Column("text", raw, missing)


def about_distinct(values: pl.Series) -> int:
    """About how many distinct values there are, a null among them (HyperLogLog, within 2 %)."""
    count = values.approx_n_unique()
    assert isinstance(count, int)
    return count


def _without_words_for_nothing(raw: pl.Series) -> pl.Series:
    """The column with null where a text says that there is no value ("", "N/A", "không có")."""
    if about_distinct(raw) > 50_000:
        # few distinct texts are that short; the long ones need no look
        candidates = raw.filter(raw.str.len_bytes() <= 12).unique()
    else:
        candidates = raw.unique()
    nothing = candidates.filter(candidates.str.strip_chars().str.to_lowercase().is_in(MISSING))
    if not len(nothing):
        return raw
    return raw.set(raw.is_in(nothing.to_list()).fill_null(False), None)


def _sample(raw: pl.Series) -> list[str]:
    held = raw.drop_nulls()
    return held.gather(sample_rows(len(held), SAMPLE)).to_list()


def _padded(sample: list[str]) -> bool:
    """Whether values have leading zeros, as codes do and numbers do not."""
    return any(re.fullmatch(r"[+-]?0\d+", text) is not None for text in sample)


def _cast(raw: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Texts as numbers, with the blanks around them taken off where there are any."""
    values = raw.cast(dtype, strict=False)
    if values.null_count() == raw.null_count():
        return values
    return raw.str.strip_chars().cast(dtype, strict=False)


def _numbers(kind: str, values: pl.Series, missing: int) -> Column:
    return Column(kind, values, missing, values.null_count() - missing)


def _date_format(text: str) -> int | None:
    for index, (_, shape, _) in enumerate(DATES):
        if shape.fullmatch(text):
            return index
    return None


def _dates(raw: pl.Series, missing: int) -> Column:
    """The dates of a text column, whatever the mixture of ways in which they are written."""
    text = raw.str.strip_chars()
    values = pl.Series(raw.name, [None], dtype=pl.Datetime("us")).new_from_index(0, len(raw))
    used: list[str] = []
    unclear = 0
    for name, shape, pattern in DATES:
        here = text.str.contains(f"^(?:{shape.pattern})$").fill_null(False) & values.is_null()
        if not here.any():
            continue
        some = text.filter(here)
        if not pattern:
            parsed, names = _instants(some), [name]
        elif name.startswith("DD"):
            parsed, names, either = _day_or_month_first(some, name, pattern)
            unclear += either
        else:
            parsed, names = some.str.to_datetime(pattern, strict=False, time_unit="us"), [name]
        used += names
        values = values.scatter(here.arg_true(), parsed)
    return Column("date", values, missing, values.null_count() - missing, tuple(used), unclear)


def _day_or_month_first(
    text: pl.Series, name: str, pattern: str
) -> tuple[pl.Series, list[str], int]:
    """Dates like 03/04/2026: by the order that more of them fit, day first where it is open.

    Also the ways of writing that are surely there, and how many dates fit both orders where both
    are surely there.
    """
    swapped_pattern = pattern.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
    swapped_name = name.replace("DD", "\0").replace("MM", "DD").replace("\0", "MM")
    day_first = text.str.to_datetime(pattern, strict=False, time_unit="us")
    month_first = text.str.to_datetime(swapped_pattern, strict=False, time_unit="us")
    only_day = int((day_first.is_not_null() & month_first.is_null()).sum())
    only_month = int((day_first.is_null() & month_first.is_not_null()).sum())
    if not only_month:
        return day_first, [name], 0
    if not only_day:
        return month_first, [swapped_name], 0
    either = int((day_first.is_not_null() & month_first.is_not_null()).sum())
    first, second = (day_first, month_first) if only_day >= only_month else (month_first, day_first)
    merged = pl.select(pl.coalesce(pl.lit(first), pl.lit(second))).to_series()
    return merged, [name, swapped_name], either


def _instants(text: pl.Series) -> pl.Series:
    """ISO instants in UTC; a time without a zone is taken as written."""
    zoned = text.str.contains(r"(Z|[+-]\d\d:?\d\d)$")
    plain = text.str.replace(r"(Z|[+-]\d\d:?\d\d)$", "").str.replace(" ", "T", literal=True)
    plain = plain.str.replace(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d)$", "${1}:00")
    values = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us")
    if zoned.any():
        sign = text.str.extract(r"([+-])\d\d:?\d\d$").replace_strict(
            {"+": -1, "-": 1}, default=0, return_dtype=pl.Int64
        )
        hours = text.str.extract(r"[+-](\d\d):?\d\d$").cast(pl.Int64).fill_null(0)
        minutes = text.str.extract(r"[+-]\d\d:?(\d\d)$").cast(pl.Int64).fill_null(0)
        shift = (sign * (hours * 60 + minutes) * 60_000_000).fill_null(0)
        values = values + shift.cast(pl.Duration("us"))
    return values
