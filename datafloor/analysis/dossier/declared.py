"""What a seller declares of cost, and a buyer of income. Nobody has checked either.

Whole numbers of smallest units, since a State seller's starting price may not be below its cost
(Decree 169/2025, article 33).
"""

from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """A cost of making the data: how much, and over how many sales it is borne."""

    minor: int
    sales: int


class Income(NamedTuple):
    """What the data bring a buyer each year, for so many years, and how much a year from now is
    worth less, in parts of ten thousand."""

    yearly_minor: int
    years: int
    discount_points: int


def cost_floor(costs: Sequence[Cost]) -> int:
    """What one sale must bring for the costs to be borne, rounded up."""
    return sum(-(-each.minor // each.sales) for each in costs)


def income_value(income: Income) -> int:
    """The present value of the income, rounded down: a year's income is had at its end."""
    value = 0
    above, below = 1, 1
    for _ in range(income.years):
        above, below = above * 10_000, below * (10_000 + income.discount_points)
        value += income.yearly_minor * above // below
    return value
