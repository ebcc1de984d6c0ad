"""Which row of the original a row of a leaked file is.

Rows are told by the columns that were not marked and have come through: by their values alone, so
order, names and types do not matter. A row that could be several of the original tells nothing
and is left out, and so is one that is in the leak twice.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from datafloor.analysis.marks.place import Numbers
from datafloor.analysis.marks.prf import Words

SAMPLE = 2_000
LIKE = 0.9
"""The part of a column's values that must be found in another's for the two to be the same."""

Columns = Mapping[str, npt.NDArray[np.generic]]
Rows = npt.NDArray[np.int64]


def match_rows(original: Columns, leaked: Columns, marked: Sequence[str]) -> tuple[Rows, Rows]:
    """Pairs of rows: of the original, and of the leak. Empty where nothing tells them."""
    nothing = np.zeros(0, np.int64)
    pairs = pair_columns(original, leaked, marked)
    if not pairs:
        return nothing, nothing
    ours = _keys([original[name] for name, _ in pairs])
    theirs = _keys([leaked[name] for _, name in pairs])
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    first = np.searchsorted(ranked, theirs, "left")
    once = np.searchsorted(ranked, theirs, "right") - first == 1
    rows = np.flatnonzero(once)
    found = order[first[rows]]
    _, place, count = np.unique(found, return_index=True, return_counts=True)
    kept = place[count == 1]
    return found[kept], rows[kept]


def pair_columns(
    original: Columns, leaked: Columns, marked: Sequence[str]
) -> list[tuple[str, str]]:
    """Which column of the leak is which of the original, told by what they hold.

    The more different values a column has, the earlier it chooses; a name that fits decides
    between columns that hold the same.
    """
    free = set(leaked)
    numbers = {name: plain(values) for name, values in original.items() if name not in marked}
    looks = {name: _sample(plain(leaked[name])) for name in free}
    kinds = {name: np.unique(values) for name, values in numbers.items()}
    pairs = []
    for name in sorted(kinds, key=lambda each: -len(kinds[each])):
        fits = {
            other: float(np.mean(np.isin(looks[other], kinds[name]))) if len(looks[other]) else 0.0
            for other in free
        }
        best = max(sorted(fits), key=lambda other: (fits[other], other == name), default=None)
        if best is not None and fits[best] >= LIKE:
            pairs.append((name, best))
            free.remove(best)
    return pairs


def find_column(
    original: Numbers, leaked: Columns, pairs: tuple[Rows, Rows], tolerance: float
) -> Numbers | None:
    """The leak's values of a marked column in the paired rows, whatever the column is called.

    It is the column whose values are nearest to the original's: most within a few tolerances.
    `None` where no column is.
    """
    ours, theirs = original[pairs[0]], pairs[1]
    best, found = 0.5, None
    for values in leaked.values():
        try:
            numbers = values[theirs].astype(np.float64)
        except (ValueError, TypeError):
            continue
        near = float(np.mean(np.abs(numbers - ours) <= 5 * tolerance)) if len(ours) else 0.0
        if near > best:
            best, found = near, numbers
    return found


def plain(values: npt.NDArray[np.generic]) -> Words:
    """Values as words that are equal where the values are, whatever type they have.

    Numbers, also written as text, are compared as numbers; times as their instant; other text by
    its letters.
    """
    if values.dtype.kind in "mM":
        values = values.astype("datetime64[us]" if values.dtype.kind == "M" else "m8[us]")
        return values.view(np.uint64)
    if values.dtype.kind in "iubf":
        return _of_numbers(values.astype(np.float64))
    text = values.astype(str)
    try:
        return _of_numbers(text.astype(np.float64))
    except ValueError:
        pass
    try:
        return text.astype("datetime64[us]").view(np.uint64)
    except ValueError:
        kinds, place = np.unique(text, return_inverse=True)
        words = np.array([hash(str(each)) & 0xFFFFFFFFFFFFFFFF for each in kinds], np.uint64)
        return words[place]


def _of_numbers(values: Numbers) -> Words:
    return (values + 0.0).view(np.uint64)  # one zero, not two


def _sample(values: Words) -> Words:
    stride = max(1, len(values) // SAMPLE)
    return values[::stride]


def _keys(columns: Sequence[npt.NDArray[np.generic]]) -> Words:
    """One word for each row: the columns' words mixed (the finaliser of SplitMix64)."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed ^ plain(column)) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed
