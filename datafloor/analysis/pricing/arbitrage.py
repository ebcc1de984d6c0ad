"""Price lists that can be outwitted: where something costs more than what yields it.

A list is free of arbitrage if and only if it is **monotone** (what gives more costs no less) and
**subadditive** (nothing costs more than parts that together give it). Sizes add up when bought
together; so do precisions, for the mean of independent answers has the sum of their precisions
(Li, Li, Miklau and Suciu 2014; Chen, Koutris and Kumar 2019). Of variants, tables with other
columns of the same rows are joined.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_ITEMS = 64
"""The longest list that is looked through; a longer one is no price list of people."""


MOST_STATES = 100_000
"""How far the search for something cheaper goes."""


class Priced(Struct, frozen=True, order=True):
    """So much (rows, precision, days) at a price; whole numbers, so that nothing is rounded."""

    size: int
    price: int


class Offered(Struct, frozen=True):
    """A variant at a price: its columns (none named: all), how many days late it is, and what
    share of the rows it has."""

    name: str
    price: int
    columns: frozenset[str] = frozenset()
    delay_days: int = 0
    sample_percent: int = 100


class Arbitrage(Struct, frozen=True):
    """`item` costs `saved` more than `instead`, bought together, which give as much or more."""

    item: str
    price: int
    instead: tuple[str, ...]
    saved: int

    def __str__(self) -> str:
        parts = " + ".join(self.instead)
        return f"{self.item} = {parts} cheaper by {self.saved}"


def sizes(items: Sequence[Priced]) -> list[Arbitrage]:
    """Each size that costs more than the cheapest sizes that together reach it.

    Exact: the cheapest is searched first (Dijkstra over what is covered so far), and only among
    what is cheaper than the price in question. Raises `ValueError` for a list that is too long, a
    size twice, or a size or price below nothing.
    """
    _check(items)
    found = []
    for item in sorted(items, key=lambda each: each.size):
        cost, parts = _cheapest(items, item)
        if cost < item.price:
            found.append(Arbitrage(f"{item.size}", item.price, parts, item.price - cost))
    return found


def _check(items: Sequence[Priced]) -> None:
    if len(items) > MOST_ITEMS:
        raise ValueError(f"a price list has at most {MOST_ITEMS} prices")
    if any(each.size <= 0 or each.price < 0 for each in items):
        raise ValueError("a size is above nothing, and a price is not below it")
    if len({each.size for each in items}) < len(items):
        raise ValueError("a size has two prices")


def _cheapest(items: Sequence[Priced], wanted: Priced) -> tuple[int, tuple[str, ...]]:
    """What reaches a size at the least cost; the size itself where nothing is cheaper.

    Each set of parts is tried in one order only, so the search is over sets. Where it grows too
    large, as for a million times the smallest size, many of one size are tried alone.
    """
    useful = sorted((each for each in items if each.price < wanted.price), key=_by_worth)
    queue: list[tuple[int, int, int]] = [(0, 0, 0)]
    best: dict[tuple[int, int], int] = {(0, 0): 0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    while queue and len(best) < MOST_STATES:
        cost, minus, first = heappop(queue)
        if -minus >= wanted.size:
            return cost, _parts(came, (-minus, first), useful)
        if cost > best[-minus, first]:
            continue
        for place in range(first, len(useful)):
            part = useful[place]
            covered = min(-minus + part.size, wanted.size)
            total = cost + part.price
            if total < min(wanted.price, best.get((covered, place), wanted.price)):
                best[covered, place] = total
                came[covered, place] = (-minus, first)
                heappush(queue, (total, -covered, place))
    if not queue:
        return wanted.price, ()
    cost, part = min((-(-wanted.size // part.size) * part.price, part) for part in useful)
    if cost >= wanted.price:
        raise ValueError(f"too many sets of sizes reach {wanted.size} to look through them all")
    return cost, (_times(-(-wanted.size // part.size), part),)


def _parts(
    came: dict[tuple[int, int], tuple[int, int]], state: tuple[int, int], useful: list[Priced]
) -> tuple[str, ...]:
    """The parts on the way to a state, each with how often it is taken."""
    counts: dict[int, int] = {}
    while state in came:
        counts[state[1]] = counts.get(state[1], 0) + 1
        state = came[state]
    return tuple(_times(count, useful[place]) for place, count in sorted(counts.items()))


def _times(count: int, part: Priced) -> str:
    return f"{part.size}" if count == 1 else f"{count} × {part.size}"


def _by_worth(item: Priced) -> tuple[float, int]:
    return item.price / item.size, item.size


def variants(items: Sequence[Offered]) -> list[Arbitrage]:
    """Each variant that costs more than others which together give as much: one that gives more
    alone, or several whose columns can be joined. Looks at every set of up to ten others."""
    if len(items) > 11:
        raise ValueError("a product has at most 11 variants")
    every = frozenset[str]().union(*(each.columns for each in items))
    found = []
    for item in items:
        others = [
            each
            for each in items
            if each is not item
            and each.delay_days <= item.delay_days
            and each.sample_percent >= item.sample_percent
        ]
        best: Arbitrage | None = None
        for count in range(1, len(others) + 1):
            for parts in combinations(others, count):
                cost = sum(part.price for part in parts)
                saved = item.price - cost
                if saved > (best.saved if best else 0) and _joined(parts, item, every):
                    names = tuple(part.name for part in parts)
                    best = Arbitrage(item.name, item.price, names, saved)
        if best is not None:
            found.append(best)
    return found


def _joined(parts: Sequence[Offered], item: Offered, every: frozenset[str]) -> bool:
    """Whether the parts have all columns of the item. All columns are only had whole: a table may
    have columns that no variant names."""
    if any(not part.columns for part in parts):
        return True
    have = frozenset[str]().union(*(part.columns for part in parts))
    return bool(item.columns) and item.columns <= have


def cheapest_of_many(prices: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """For many lists at once, what each of the sizes 1, 2, … n costs at the least.

    `prices` has a row a list and a column a size. The closure of a list under "at least as much"
    and "together": a list is free of arbitrage if and only if it is its own closure.
    """
    import numpy as np

    cost = np.minimum.accumulate(prices[:, ::-1], axis=1)[:, ::-1].copy()
    for size in range(2, cost.shape[1] + 1):
        for part in range(1, size // 2 + 1):
            together = cost[:, part - 1] + cost[:, size - part - 1]
            np.minimum(cost[:, size - 1], together, out=cost[:, size - 1])
    return cost
