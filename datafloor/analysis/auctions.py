"""The mechanisms of auctions: bids in, who wins and at what price out. No database, no clock.

Bids are whole smallest units in an int64 array, in the order in which they were made; where two
are equal, the earlier wins. `reserve` is the least price, at least 1. In the truthful mechanisms
(second price, random sampling) no bidder ever gains by bidding anything but what the thing is
worth to her, whatever the others do.

- Second price: W. Vickrey, Counterspeculation, Auctions, and Competitive Sealed Tenders, Journal of
  Finance 16 (1961).
- Random sampling optimal price (RSOP): A. Goldberg, J. Hartline, A. Karlin, M. Saks, A. Wright,
  Competitive Auctions, Games and Economic Behavior 55 (2006). With few bidders it earns much less
  than the best single price would; see `bench.auctions`.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bids = NDArray[np.int64]
Sides = NDArray[np.bool_]


class Award(NamedTuple):
    """One winner, by her place among the bids, and what she pays."""

    place: int
    price: int


def bids_of(amounts: Sequence[int]) -> Bids:
    """Amounts as the mechanisms take them."""
    return np.array(amounts, dtype=np.int64)


def first_price(bids: Bids, reserve: int) -> Award | None:
    """The highest bid wins and pays itself; nobody where none reaches the reserve."""
    place = _highest(bids, reserve)
    return None if place is None else Award(place, int(bids[place]))


def second_price(bids: Bids, reserve: int) -> Award | None:
    """The highest bid wins and pays the second highest, or the reserve where that is more."""
    place = _highest(bids, reserve)
    if place is None:
        return None
    others = np.delete(bids, place)
    return Award(place, max(reserve, int(others.max(initial=0))))


def optimal_price(bids: Bids, reserve: int) -> int:
    """The single price, at least the reserve, at which these bids would bring the most in all.

    The reserve where none reaches it; the lower of two that bring the same.
    """
    ranked = np.sort(bids[bids >= reserve])
    if not ranked.size:
        return reserve
    brought = ranked.astype(object) * np.arange(ranked.size, 0, -1)  # may pass 64 bits
    return int(ranked[int(np.argmax(brought))])


def random_sampling(bids: Bids, sides: Sides, reserve: int) -> list[Award]:
    """Many winners: each side of the bids is offered the price that is best for the other side.

    So nobody's own bid has any part in the price that is asked of her. `sides` is drawn so that
    nobody can foresee it (`draw`).
    """
    price_of = {
        side: optimal_price(bids[sides != side], reserve)  # the best price of the other side
        for side in (False, True)
    }
    prices = np.where(sides, price_of[True], price_of[False])
    return [Award(int(place), int(prices[place])) for place in np.flatnonzero(bids >= prices)]


def draw(seed: str, names: Sequence[str]) -> Sides:
    """On which side each bid falls: a bit of SHA-256 over the seed, all names, and its own name.

    The seed is fixed, by its digest, before the first bid, and all names enter each bit; so neither
    who knows the seed nor who bids can choose the side of a bid without the other.
    """
    whole = sha256("\n".join([seed, *sorted(names)]).encode()).hexdigest()
    bits = [sha256(f"{whole}\n{name}".encode()).digest()[0] & 1 for name in names]
    return np.array(bits, dtype=np.bool_)


def _highest(bids: Bids, reserve: int) -> int | None:
    if not bids.size:
        return None
    place = int(np.argmax(bids))  # the first of equal ones
    return place if bids[place] >= reserve else None
