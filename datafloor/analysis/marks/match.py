"""Which row of the original a row of a leaked file is.

Rows are told by the columns that were not marked and have come through: by their values alone, so
order, names and types do not matter. A row that could be several of the original tells nothing
and is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datafloor.analysis.marks.place import Numbers
from datafloor.analysis.marks.prf import Words

SAMPLE = 1_000
LIKE = 0.9
"""The part of a column's values that must be found in another's for the two to be the same."""

STARTS = 6
"""From how many pairs of columns, the most telling first, the others are tried to be added."""

NOTHING = 0x7FF8000000000000
"""The word of a missing value: that of the number which is none."""

Columns = Mapping[str, npt.NDArray[np.generic]]
Rows = npt.NDArray[np.int64]


def match_rows(original: Columns, leaked: Columns, marked: Sequence[str]) -> tuple[Rows, Rows]:
    """Pairs of rows: of the original, and of the leak. Empty where nothing tells them.

    A row of the original comes several times where the leak has it several times.
    """
    nothing = np.zeros(0, np.int64)
    pairs = pair_columns(original, leaked, marked)
    if not pairs:
        return nothing, nothing
    ours = _keys([plain(original[name]) for name, _ in pairs])
    theirs = _keys([plain(leaked[name]) for _, name in pairs])
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    first = np.searchsorted(ranked, theirs, "left")
    once = np.searchsorted(ranked, theirs, "right") - first == 1
    rows = np.flatnonzero(once)
    return order[first[rows]], rows


@dataclass(frozen=True)
class Pair:
    """A column of the original that a column of the leak may be.

    `surprise` is the mean logarithm of how rare the leak's values are in the original's column:
    the column that makes them least surprising is the likeliest, and a pair whose values are
    rarer tells more about rows.
    """

    ours: str
    theirs: str
    surprise: float
    kinds: int


def pair_columns(
    original: Columns, leaked: Columns, marked: Sequence[str]
) -> list[tuple[str, str]]:
    """Which column of the leak is which of the original, told by what they hold.

    A pair is believed where the rows that the other pairs tell agree with it, so that a column
    whose values happen to be among another's does not mislead. The set of pairs that agree with
    each other and tell most is taken. A name that fits decides between columns that hold the same.
    """
    ours = {name: plain(values) for name, values in original.items() if name not in marked}
    looks = {name: _sample(plain(values)) for name, values in leaked.items()}
    candidates = _candidates(ours, looks)
    best: list[Pair] = []
    for start in candidates[:STARTS]:
        if start in best:
            continue
        grown = _grown(start, candidates, ours, looks)
        if sum(each.surprise for each in grown) > sum(each.surprise for each in best):
            best = grown
        if len(best) == len({each.theirs for each in candidates}):
            break
    return [(each.ours, each.theirs) for each in best]


def _candidates(ours: Mapping[str, Words], looks: Mapping[str, Words]) -> list[Pair]:
    """Pairs of columns of which one has the other's values: the most telling columns first, and
    for each its likeliest partner first."""
    found = []
    for name, values in ours.items():
        kinds, counts = np.unique(values, return_counts=True)
        if len(kinds) < 2:
            continue
        rarity = -np.log(counts / len(values))
        for other, look in looks.items():
            at = np.minimum(np.searchsorted(kinds, look), len(kinds) - 1)
            known = kinds[at] == look
            if len(look) and np.mean(known) >= LIKE:
                surprise = np.where(known, rarity[at], np.log(2.0 * len(values)))
                found.append(Pair(name, other, float(np.mean(surprise)), len(np.unique(look))))
    return sorted(
        found,
        key=lambda pair: (
            -pair.kinds,
            pair.theirs,
            round(pair.surprise, 1),
            pair.ours != pair.theirs,
        ),
    )


def _grown(
    start: Pair,
    candidates: Sequence[Pair],
    ours: Mapping[str, Words],
    looks: Mapping[str, Words],
) -> list[Pair]:
    """The pairs that agree with the first: rows of the leak go on being rows of the original."""
    pairs: list[Pair] = []
    alive = np.arange(len(ours[start.ours]))
    key, look = np.zeros(len(alive), np.uint64), np.zeros_like(looks[start.theirs])
    known = 1.0
    for pair in [start, *candidates]:
        if any(pair.ours == each.ours or pair.theirs == each.theirs for each in pairs):
            continue
        longer = stirred(key, ours[pair.ours][alive])
        looked = stirred(look, looks[pair.theirs])
        still = _among(longer, looked)
        part = float(np.mean(_among(looked, longer[still])))
        if part >= LIKE * known:
            pairs.append(pair)
            alive, key, look, known = alive[still], longer[still], looked, part
    return pairs


def _among(values: Words, few: Words) -> npt.NDArray[np.bool_]:
    """Which of the values are among the few."""
    ranked = np.unique(few)
    if not len(ranked):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ranked, values), len(ranked) - 1)
    among: npt.NDArray[np.bool_] = ranked[at] == values
    return among


def find_column(
    original: Numbers, leaked: Columns, pairs: tuple[Rows, Rows], tolerance: float
) -> tuple[str, Numbers] | None:
    """The leak's name of a marked column and its values in the paired rows.

    It is the column whose values are within a few tolerances of the original's in more rows than
    by chance: of what chance leaves open, at least half (as in J. Cohen's kappa, 1960), so that
    two columns which are mostly 0 are not taken for each other. `None` where no column is.
    """
    ours, theirs = original[pairs[0]], pairs[1]
    best, found = 0.5, None
    other = np.random.default_rng(0).permutation(len(ours))
    for name, values in leaked.items():
        try:
            numbers = values[theirs].astype(np.float64)
        except (ValueError, TypeError):
            continue
        near = _near(numbers, ours, tolerance)
        chance = _near(numbers[other], ours, tolerance)
        beyond = (near - chance) / (1 - chance) if chance < 1 else 0.0
        if beyond > best:
            best, found = beyond, (name, numbers)
    return found


def _near(values: Numbers, ours: Numbers, tolerance: float) -> float:
    return float(np.mean(np.abs(values - ours) <= 5 * tolerance)) if len(ours) else 0.0


def plain(values: npt.NDArray[np.generic]) -> Words:
    """Values as words that are equal where the values are, whatever type they have.

    Numbers, also written as text, are compared as numbers, fractions in single precision; times
    as their instant; other text by its letters. Words of 64 bits are taken as they are.
    """
    if values.dtype == np.uint64:
        return values.astype(np.uint64)
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
    with np.errstate(over="ignore", invalid="ignore"):
        single = values.astype(np.float32).astype(np.float64)
    plainer = np.where(values == np.round(values), values, single) + 0.0  # one zero, not two
    bits = plainer.view(np.uint64)
    bits[np.isnan(values)] = NOTHING
    return bits


def _sample(values: Words) -> Words:
    stride = max(1, len(values) // SAMPLE)
    return values[::stride]


def _keys(columns: Sequence[Words]) -> Words:
    """One word for each row: the columns' words mixed."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = stirred(mixed, column)
    return mixed


def stirred(mixed: Words, column: Words) -> Words:
    """A column's words stirred into what came before (the finaliser of SplitMix64)."""
    mixed = (mixed ^ column) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    word: Words = mixed ^ (mixed >> np.uint64(31))
    return word
