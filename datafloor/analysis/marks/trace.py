"""Whose copy leaked: a score against each buyer, and a bound on accusing anyone innocent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datafloor.analysis.marks.place import (
    Marking,
    Numbers,
    bias,
    buyer_key,
    carrying,
    thresholds,
)
from datafloor.analysis.marks.prf import Words, blocks, words

FAMILY_ERROR = 1e-6
"""The chance, over all buyers together, that anyone innocent is accused."""

SCREEN = 2_500
"""Marked rows on which all buyers are looked at first; the most suspicious on all rows."""

FINALISTS = 500

LEAST_CHANCE = 1e-300
"""The smallest chance that is told; below it numbers of this kind run out."""

SHOWN = 5
"""How many of the highest scores are told for the record where fewer are accused."""


@dataclass(frozen=True)
class Suspect:
    """A buyer's score in standard deviations of an innocent's, and a bound on the chance that the
    score of any innocent among all buyers comes so high."""

    buyer: str
    score: float
    chance: float


@dataclass(frozen=True)
class Traced:
    """What a leak tells: who is accused, and the highest scores for the record.

    `rows` is how many marked rows the leak has. Nobody accused means: it cannot be told.
    """

    accused: tuple[Suspect, ...]
    highest: tuple[Suspect, ...]
    rows: int
    buyers: int

    def __str__(self) -> str:
        """The answer in words, with what it does not say."""
        looked = f"{self.rows:,} marked rows, {self.buyers:,} buyers"
        if not self.accused:
            return f"It cannot be told whose copy this is ({looked})."
        names = ", ".join(f"{each.buyer} ({each.score:.1f} deviations)" for each in self.accused)
        worst = max(LEAST_CHANCE, *(each.chance for each in self.accused))
        return (
            f"Marks of {names} are in this file ({looked}). If none of them had a part in it, "
            f"marks so much alike would come about with a chance of at most {worst:.1g}. It does "
            "not say who passed the file on, nor that nobody else took part."
        )


@dataclass(frozen=True)
class Leaked:
    """What a leak has of one marked column.

    `original` is the whole column of the version; `values[i]` is what the leak has for the
    original's row `rows[i]`. A row that the leak has several times, as where copies were put
    together, counts once, with the mean. Where rows were drawn by `ids` and not by number, rows
    with the same id count once. `marked` are the rows that carry a mark where they are known.
    """

    marking: Marking
    original: Numbers
    values: Numbers
    rows: npt.NDArray[np.int64]
    ids: Words | None = None
    marked: Words | None = None


def trace(
    original: Numbers,
    leaked: Numbers,
    rows: npt.NDArray[np.int64],
    secret: bytes,
    version: str,
    marking: Marking,
    buyers: Sequence[str],
    family_error: float = FAMILY_ERROR,
) -> Traced:
    """Score all buyers on one marked column; see `trace_columns`."""
    column = Leaked(marking, original, leaked, rows)
    return trace_columns([column], secret, version, buyers, family_error)


def trace_columns(
    columns: Sequence[Leaked],
    secret: bytes,
    version: str,
    buyers: Sequence[str],
    family_error: float = FAMILY_ERROR,
    shown: int = SHOWN,
) -> Traced:
    """Score all buyers on all marked columns of a leak together.

    What the bound needs is only that an innocent's marks are independent of the leak and, from
    place to place, of each other: whatever the leakers did, noise, averaging or choice, it holds.
    `shown` is how many of the highest scores are told.
    """
    codes = [_code(column, secret, version) for column in columns]
    told = sum(len(code.weight) for code in codes)
    if not told or not buyers:
        return Traced((), (), told, len(buyers))
    code = Code.joined(codes)
    keys = [buyer_key(secret, version, buyer) for buyer in buyers]
    chosen = _screened(code, keys)
    scores = code.scores([keys[each] for each in chosen])
    floor = code.threshold(len(buyers), family_error)
    ranked = sorted(zip(scores, chosen, strict=True), key=lambda one: (-one[0], one[1]))
    named = sum(score >= floor for score in scores)
    suspects = tuple(
        Suspect(buyers[each], score / code.spread, code.chance_of(score, len(buyers)))
        for score, each in ranked[: max(named, shown)]
    )
    return Traced(suspects[:named], suspects, told, len(buyers))


def _code(leaked: Leaked, secret: bytes, version: str) -> "Code":
    """The marked rows of one column that the leak has."""
    name, shift = leaked.marking.column, leaked.marking.shift
    marked = leaked.marked
    if marked is None:
        marked = carrying(leaked.original, secret, version, leaked.marking, leaked.ids)
    marked = marked.astype(np.int64)
    kept = np.isfinite(leaked.values)
    rows, place = np.unique(leaked.rows[kept], return_inverse=True)
    means = np.bincount(place, leaked.values[kept], len(rows)) / np.bincount(place, None, len(rows))
    there, at, _ = np.intersect1d(rows, marked, assume_unique=True, return_indices=True)
    weight = np.clip((means[at] - leaked.original[there]) / shift, -1, 1)
    telling = weight != 0
    there, weight = there[telling], weight[telling]
    numbers = there.astype(np.uint64) if leaked.ids is None else leaked.ids[there]
    numbers, first = np.unique(numbers, return_index=True)
    return Code(blocks(numbers, name), weight[first], bias(secret, version, name, numbers))


def _screened(code: "Code", keys: Sequence[bytes]) -> list[int]:
    """The buyers to score on all rows. Leaving some out can only spare them."""
    if len(keys) <= FINALISTS or len(code.weight) <= SCREEN:
        return list(range(len(keys)))
    first = code.first(SCREEN).scores(keys)
    return [int(each) for each in np.argpartition(first, -FINALISTS)[-FINALISTS:]]


class Code:
    """The marked places of a leak, and what each tells for and against a buyer.

    With chance p that a copy is higher, a copy that is higher gains weight * sqrt((1-p)/p), and
    one that is lower loses weight * sqrt(p/(1-p)): for an innocent the mean is 0 and the variance
    is weight squared (Škorić et al. 2008). `places` are blocks: row and column, two words each.
    """

    def __init__(self, places: Words, weight: Numbers, chance: Numbers) -> None:
        self.places = places
        self.weight = weight
        self.chance = chance
        self.bounds = thresholds(chance)
        self.gain = weight * np.sqrt((1 - chance) / chance)
        self.loss = -weight * np.sqrt(chance / (1 - chance))
        self.spread = float(np.sqrt(np.sum(weight**2)))

    @classmethod
    def joined(cls, codes: Sequence["Code"]) -> "Code":
        """Several columns' places as one code."""
        return cls(
            np.concatenate([code.places for code in codes]),
            np.concatenate([code.weight for code in codes]),
            np.concatenate([code.chance for code in codes]),
        )

    def first(self, count: int) -> "Code":
        """The same on fewer places, whatever their bias: which tells most is up to the leakers."""
        kept = slice(None, None, -(-len(self.weight) // count))
        return Code(self.places[kept], self.weight[kept], self.chance[kept])

    def scores(self, keys: Sequence[bytes]) -> list[float]:
        """The score of the copies with these keys."""
        plain = self.places.tobytes()
        base, differ = float(np.sum(self.loss)), (self.gain - self.loss).astype(np.float32)
        bounds = self.bounds
        return [
            base + float(np.dot((words(key, plain) < bounds).astype(np.float32), differ))
            for key in keys
        ]

    def _exponent(self, tilt: float) -> float:
        """The logarithm of the mean of exp(tilt * score) of an innocent: a sum over rows."""
        higher = np.log(self.chance) + tilt * self.gain
        lower = np.log1p(-self.chance) + tilt * self.loss
        return float(np.sum(np.logaddexp(higher, lower)))

    def threshold(self, buyers: int, family_error: float) -> float:
        """The score that any of so many innocents reaches with at most this chance.

        Chernoff's bound with the rows' own distribution, and the sum over the buyers: no
        approximation by a normal distribution, whose tail is too thin where the rows are few.
        """
        needed = np.log(buyers / family_error)
        return _least(lambda tilt: (self._exponent(tilt) + needed) / tilt, self.spread)

    def chance_of(self, score: float, buyers: int) -> float:
        """A bound on the chance that any of so many innocents reaches this score."""
        if score <= 0:
            return 1.0
        least = _least(lambda tilt: self._exponent(tilt) - tilt * score, self.spread)
        return float(min(1.0, buyers * np.exp(min(0.0, least))))


def _least(of: Callable[[float], float], spread: float) -> float:
    """The least value of a function with one valley over positive tilts (golden section).

    Any tilt gives a true bound, so a valley that is not met exactly only costs sharpness.
    """
    ratio = (np.sqrt(5) - 1) / 2
    low, high = np.log(1e-3 / spread), np.log(50 / spread)
    one, other = high - ratio * (high - low), low + ratio * (high - low)
    at_one, at_other = of(float(np.exp(one))), of(float(np.exp(other)))
    for _ in range(30):
        if at_one < at_other:
            high, other, at_other = other, one, at_one
            one = high - ratio * (high - low)
            at_one = of(float(np.exp(one)))
        else:
            low, one, at_one = one, other, at_other
            other = low + ratio * (high - low)
            at_other = of(float(np.exp(other)))
    return min(at_one, at_other)
