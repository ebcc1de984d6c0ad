"""Coverage Shapley: each delivered record pays its suppliers alike, 1/|S| to each of S.

This is the Shapley value of the coverage game, in which a coalition is worth the records that any
of its members supplied: for one record the game is "somebody of S is there", which is symmetric in
S, and the value adds up over records. So it is efficient, symmetric and gives nothing to who
supplied nothing, in one pass over the records where the definition sums over all coalitions
(Shapley 1953; for data: Ghorbani and Zou 2019, Agarwal, Dahleh and Sarkar 2019).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_PROVIDERS = 16
"""One bit each in the set of a record's suppliers."""

BLOCK = 1 << 16
"""Records at a time: what is computed between stays in the processor's cache."""

Counts = tuple[tuple[int, ...], ...]
"""For each provider, how many records it supplied alone, with one other, with two others …"""


class Contribution(NamedTuple):
    """What a provider registered: for each row a digest of the record that it is about, and one of
    all that it says. Both are arrays of 64 bits, shape (rows,)."""

    provider: int
    records: NDArray[np.uint64]
    contents: NDArray[np.uint64]


class Supplied(NamedTuple):
    """The delivered records, each once, with the set of its suppliers, bit *p* for provider *p*,
    and how many delivered rows it has."""

    sets: NDArray[np.uint16]
    rows: NDArray[np.int64]


def supplied(delivered: NDArray[np.uint64], contributions: Sequence[Contribution]) -> Supplied:
    """Who supplied each delivered record, the earliest registration first.

    A row whose whole content somebody else registered before supplies nothing: a copy is no
    contribution. So registering one's own data again under another name gains the two together
    nothing, and registering somebody else's gains nothing at all. A copy that was changed in any
    value is not found by this; verified identities stand against that.
    """
    records, rows = np.unique(delivered, return_counts=True)
    sets = np.zeros(len(records), np.uint16)
    first = np.empty(0, np.uint64)
    owner = np.empty(0, np.uint8)
    for each in contributions:
        new, own = _original(each, first, owner)
        if len(records):
            place = np.minimum(np.searchsorted(records, each.records), len(records) - 1)
            hit = own & (records[place] == each.records)
            sets[place[hit]] |= np.uint16(1 << each.provider)
        first = np.concatenate([first, new])
        owner = np.concatenate([owner, np.full(len(new), each.provider, np.uint8)])
        order = np.argsort(first, kind="stable")
        first, owner = first[order], owner[order]
    return Supplied(sets, rows)


def _original(
    each: Contribution, first: NDArray[np.uint64], owner: NDArray[np.uint8]
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The contents that nobody registered before, and for each row whether it is the provider's
    own: new, or registered first by this provider itself."""
    if not len(first):
        return np.unique(each.contents), np.ones(len(each.contents), np.bool_)
    place = np.minimum(np.searchsorted(first, each.contents), len(first) - 1)
    known = first[place] == each.contents
    own = ~known | (owner[place] == each.provider)
    return np.unique(each.contents[~known]), own


def counts(
    sets: NDArray[np.unsignedinteger], providers: int, rows: NDArray[np.int64] | None = None
) -> Counts:
    """How many delivered rows each provider supplied alone, with one other, and so on.

    `sets` has shape (records,), one bit a provider; `rows` is how many rows each record has, or 1.
    One pass counts the records by set; the rest looks at no more than 2 to the power of
    `providers` sets.
    """
    if not 1 <= providers <= MOST_PROVIDERS:
        raise ValueError(f"1 to {MOST_PROVIDERS} providers")
    by_set = _by_set(sets, 1 << providers, rows)
    if len(by_set) > 1 << providers:
        raise ValueError("a supplier that is none of the providers")
    found = [[0] * providers for _ in range(providers)]
    for members in np.flatnonzero(by_set).tolist():
        for provider in range(providers):
            if members >> provider & 1:
                found[provider][members.bit_count() - 1] += int(by_set[members])
    return tuple(tuple(each) for each in found)


def _by_set(
    sets: NDArray[np.unsignedinteger], kinds: int, rows: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """How many rows there are of each set of suppliers. Sums of `rows` are exact below 2⁵³."""
    if rows is not None:
        found = np.zeros(max(kinds, int(sets.max(initial=0)) + 1), np.int64)
        for start in range(0, len(sets), BLOCK):
            part = slice(start, start + BLOCK)
            found += np.bincount(sets[part], rows[part], len(found)).astype(np.int64)
        return found
    if sets.dtype != np.uint8 or len(sets) % 2:
        return np.bincount(sets, minlength=kinds).astype(np.int64)
    pairs = np.bincount(sets.view(np.uint16), minlength=1 << 16).reshape(256, 256)
    single = (pairs.sum(axis=0) + pairs.sum(axis=1)).astype(np.int64)
    used = int(np.flatnonzero(single)[-1]) + 1 if single.any() else 0
    return np.array(single[: max(kinds, used)])
