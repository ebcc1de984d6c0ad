"""Sharing the income of sales: by coverage, over heads, and over a million random sales.

`python -m bench sharing_income`. Beside coverage Shapley stands the definition, the mean over all
orders of arrival, on the same records; beside the split over heads, the same split with floats and
unbiased rounding, which sums by luck only. In a million random sales every part is summed up
beside what the seller was paid: not one đồng may be lost or made.
"""

from fractions import Fraction
from math import comb

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure, figure, repeated, timed
from datafloor.analysis.sharing.coverage import counts
from datafloor.analysis.sharing.heads import split_heads
from datafloor.analysis.sharing.units import units
from datafloor.contexts.people import Coverage, Fixed, Sharing, Supply, lines
from datafloor.kernel.money import Money, split

RECORDS = 10_000_000
PROVIDERS = 8
HEADS = 10_000_000
SALES = 1_000_000
POT_MICRO = 1_000_000 * 10**6
SEED = 20261122


def run() -> list[Figure]:
    """Seconds for each, and the đồng that a million sales lost or made."""
    chance = np.random.default_rng(SEED)
    sets = chance.integers(0, 1 << PROVIDERS, RECORDS).astype(np.uint8)
    covering = repeated(lambda: timed(lambda: units(counts(sets, PROVIDERS))), 5)
    defined = timed(lambda: by_definition(sets))
    check_coverage(sets)
    use = chance.geometric(0.1, HEADS)
    heads = repeated(lambda: timed(lambda: split_heads(POT_MICRO, 5_000, use)), 5)
    floats = repeated(lambda: timed(lambda: by_floats(POT_MICRO, use)), 3)
    if int(split_heads(POT_MICRO, 5_000, use).sum()) != POT_MICRO:
        raise RuntimeError("the heads' parts are not the pot")
    lost: list[int] = []
    sales = timed(lambda: lost.append(missing(SALES)))
    return [
        figure(
            f"sharing_income.coverage, {RECORDS:,} records × {PROVIDERS}",
            1_000 * covering,
            "ms",
            goal=50,
            better="lower",
            rival="the definition, over all coalitions",
            rival_value=1_000 * defined,
        ),
        figure(
            f"sharing_income.pot over {HEADS:,} heads",
            heads,
            "s",
            goal=0.5,
            better="lower",
            rival="floats and rounding by chance, not exact",
            rival_value=floats,
        ),
        figure(
            f"sharing_income.đồng lost or made in {SALES:,} sales",
            lost[0],
            "₫",
            goal=0,
            better="lower",
        ),
        figure("sharing_income.sales split", SALES / sales, "1/s"),
    ]


def by_definition(sets: NDArray[np.uint8]) -> list[Fraction]:
    """The mean of what each provider adds to each coalition of the others."""
    worth = [int(np.count_nonzero(sets & coalition)) for coalition in range(1 << PROVIDERS)]
    values = []
    for one in range(PROVIDERS):
        value = Fraction(0)
        for others in range(1 << PROVIDERS):
            if not others >> one & 1:
                weight = comb(PROVIDERS - 1, others.bit_count()) * PROVIDERS
                value += Fraction(worth[others | 1 << one] - worth[others], weight)
        values.append(value)
    return values


def check_coverage(sets: NDArray[np.uint8]) -> None:
    """Both ways give the same shares."""
    found = units(counts(sets, PROVIDERS))
    expected = by_definition(sets)
    if [Fraction(each, sum(found)) for each in found] != [
        each / sum(expected) for each in expected
    ]:
        raise RuntimeError("the shares are not the Shapley values")


def by_floats(pot: int, use: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same split as one would write it without care: unbiased, and a little off in sum."""
    parts = pot * (0.5 / len(use) + 0.5 * use / use.sum())
    low = np.floor(parts)
    return np.asarray(low + (np.random.default_rng(0).random(len(use)) < parts - low), np.int64)


def missing(sales: int) -> int:
    """The đồng that so many random sales lost or made, all differences counted alike."""
    chance = np.random.default_rng(SEED)
    names = [f"org_{place}" for place in range(PROVIDERS)]
    paid = chance.integers(1, 10**12, sales).tolist()
    points = chance.integers(0, 10_001, (sales, 3)).tolist()
    many = chance.integers(1, PROVIDERS + 1, sales).tolist()
    found = chance.integers(0, 10**6, (sales, PROVIDERS)).tolist()
    wrong = 0
    for sum_paid, (processing, people, coverage), providers, supplied in zip(
        paid, points, many, found, strict=True
    ):
        kept, pot = split(sum_paid, [processing, 10_000 - processing])
        to_people, rest = split(pot, [people, 10_000 - people])
        supplies = tuple(
            Supply(names[place], tuple(supplied[:providers])) for place in range(providers)
        )
        terms = Sharing(
            providers=tuple(names[:providers]),
            coverage_points=coverage,
            fixed=(Fixed(names[-1], 10_000 - coverage),),
        )
        parts = lines(Money(rest), names[0], terms, Coverage(supplies=supplies, own=supplied[0]))
        total = sum(part.by_coverage.minor + part.fixed.minor for part in parts)
        wrong += abs(sum_paid - kept - to_people - total)
    return wrong
