"""How well the rows hide in the crowd: k-anonymity, l-diversity, uniqueness, a linkage attack.

k-anonymity: Samarati and Sweeney (1998). Distinct l-diversity: Machanavajjhala et al. (2007). The
attack is that of somebody who knows some facts of a person and looks for rows that agree: a fixed
sample of rows is looked up in the whole table, with one more fact at each step.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt
import polars as pl

from datafloor.analysis.appraisal.mix import Words, mix, sample_rows
from datafloor.analysis.appraisal.model import Step

TARGETS = 1_000
SAFE = 5
_SMALL = 1 << 24

Codes = npt.NDArray[np.uint64]


def codes(values: pl.Series) -> tuple[Codes, int]:
    """A small number for each distinct value (missing is a value of its own), and how many."""
    if values.dtype.is_integer() and values.null_count() == 0 and len(values):
        low, high = int(values.min()), int(values.max())  # type: ignore[arg-type]
        if high - low < 1 << 32 and high < 1 << 63:
            shifted = values.cast(pl.Int64).to_numpy() - low
            return shifted.astype(np.uint64), high - low + 1
    if values.dtype == pl.String:
        # codes in order of appearance; 0 is left for a missing value
        seen = values.cast(pl.Categorical).to_physical()
        numbers = (seen.cast(pl.Int64) + 1).fill_null(0).cast(pl.UInt64).to_numpy()
        return numbers, int(numbers.max()) + 1 if len(numbers) else 1
    ranked = values.rank("dense").fill_null(0)
    numbers = ranked.cast(pl.UInt64).to_numpy()
    return numbers, int(numbers.max()) + 1 if len(numbers) else 1


def combine(columns: Sequence[tuple[Codes, int]]) -> Codes:
    """One number for each row, equal where all columns are equal.

    Exact while the product of the sizes fits 64 bits; beyond that mixed, so that two different
    rows meet with probability 2^-64.
    """
    total, size = columns[0]
    for numbers, width in columns[1:]:
        if size * width < 1 << 63:
            total = total * np.uint64(width) + numbers
            size *= width
        else:
            total = mix(total) ^ numbers
            size = 1 << 63
    return total


def group_sizes(keys: Codes) -> npt.NDArray[np.int64]:
    """The sizes of the groups of equal keys, in the order of the keys."""
    if not len(keys):
        return np.empty(0, np.int64)
    if int(keys.max()) < _SMALL:
        counts = np.bincount(keys.astype(np.int64))
        return counts[counts > 0]
    ordered = np.sort(keys)
    ends = np.flatnonzero(ordered[1:] != ordered[:-1])
    return np.diff(np.concatenate(([-1], ends, [len(ordered) - 1])))


def diversity(keys: Codes, sensitive: Codes) -> int:
    """The fewest distinct sensitive values in a group: the l of distinct l-diversity."""
    if not len(keys):
        return 0
    order = np.lexsort((sensitive, keys))
    group, value = keys[order], sensitive[order]
    first = np.concatenate(([True], group[1:] != group[:-1]))
    fresh = first | np.concatenate(([True], value[1:] != value[:-1]))
    return int(np.add.reduceat(fresh.astype(np.int64), np.flatnonzero(first)).min())


def attack(names: Sequence[str], columns: Sequence[tuple[Codes, int]]) -> tuple[Step, ...]:
    """With each further fact known, how many of a fixed sample of people are singled out."""
    rows = len(columns[0][0])
    targets = sample_rows(rows, TARGETS, seed=1)
    steps = []
    for known in range(1, len(columns) + 1):
        keys = combine(columns[:known])
        alone = int(np.count_nonzero(_matches(keys, keys[targets]) == 1))
        low, high = wilson(alone, len(targets))
        steps.append(Step(names[known - 1], alone, len(targets), low, high))
    return tuple(steps)


def _matches(keys: Codes, wanted: Codes) -> npt.NDArray[np.int64]:
    """How many rows have each wanted key: rows that cannot match are dropped by a short hash."""
    bits = np.uint64(64 - 20)
    buckets = np.zeros(1 << 20, bool)
    buckets[_short(wanted, bits)] = True
    near = np.sort(keys[buckets[_short(keys, bits)]])
    return np.searchsorted(near, wanted, "right") - np.searchsorted(near, wanted, "left")


def _short(keys: Words, bits: np.uint64) -> npt.NDArray[np.int64]:
    return (keys * np.uint64(0x9E3779B97F4A7C15) >> bits).astype(np.int64)


def wilson(count: int, of: int) -> tuple[str, str]:
    """The 95 % interval of a share (Wilson, 1927), in per cent with one decimal."""
    if not of:
        return "0.0", "100.0"
    z = 1.959964
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{100 * max(0.0, middle - half):.1f}", f"{100 * min(1.0, middle + half):.1f}"
