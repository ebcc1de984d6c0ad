"""Counts of records, by how many supplied them, as whole numbers that money is split by."""

from collections.abc import Sequence
from math import lcm


def units(found: Sequence[Sequence[int]]) -> list[int]:
    """The Shapley values as whole numbers: 1/|S| of each record, times the least number that all
    sizes of S divide, so that shares of money are exact."""
    whole = lcm(*range(1, len(found) + 1))
    return [sum(count * whole // size for size, count in enumerate(each, 1)) for each in found]
