"""Brute force for price lists: every partition of every size, without any closure."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray


def partitions(total: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a number as a sum of numbers up to `most`, the largest first."""
    if total == 0:
        yield ()
    for part in range(min(total, most), 0, -1):
        for rest in partitions(total - part, part):
            yield (part, *rest)


def cheapest_by_partition(prices: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each size of each list costs at the least: over all sets of sizes that give as much,
    and none that could leave out a part."""
    count = prices.shape[1]
    sums = np.full(prices.shape, np.iinfo(np.int64).max)
    for total in range(1, 2 * count):
        for parts in partitions(total, count):
            if total - min(parts) < count:
                cost = prices[:, [part - 1 for part in parts]].sum(axis=1)
                reach = min(total, count)
                np.minimum(sums[:, reach - 1], cost, out=sums[:, reach - 1])
    return np.minimum.accumulate(sums[:, ::-1], axis=1)[:, ::-1]
