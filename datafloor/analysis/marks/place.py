"""Which rows carry a mark, and marking a column for a buyer."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from datafloor.analysis.marks.prf import Words, blocks, derived, words

Numbers = npt.NDArray[np.float64]
Span = tuple[float, float]

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


def places(
    secret: bytes, version: str, marking: Marking, rows: int, ids: Words | None = None
) -> Words:
    """The rows of a version that carry a mark, in order, for every buyer the same.

    A row is drawn by its id where `ids` has one for each (see `row_ids`), else by its number.
    """
    key = derived(secret, "places", version, marking.column)
    bound = np.uint64(2**64 // marking.one_in)
    found = []
    for start in range(0, rows, CHUNK):
        numbers = np.arange(start, min(start + CHUNK, rows), dtype=np.uint64)
        drawn = numbers if ids is None else ids[start : start + CHUNK]
        found.append(numbers[words(key, blocks(drawn).tobytes()) < bound])
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
        step = float(f"1e-{digits}")
        if np.all(on_grid(held[:CHUNK], step)) and np.all(on_grid(held, step)):
            return step
    return 0.0


def with_room(values: Numbers, span: Span, shift: float) -> npt.NDArray[np.bool_]:
    """Which values can move both ways and stay within what the whole column has.

    A reading of 0 mm of rain or 100 % of humidity never moves: a mark there would be seen.
    """
    slack = shift * 1e-6
    return (values - shift >= span[0] - slack) & (values + shift <= span[1] + slack)


def on_grid(values: Numbers, step: float) -> npt.NDArray[np.bool_]:
    """Which values lie on the grid of this step, as they are or as their nearest in single
    precision; all where there is no grid."""
    if step <= 0:
        return np.ones(len(values), np.bool_)
    nearest = np.round(values, digits_of(step))
    held: npt.NDArray[np.bool_] = (nearest == values) | (nearest.astype(np.float32) == values)
    return held


def digits_of(step: float) -> int:
    """The decimal places of a grid: 1 for 0.1."""
    return max(0, -int(Decimal(str(step)).normalize().as_tuple().exponent))


def mark(
    values: Numbers,
    secret: bytes,
    version: str,
    marking: Marking,
    buyer: str,
    ids: Words | None = None,
    span: Span | None = None,
) -> Numbers:
    """A buyer's copy of a column, in the version's order of rows. Missing values stay missing.

    The same for the same buyer, however often it is made: averaging several deliveries of one
    copy takes nothing away. `ids` and `span` are as in `carrying`.
    """
    rows = carrying(values, secret, version, marking, ids, span)
    told = rows if ids is None else ids[rows]
    bounds = thresholds(bias(secret, version, marking.column, told))
    key = buyer_key(secret, version, buyer)
    higher = words(key, blocks(told, marking.column).tobytes()) < bounds
    copy = values.copy()
    moved = values[rows] + np.where(higher, marking.shift, -marking.shift)
    if marking.step > 0:  # back on the very numbers of the grid
        moved = np.round(moved, digits_of(marking.step))
    copy[rows] = moved
    return copy


def carrying(
    values: Numbers,
    secret: bytes,
    version: str,
    marking: Marking,
    ids: Words | None = None,
    span: Span | None = None,
) -> Words:
    """The rows whose value in this column is marked: drawn, there, on the grid, and with room.

    `span` is the smallest and the largest value of the column where `values` are a part of it.
    """
    rows = places(secret, version, marking, len(values), ids)
    if span is None:
        span = _span(values)
    drawn = values[rows]
    return rows[with_room(drawn, span, marking.shift) & on_grid(drawn, marking.step)]


def _span(values: Numbers) -> Span:
    """The smallest and the largest value that is there; nothing has room where none is."""
    low, high = np.fmin.reduce(values, initial=np.inf), np.fmax.reduce(values, initial=-np.inf)
    return float(low), float(high)
