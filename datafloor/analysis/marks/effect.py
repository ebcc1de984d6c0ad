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
    kept = ~np.isnan(before)
    one, other = before[kept], after[kept]
    if not len(one):
        return Effect(0.0, 0.0, 0.0, 0)
    spread = float(np.var(one))
    changed = one != other
    return Effect(
        mean=float(np.mean(other) - np.mean(one)),
        variance=float(np.var(other) - spread) / spread if spread else 0.0,
        ks=_largest_gap(one[changed], other[changed], len(one)),
        changed=int(np.count_nonzero(changed)),
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
