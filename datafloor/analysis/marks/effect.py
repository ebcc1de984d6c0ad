"""What marking did to a column, to be printed beside it."""

from dataclasses import dataclass

import numpy as np

from datafloor.analysis.marks.place import Numbers


@dataclass(frozen=True)
class Effect:
    """The change of a column: of its mean, of its variance (as a part of it), and the largest
    difference between the two distribution functions (Kolmogorov and Smirnov's)."""

    mean: float
    variance: float
    ks: float
    changed: int


def effect(before: Numbers, after: Numbers) -> Effect:
    """Compare a column with its marked copy; missing values are left out."""
    tally = Tally()
    tally.add(before, after)
    return tally.effect()


class Tally:
    """The same, told of a column part after part."""

    def __init__(self) -> None:
        self._count = 0
        self._middle = 0.0
        self._sum = self._squares = self._moved = self._grown = 0.0
        self._changed: list[tuple[Numbers, Numbers]] = []

    def add(self, before: Numbers, after: Numbers) -> None:
        """One more part of the column, and of its copy."""
        held = before[~np.isnan(before)]
        if not len(held):
            return
        if not self._count:
            self._middle = float(np.mean(held))
        held = held - self._middle
        changed = np.flatnonzero((before != after) & ~np.isnan(before))
        one, other = before[changed], after[changed]
        self._count += len(held)
        self._sum += float(np.sum(held))
        self._squares += float(np.dot(held, held))
        self._moved += float(np.sum(other - one))
        self._grown += float(np.sum((other - self._middle) ** 2 - (one - self._middle) ** 2))
        self._changed.append((one, other))

    def effect(self) -> Effect:
        """What marking did to all that was told."""
        if not self._count:
            return Effect(0.0, 0.0, 0.0, 0)
        one = np.concatenate([part for part, _ in self._changed])
        other = np.concatenate([part for _, part in self._changed])
        mean = self._sum / self._count
        spread = self._squares / self._count - mean**2
        moved = self._moved / self._count
        grown = self._grown / self._count - 2 * mean * moved - moved**2
        return Effect(
            mean=moved,
            variance=grown / spread if spread > 0 else 0.0,
            ks=_largest_gap(one, other, self._count),
            changed=len(one),
        )


def _largest_gap(one: Numbers, other: Numbers, count: int) -> float:
    """The largest gap of the distribution functions; values that did not change add nothing."""
    if not len(one):
        return 0.0
    at = np.concatenate([one, other])
    order = np.argsort(at, kind="stable")
    steps = np.concatenate([np.ones(len(one)), -np.ones(len(other))])[order]
    sums = np.cumsum(steps)
    last = np.append(np.diff(at[order]) > 0, True)
    return float(np.max(np.abs(sums[last]))) / count
