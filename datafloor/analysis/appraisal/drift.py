"""How far a distribution has moved since the last version: PSI and the Wasserstein distance."""

from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np

from datafloor.analysis.appraisal.model import ColumnReport
from datafloor.analysis.appraisal.profile import Numbers

MOVED = 0.25


def psi(before: Sequence[int], now: Sequence[int]) -> float:
    """The population stability index: the sum of (q - p) ln(q / p) over the same bins.

    Half a count is added to each bin, so that an empty one does not make it infinite. Below 0.1
    is called stable, above 0.25 moved (Siddiqi, 2006).
    """
    of_before = sum(before) + 0.5 * len(before)
    of_now = sum(now) + 0.5 * len(now)
    total = 0.0
    for was, is_ in zip(before, now, strict=True):
        p, q = (was + 0.5) / of_before, (is_ + 0.5) / of_now
        total += (q - p) * log(q / p)
    return total


def wasserstein(before: Sequence[float], now: Sequence[float]) -> float:
    """The W1 distance from equally spaced quantiles, in interquartile ranges of the old version.

    W1 is the area between the quantile functions; here by the trapezium rule on the grid.
    """
    gaps = [abs(a - b) for a, b in zip(before, now, strict=True)]
    area = sum((a + b) / 2 for a, b in pairwise(gaps)) / (len(gaps) - 1)
    quarter = (len(before) - 1) // 4
    spread = before[3 * quarter] - before[quarter] or before[-1] - before[0]
    return area / spread if spread else (0.0 if not area else float("inf"))


def compare(
    before: ColumnReport, now: ColumnReport, numbers: Numbers
) -> tuple[float, float] | None:
    """PSI and W1 of a column against the last version; none where they cannot be compared."""
    if before.kind != now.kind or not before.distinct or not now.distinct:
        return None
    if now.kind in ("integer", "decimal") and before.bins and before.quantiles and len(numbers):
        edges = [float(edge) for edge in before.bins.edges]
        cuts = np.searchsorted(numbers, edges[1:-1], side="left")
        counts = np.diff(np.concatenate(([0], cuts, [len(numbers)])))
        distance = wasserstein(
            [float(value) for value in before.quantiles], [float(value) for value in now.quantiles]
        )
        return psi(before.bins.counts, [int(count) for count in counts]), distance
    if now.kind in ("text", "boolean") and before.top and now.top:
        names = sorted({value.text for value in before.top} | {value.text for value in now.top})
        was = {value.text: value.count for value in before.top}
        is_ = {value.text: value.count for value in now.top}
        return psi([was.get(n, 0) for n in names], [is_.get(n, 0) for n in names]), 0.0
    return None
