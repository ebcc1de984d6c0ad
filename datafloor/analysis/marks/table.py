"""The columns of a table as marks need them: numbers to compare, and words to tell rows by."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from datafloor.analysis.appraisal import kinds
from datafloor.analysis.appraisal.model import Table
from datafloor.analysis.marks.match import NOTHING, plain
from datafloor.analysis.marks.place import Numbers
from datafloor.analysis.marks.prf import Words

ALIKE = 0.9999
"""From which correlation on a column gives another away."""

SAMPLE = 2_000
EXACT_WHOLE = 1 << 53


def numbers(values: pl.Series) -> Numbers:
    """Numbers in double precision, missing ones as the number that is none."""
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy(writable=True)


def numeric_columns(table: Table) -> dict[str, Numbers]:
    """The columns that hold numbers, also where they are written as text."""
    found = {}
    for name in table.columns:
        column = kinds.read(table.column(name))
        if column.kind in ("integer", "decimal"):
            found[name] = numbers(column.values)
    return found


def comparable(table: Table) -> dict[str, Words]:
    """Each column as words that are equal where its values are, whatever type they have."""
    words = {name: _words(table.column(name)) for name in table.columns}
    return {name: each for name, each in words.items() if each is not None}


def _words(raw: pl.Series) -> Words | None:
    column = kinds.read(raw)
    values = column.values
    match column.kind:
        case "decimal" | "boolean":
            return plain(numbers(values))
        case "integer":
            return _whole(values)
        case "date":
            return values.to_physical().fill_null(NOTHING).to_numpy().view(np.uint64)
        case "text":
            return _text(values)
    return None


def _whole(values: pl.Series) -> Words:
    """Whole numbers: as numbers, but to the last digit where they are too long for one."""
    words = plain(numbers(values))
    if values.dtype.is_integer() and values.dtype != pl.UInt64 and values.len():
        exact = values.cast(pl.Int64).fill_null(0).to_numpy()
        long = np.abs(exact) >= EXACT_WHOLE
        words[long] = exact[long].view(np.uint64)
    return words


def _text(values: pl.Series) -> Words:
    """Text by its letters, without blanks around it; codes with leading zeros as numbers."""
    stripped = values.str.strip_chars()
    as_numbers = stripped.cast(pl.Float64, strict=False)
    if as_numbers.null_count() == values.null_count():
        return plain(numbers(as_numbers))
    return stripped.hash(0).to_numpy().astype(np.uint64)


def given_away_by(name: str, columns: Mapping[str, Numbers]) -> str:
    """What tells a column's values exactly, so that a mark in it would contradict: another column
    in step with it, or two whose sum or difference it is. Empty where nothing does."""
    stride = max(1, len(columns[name]) // SAMPLE)
    looks = {each: values[::stride] for each, values in columns.items()}
    held = np.isfinite(looks.pop(name))
    own = columns[name][::stride][held]
    if len(own) < 3 or not np.ptp(own):
        return ""
    others = {each: look[held] for each, look in looks.items() if np.ptp(look[held]) > 0}
    for other, look in others.items():
        if abs(np.corrcoef(own, look)[0, 1]) > ALIKE:
            return other
    slack = 1e-9 * float(np.max(np.abs(own)))
    names = sorted(others)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            first, second = others[one], others[other]
            for made in (first + second, first - second, second - first):
                if np.all(np.abs(made - own) <= slack):
                    return f"{one}, {other}"
    return ""
