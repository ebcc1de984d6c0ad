"""A pot for the people in the data: one part equal for each head, the other by use.

The equal part answers that everybody's record was needed for the whole; the part by use, that some
were read more. That a mix of both keeps people in (where each weighs her privacy otherwise) is in
Dawande, Mehta and Mu, "Robin Hood to the Rescue" (2022).
"""

import numpy as np
from numpy.typing import NDArray

MOST_MICRO = 2**62
"""The largest pot, in millionths of a smallest unit: 4.6 thousand billion đồng."""

MOST_USE = 2**50
"""The largest sum of uses for which the quotient below is exact."""

BLOCK = 1 << 16
"""Heads at a time: what is computed between stays in the processor's cache."""


def split_heads(pot_micro: int, equal_points: int, use: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each head's part of a pot, in millionths of a smallest unit, shape (heads,). They sum to it.

    `equal_points` of ten thousand are shared alike, the rest in proportion to `use`, which has a
    whole number for each head: the rows about her in what was sold. Both by largest remainder,
    the earlier head first. Where nobody was used at all, everything is shared alike. Raises
    `ValueError` for no heads, negative use, or sums out of range.
    """
    heads = len(use)
    total = int(use.sum()) if heads else 0
    if heads == 0 or int(use.min()) < 0:
        raise ValueError("heads, none with a negative use")
    if not 0 <= pot_micro < MOST_MICRO or total > MOST_USE or not 0 <= equal_points <= 10_000:
        raise ValueError("a pot, a use or a part out of range")
    equal = pot_micro * equal_points // 10_000 if total else pot_micro
    each, left = divmod(equal, heads)
    parts = _by_use(pot_micro - equal, use, total) if total else np.zeros(heads, np.int64)
    parts += each
    parts[:left] += 1
    return parts


def _by_use(pot: int, use: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Largest remainder in 64 bits, although `pot * use` has more.

    With pot = q·total + r, a head gets q·use + ⌊r·use / total⌋. That floor is guessed by floats,
    which miss it by one at most, and put right by the exact remainder: its high bits cancel, so
    arithmetic modulo 2⁶⁴ has it whole.
    """
    q, r = divmod(pot, total)
    parts, rest = np.empty(len(use), np.int64), np.empty(len(use), np.int64)
    for start in range(0, len(use), BLOCK):
        part = slice(start, start + BLOCK)
        floor = (use[part] * (r / total)).astype(np.int64)
        over = use[part] * np.int64(r) - floor * np.int64(total)
        step = (over >= total).astype(np.int64) - (over < 0)
        rest[part] = over - step * np.int64(total)
        parts[part] = use[part] * np.int64(q) + floor + step
    left = pot - int(parts.sum())
    if left:
        least = np.partition(rest, len(rest) - left)[len(rest) - left]
        above = rest > least
        parts += above
        parts[np.flatnonzero(rest == least)[: left - int(np.count_nonzero(above))]] += 1
    return parts
