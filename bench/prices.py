"""Price lists looked through for arbitrage: a million at once, each against brute force.

Run alone: `python -m bench.prices [LISTS]`. The rival is the brute force of the tests: every
partition of every size, which knows nothing of closures. A single disagreement stops the bench.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure, figure, timed
from datafloor.analysis.pricing.arbitrage import Priced, cheapest_of_many, sizes
from tests.analysis.pricing.brute import cheapest_by_partition

LISTS = 1_000_000
SIZES = 8
ONE_BY_ONE = 20_000
BATCH = 50_000


def run(lists: int = LISTS) -> list[Figure]:
    """Seconds for the lists by the closure and by brute force, and a list a second by the linter
    that names the combination."""
    random = np.random.default_rng(2026)
    closure = brute = 0.0
    clean = 0
    for start in range(0, lists, BATCH):
        took, rival, free = _batch(random, min(BATCH, lists - start))
        closure, brute, clean = closure + took, brute + rival, clean + free
    if not 0 < clean < lists:
        raise RuntimeError("the lists are all alike")
    some = [
        [Priced(size, int(price)) for size, price in enumerate(row, 1)]
        for row in random.integers(0, 100, (ONE_BY_ONE, SIZES))
    ]
    single = timed(lambda: [sizes(each) for each in some])
    return [
        figure(
            f"prices.{lists:,} random lists looked through, 0 disagreements",
            closure,
            "s",
            better="lower",
            rival="brute force over all partitions",
            rival_value=brute,
        ),
        figure("prices.lists a second, with the combination named", ONE_BY_ONE / single, "/s"),
    ]


def _batch(random: np.random.Generator, count: int) -> tuple[float, float, int]:
    """Seconds of both, and how many lists are free of arbitrage. Half of the lists are close to
    proportional, where they just are or just are not."""
    prices = random.integers(0, 100, (count, SIZES))
    near = random.integers(-4, 5, (len(prices[::2]), SIZES))
    prices[::2] = np.arange(1, SIZES + 1) * 20 + near
    found: list[NDArray[np.int64]] = []
    closure = timed(lambda: found.append(cheapest_of_many(prices)))
    brute = timed(lambda: found.append(cheapest_by_partition(prices)))
    if not (found[0] == found[1]).all():
        raise RuntimeError("the linter and brute force disagree")
    return closure, brute, int((found[0] == prices).all(axis=1).sum())


if __name__ == "__main__":
    for each in run(*(int(word) for word in sys.argv[1:])):
        print(f"{each['name']}: {each['value']:.3g} {each['unit']}")
