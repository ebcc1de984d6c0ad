"""The statistics of one column: counts exactly, shapes from all values or a fixed large sample.

Up to `EXACT` values quantiles and bins are of all of them; beyond that of a sample of about that
size, whose shares are within 0.2 % of the true ones (three standard errors, 3 x sqrt(pq/n)).
"""

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec.structs import replace

from datafloor.analysis.appraisal import kinds
from datafloor.analysis.appraisal.mix import Words, sample_rows
from datafloor.analysis.appraisal.model import Bins, ColumnReport, Value

EXACT = 1_000_000
SHOWN = 8
CROWD = 10
BINS = 24
QUANTILES = 20
LARGEST = float(1 << 53)
SURE_DISTINCT = 200_000

Numbers = npt.NDArray[np.float64]


def decimal(value: float) -> str:
    """A number as text with at most six significant digits and no exponent that can be avoided."""
    if not isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(Decimal(f"{value:.6g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(microseconds: float) -> str:
    """The day of an instant in microseconds since 1970; years may have more than four digits."""
    return str(np.datetime64(int(microseconds), "us")).partition("T")[0]


@dataclass(frozen=True)
class Profile:
    """A column read and measured, with what later steps need and the report does not show.

    `numbers` are the sorted sampled values (dates in microseconds since 1970); `fences` are
    Tukey's, beyond which a number is an outlier; `counted` has each distinct `value` of a text
    column with its `count`, where they are few.
    """

    report: ColumnReport
    column: kinds.Column
    numbers: Numbers
    fences: tuple[float, float] | None = None
    counted: pl.DataFrame | None = None


def numeric(values: pl.Series) -> Numbers:
    """The values that are there, as floating point; dates as microseconds."""
    held = values.drop_nulls()
    if held.dtype.is_temporal():
        held = held.to_physical()
    return held.cast(pl.Float64).to_numpy()


def distinct_count(values: pl.Series) -> tuple[int, bool]:
    """How many distinct values there are (nulls aside), and whether that is exact."""
    held = len(values) - values.null_count()
    if held == 0:
        return 0, True
    if values.null_count() == 0 and _increasing(values):
        return held, True
    about = kinds.about_distinct(values) - (values.null_count() > 0)
    if len(values) <= SURE_DISTINCT or (about < SURE_DISTINCT and values.dtype != pl.String):
        return int(values.n_unique()) - (values.null_count() > 0), True
    if about < 50_000:
        return int(values.n_unique()) - (values.null_count() > 0), True
    if values.null_count() == 0 and about > 0.9 * held:
        return count_distinct(values.hash(0).to_numpy()), True
    return min(about, held), False


def _increasing(values: pl.Series) -> bool:
    """Whether each number is larger than the one before, as counters are."""
    if not (values.dtype.is_numeric() or values.dtype.is_temporal()) or values.dtype.is_float():
        return False
    numbers = values.to_physical().to_numpy()
    ends = numbers[:: max(1, len(numbers) // 64)]
    return bool((ends[1:] > ends[:-1]).all()) and bool((numbers[1:] > numbers[:-1]).all())


def count_distinct(hashes: Words) -> int:
    """Distinct hashes. Of 10 million values two share one with probability 3 in a million."""
    ordered = np.sort(hashes)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if len(ordered) else 0


def measure(name: str, raw: pl.Series) -> Profile:
    """The profile of a column as stored."""
    column = kinds.read(raw)
    values = column.values
    report = ColumnReport(
        name=name,
        kind=column.kind,
        stored_as=str(raw.dtype)[:80],
        missing=column.missing,
        distinct=0,
        exact_distinct=True,
        invalid=column.invalid,
        formats=column.formats,
    )
    if column.kind in ("empty", "nested"):
        return Profile(report, column, np.empty(0))
    distinct, exact = distinct_count(values)
    report = replace(report, distinct=distinct, exact_distinct=exact)
    if column.kind in ("integer", "decimal", "date"):
        return _numeric(report, column)
    return _shared(report, column)


@np.errstate(over="ignore", invalid="ignore")
def _numeric(report: ColumnReport, column: kinds.Column) -> Profile:
    numbers = numeric(column.values)
    finite = np.isfinite(numbers)
    if not finite.all():
        numbers = numbers[finite]
    del finite
    if not len(numbers):
        return Profile(report, column, numbers)
    dated = column.kind == "date"
    show = day if dated else decimal
    ordered = np.sort(numbers[sample_rows(len(numbers), EXACT)])
    at = np.linspace(0, len(ordered) - 1, QUANTILES + 1).round().astype(np.int64)
    quantiles = ordered[at]
    low, high = float(numbers.min()), float(numbers.max())
    quantiles[0], quantiles[-1] = low, high
    lower, upper = float(quantiles[QUANTILES // 4]), float(quantiles[3 * QUANTILES // 4])
    fences = None
    outliers = 0
    if not dated and upper > lower:
        # Tukey (1977): "far out" is three times the interquartile range beyond the quartiles
        fences = (lower - 3 * (upper - lower), upper + 3 * (upper - lower))
        outliers = int(np.count_nonzero((numbers < fences[0]) | (numbers > fences[1])))
    inner_low, inner_high = (low, high)
    if fences and outliers:
        inner_low, inner_high = max(low, fences[0]), min(high, fences[1])
    report = replace(
        report,
        minimum=show(low),
        maximum=show(high),
        quantiles=tuple(show(float(value)) for value in quantiles),
        outliers=outliers,
        bins=bins(ordered, inner_low, inner_high, dated),
    )
    if not dated:
        deviation = float(np.std(numbers))
        report = replace(
            report, mean=decimal(float(np.mean(numbers))), deviation=decimal(deviation)
        )
        if column.kind == "integer":
            held = column.values.drop_nulls()
            report = replace(report, minimum=str(held.min()), maximum=str(held.max()))
    return Profile(report, column, ordered, fences)


def bins(ordered: Numbers, low: float, high: float, dated: bool) -> Bins | None:
    """A histogram of sorted values between `low` and `high`; what lies outside joins the ends.

    None where the numbers are too large to be told apart or to be subtracted.
    """
    if not isfinite(high - low) or max(abs(low), abs(high)) > LARGEST:
        return None
    whole = not dated and high - low < BINS and bool(np.all(ordered == np.floor(ordered)))
    if whole:
        edges = np.arange(np.floor(low), np.floor(high) + 2)
    elif high > low:
        edges = np.linspace(low, high, BINS + 1)
    else:
        edges = np.array([low, low])
    cuts = np.searchsorted(ordered, edges[1:-1], side="left")
    counts = np.diff(np.concatenate(([0], cuts, [len(ordered)])))
    show = day if dated else decimal
    return Bins(tuple(show(float(edge)) for edge in edges), tuple(int(count) for count in counts))


def _shared(report: ColumnReport, column: kinds.Column) -> Profile:
    """The values that many rows share, most frequent first; rare ones are nobody's business."""
    if report.distinct > 50_000:
        return Profile(report, column, np.empty(0))
    held = column.values.drop_nulls().cast(pl.String)
    if not len(held):
        return Profile(report, column, np.empty(0))
    counted = held.alias("value").value_counts()
    common = counted.filter(pl.col("count") >= CROWD)
    common = common.sort(["count", "value"], descending=[True, False]).head(SHOWN)
    top = tuple(Value(text[:80], int(count)) for text, count in common.iter_rows())
    return Profile(replace(report, top=top), column, np.empty(0), counted=counted)
