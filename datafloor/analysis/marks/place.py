"""Which rows carry a mark, and marking a column for a buyer."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from datafloor.analysis.marks.prf import Words, blocks, derived, words

Numbers = npt.NDArray[np.float64]

CHUNK = 1 << 18
"""Rows worked on at once, so that they stay in the processor's cache."""

CUTOFF = 0.005
"""How near to 0 and 1 the bias of a place comes; nearer ones tell little and weigh much."""


@dataclass(frozen=True)
class Marking:
    """How one column of one version of a product is marked.

    `tolerance` is the error that the seller declares for the column: no value moves by more than
    half of it. `step` is the grid on which its values lie (0 for none), so that marked values look
    like all others. One row in `one_in` carries a mark.
    """

    column: str
    tolerance: float
    step: float = 0.0
    one_in: int = 100

    @property
    def shift(self) -> float:
        """By how much a marked value moves. Raises `ValueError` where the grid leaves no room."""
        if self.step <= 0:
            return self.tolerance / 2
        steps = int(self.tolerance / 2 / self.step + 1e-9)
        if steps < 1:
            raise ValueError(
                f"{self.column}: half of the tolerance {self.tolerance} is less than one step of "
                f"{self.step}; a mark would be seen"
            )
        return steps * self.step


def places(secret: bytes, version: str, marking: Marking, rows: int) -> Words:
    """The rows of a version that carry a mark, in order, for every buyer the same."""
    key = derived(secret, "places", version, marking.column)
    bound = np.uint64(2**64 // marking.one_in)
    found = []
    for start in range(0, rows, CHUNK):
        numbers = np.arange(start, min(start + CHUNK, rows), dtype=np.uint64)
        found.append(numbers[words(key, blocks(numbers).tobytes()) < bound])
    return np.concatenate(found) if found else np.zeros(0, np.uint64)


def bias(secret: bytes, version: str, column: str, rows: Words) -> Numbers:
    """For each marked row, the chance that a buyer's copy has it higher, between 0 and 1.

    Density 1/(π sqrt(p (1-p))), cut off at both ends (Tardos 2008, section 2).
    """
    random = words(derived(secret, "bias", version, column), blocks(rows).tobytes())
    least = np.arcsin(np.sqrt(CUTOFF))
    uniform = random.astype(np.float64) / 2.0**64
    chance: Numbers = np.sin(least + uniform * (np.pi / 2 - 2 * least)) ** 2
    return chance


def thresholds(chance: Numbers) -> Words:
    """The same chances as bounds on a random word."""
    bounds: Words = (chance * 2.0**64).astype(np.uint64)
    return bounds


def buyer_key(secret: bytes, version: str, buyer: str) -> bytes:
    """What a buyer's marks in one version follow from; columns are told apart by their blocks."""
    return derived(secret, "buyer", version, buyer)


def step_of(values: Numbers) -> float:
    """The power of ten, down to a millionth, on whose grid all values lie; 0 where there is none.

    Numbers that were kept in single precision lie on the grid where their nearest are.
    """
    held = values[np.isfinite(values)]
    for digits in range(7):
        nearest = np.round(held, digits)
        if np.all((nearest == held) | (nearest.astype(np.float32) == held)):
            return float(f"1e-{digits}")
    return 0.0


def with_room(values: Numbers, original: Numbers, shift: float) -> npt.NDArray[np.bool_]:
    """Which values can move both ways and stay within what the whole column has.

    A reading of 0 mm of rain or 100 % of humidity never moves: a mark there would be seen.
    """
    slack = shift * 1e-6
    low, high = np.nanmin(original) - slack, np.nanmax(original) + slack
    return (values - shift >= low) & (values + shift <= high)


def mark(values: Numbers, secret: bytes, version: str, marking: Marking, buyer: str) -> Numbers:
    """A buyer's copy of a column, in the version's order of rows. Missing values stay missing.

    The same for the same buyer, however often it is made: averaging several deliveries of one
    copy takes nothing away.
    """
    rows = carrying(values, secret, version, marking)
    bounds = thresholds(bias(secret, version, marking.column, rows))
    key = buyer_key(secret, version, buyer)
    higher = words(key, blocks(rows, marking.column).tobytes()) < bounds
    copy = values.copy()
    moved = values[rows] + np.where(higher, marking.shift, -marking.shift)
    if marking.step > 0:  # back on the very numbers of the grid
        moved = np.round(moved, max(0, -int(Decimal(str(marking.step)).as_tuple().exponent)))
    copy[rows] = moved
    return copy


def carrying(values: Numbers, secret: bytes, version: str, marking: Marking) -> Words:
    """The rows of a version whose value in this column is marked: drawn, there, and with room."""
    rows = places(secret, version, marking, len(values))
    if not len(rows) or np.all(np.isnan(values)):
        return rows[:0]
    return rows[with_room(values[rows], values, marking.shift)]
