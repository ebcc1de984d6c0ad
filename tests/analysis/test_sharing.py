"""Coverage shares and splits over heads, against brute force and against another's Shapley."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, lcm
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.analysis.sharing.coverage import Contribution, counts, supplied
from datafloor.analysis.sharing.heads import split_heads
from datafloor.analysis.sharing.units import units

SETS = st.lists(st.integers(0, 31), min_size=1, max_size=60)


def covered(sets: Sequence[int], rows: Sequence[int], coalition: int) -> int:
    """What a coalition is worth: the rows that any of its members supplied."""
    return sum(n for members, n in zip(sets, rows, strict=True) if members & coalition)


def shapley(sets: Sequence[int], rows: Sequence[int], providers: int) -> list[Fraction]:
    """The definition: the mean of what a provider adds, over all orders in which all arrive."""
    values = []
    for one in range(providers):
        others = [1 << p for p in range(providers) if p != one]
        value = Fraction(0)
        for size in range(providers):
            for chosen in combinations(others, size):
                adds = covered(sets, rows, sum(chosen) | 1 << one)
                adds -= covered(sets, rows, sum(chosen))
                value += Fraction(adds, comb(providers - 1, size) * providers)
        values.append(value)
    return values


@given(SETS)
def test_the_shares_are_the_shapley_values(sets: list[int]) -> None:
    rows = [1 + place % 7 for place in range(len(sets))]
    found = units(counts(np.array(sets, np.uint16), 5, np.array(rows)))
    values = shapley(sets, rows, 5)
    assert [Fraction(unit, 60) for unit in found] == values
    assert sum(values) == covered(sets, rows, 31)


@given(SETS)
def test_bytes_in_pairs_count_as_one_by_one(sets: list[int]) -> None:
    one = counts(np.array(sets, np.uint16), 5)
    assert counts(np.array(sets, np.uint8), 5) == one
    assert counts(np.array(sets + sets, np.uint8), 5) == tuple(
        tuple(2 * count for count in each) for each in one
    )


@given(SETS, st.permutations(range(5)))
def test_names_do_not_matter_and_nothing_earns_nothing(sets: list[int], to: list[int]) -> None:
    kept = [members & 0b1111 for members in sets]
    renamed = [sum(1 << to[p] for p in range(5) if members >> p & 1) for members in kept]
    found = units(counts(np.array(kept, np.uint8), 5))
    assert found[4] == 0
    other = units(counts(np.array(renamed, np.uint8), 5))
    assert [other[to[p]] for p in range(5)] == found


def test_another_s_shapley_agrees() -> None:
    """pyDVL's exact values of small games, which `pydvl_vectors.py` wrote down."""
    cases = msgspec.json.decode(Path(__file__).with_name("pydvl_coverage.json").read_bytes())
    assert len(cases) == 30
    for case in cases:
        found = units(counts(np.array(case["sets"], np.uint8), case["providers"]))
        whole = lcm(*range(1, case["providers"] + 1))
        assert [unit / whole for unit in found] == pytest.approx(case["values"], abs=1e-9)


def test_a_supplier_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="none of the providers"):
        counts(np.array([4], np.uint8), 2)
    with pytest.raises(ValueError, match="1 to 16"):
        counts(np.array([0], np.uint8), 0)


Registered = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.integers(0, 9), max_size=8), st.integers(0, 3)),
    max_size=5,
)


def contributions(registered: list[tuple[int, list[int], int]]) -> list[Contribution]:
    """What each provider says of some records; what it says of one is a digest of both."""
    return [
        Contribution(
            provider,
            np.array(records, np.uint64),
            np.array([100 * record + says for record in records], np.uint64),
        )
        for provider, records, says in registered
    ]


def earned(
    registered: list[tuple[int, list[int], int]], delivered: list[int], providers: int
) -> list[int]:
    found = supplied(np.array(delivered, np.uint64), contributions(registered))
    return units(counts(found.sets, providers, found.rows))


@given(Registered, st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(0, 5))
def test_a_copy_under_a_second_account_gains_nothing(
    registered: list[tuple[int, list[int], int]], delivered: list[int], when: int
) -> None:
    """Provider 0 registers everything of its own once more as provider 3, later: the two together
    have what 0 had, and nobody else has less."""
    own = [(3, records, says) for provider, records, says in registered if provider == 0]
    alone = earned(registered, delivered, 4)
    assert earned(registered + own, delivered, 4) == alone


@given(Registered, st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_registering_what_others_registered_gains_nothing(
    registered: list[tuple[int, list[int], int]], delivered: list[int]
) -> None:
    copied = [(3, records, says) for _, records, says in registered]
    assert earned(registered + copied, delivered, 4)[3] == 0


def test_two_who_say_different_things_of_a_record_share_it() -> None:
    assert earned([(0, [1, 2], 0), (1, [2, 2], 1)], [1, 2, 2], 2) == [4, 2]
    assert earned([(0, [1], 0), (1, [1], 0), (0, [1], 0)], [1], 2) == [2, 0]
    assert earned([], [1], 2) == [0, 0]
    assert earned([(0, [1], 0)], [], 2) == [0, 0]


def largest_remainder(pot: int, use: Sequence[int]) -> list[int]:
    total = sum(use)
    parts = [pot * each // total for each in use]
    rest = sorted(range(len(use)), key=lambda place: (-(pot * use[place] % total), place))
    for place in rest[: pot - sum(parts)]:
        parts[place] += 1
    return parts


@given(
    st.integers(0, 2**62 - 1),
    st.integers(0, 10_000),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=50),
)
def test_heads_share_a_pot_to_the_last_part(pot: int, points: int, use: list[int]) -> None:
    found = split_heads(pot, points, np.array(use))
    assert int(sum(found.tolist())) == pot
    equal = pot * points // 10_000 if sum(use) else pot
    each, left = divmod(equal, len(use))
    by_use = largest_remainder(pot - equal, use) if sum(use) else [0] * len(use)
    expected = [each + (place < left) + by_use[place] for place in range(len(use))]
    assert found.tolist() == expected


def test_what_cannot_be_shared_is_refused() -> None:
    for pot, points, use in (
        (1, 0, []),
        (1, 0, [-1]),
        (2**62, 0, [1]),
        (1, 10_001, [1]),
        (1, 0, [2**51]),
    ):
        with pytest.raises(ValueError):
            split_heads(pot, points, np.array(use, np.int64))
