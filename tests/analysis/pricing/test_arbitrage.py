"""The linter of price lists, against brute force."""

from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.analysis.pricing import arbitrage
from datafloor.analysis.pricing.arbitrage import (
    Arbitrage,
    Offered,
    Priced,
    cheapest_of_many,
    sizes,
    variants,
)
from datafloor.app.cli import main
from tests.analysis.pricing.brute import cheapest_by_partition


def listed(prices: list[int]) -> list[Priced]:
    return [Priced(size, price) for size, price in enumerate(prices, 1)]


def flagged(prices: list[int]) -> dict[str, str]:
    return {each.item: str(each) for each in sizes(listed(prices))}


def test_the_combination_is_named() -> None:
    assert flagged([10, 20, 30, 25, 60, 70]) == {
        "3": "3 = 4 cheaper by 5",
        "5": "5 = 4 + 1 cheaper by 25",
        "6": "6 = 4 + 2 × 1 cheaper by 25",
    }


@pytest.mark.parametrize(("power", "clean"), [(0.5, True), (1.0, True), (1.3, False)])
def test_a_price_by_precision_grows_no_faster_than_it(power: float, clean: bool) -> None:
    """c·x^a is free of arbitrage if and only if a is at most one."""
    prices = [Priced(x, round(1000 * x**power)) for x in (1, 2, 4, 8, 16)]
    assert (sizes(prices) == []) is clean


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7))
def test_against_every_partition(prices: list[int]) -> None:
    least = cheapest_by_partition(np.array([prices]))[0]
    pairs = enumerate(zip(prices, least, strict=True), 1)
    expected = {str(size): int(p - c) for size, (p, c) in pairs if c < p}
    assert {each.item: each.saved for each in sizes(listed(prices))} == expected


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 60), min_size=1, max_size=4))
def test_sizes_with_gaps_against_every_multiset(prices: dict[int, int]) -> None:
    found = {each.item: each.saved for each in sizes([Priced(*pair) for pair in prices.items()])}
    for size, price in prices.items():
        most = -(-size // min(prices))
        cheapest = min(
            sum(prices[part] for part in parts)
            for count in range(1, most + 1)
            for parts in combinations_with_replacement(sorted(prices), count)
            if sum(parts) >= size
        )
        assert found.get(str(size), 0) == price - cheapest


def test_many_lists_at_once_agree_with_every_partition() -> None:
    """20,000 lists; the million is `python -m bench prices`."""
    prices = np.random.default_rng(1).integers(0, 100, (20_000, 8))
    assert (cheapest_of_many(prices) == cheapest_by_partition(prices)).all()


def test_far_sizes_are_found_by_many_of_one() -> None:
    found = sizes([Priced(1, 1), Priced(10**9, 2 * 10**9)])
    assert [str(each) for each in found] == ["1000000000 = 1000000000 × 1 cheaper by 1000000000"]


def test_what_cannot_be_looked_through_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arbitrage, "MOST_STATES", 3)
    with pytest.raises(ValueError, match="too many sets"):
        sizes([Priced(3, 4), Priced(5, 6), Priced(100, 118)])


@pytest.mark.parametrize(
    "wrong",
    [
        [Priced(0, 1)],
        [Priced(1, -1)],
        [Priced(1, 1), Priced(1, 2)],
        [Priced(n, n) for n in range(1, 66)],
    ],
)
def test_no_price_list(wrong: list[Priced]) -> None:
    with pytest.raises(ValueError):
        sizes(wrong)


FULL = Offered("full", 100)
LATE = Offered("late", 40, delay_days=30)
SAMPLE = Offered("sample", 20, sample_percent=10)
A, B = Offered("a", 30, frozenset("kx")), Offered("b", 30, frozenset("ky"))


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([FULL, LATE, SAMPLE, A, B], []),
        ([Offered("full", 30), LATE], [Arbitrage("late", 40, ("full",), 10)]),
        (
            [FULL, A, B, Offered("both", 70, frozenset("kxy"))],
            [Arbitrage("both", 70, ("a", "b"), 10)],
        ),
        ([Offered("full", 50), A, B], []),
        ([LATE, Offered("later", 50, delay_days=60)], [Arbitrage("later", 50, ("late",), 10)]),
        (
            [LATE, Offered("less", 50, frozenset("k"), 40, 5)],
            [Arbitrage("less", 50, ("late",), 10)],
        ),
        ([SAMPLE, Offered("late sample", 5, frozenset(), 9, 10)], []),
    ],
)
def test_variants(items: list[Offered], found: list[Arbitrage]) -> None:
    assert variants(items) == found


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("sizes.csv", "size,price\n1,10\n2,15\n3,30\n", 1, "3 = 2 + 1 cheaper by 5"),
        ("sizes.csv", "size,price\n1,10\n2,15\n", 0, "Nothing costs more"),
        ("p.json", '[{"precision": 1, "price": 1}, {"precision": 2, "price": 9}]', 1, "2 × 1"),
        ("v.csv", "variant,price,columns,delay_days\nfull,9,,\nlate,10,,3\n", 1, "late = full"),
        ("x.csv", "", 2, ""),
        ("x.csv", "size,price\n1,1.5\n", 2, ""),
        ("x.json", '[{"size": 1}]', 2, ""),
    ],
)
def test_the_command(
    name: str, text: str, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text(text)
    assert main(["price", "lint", str(file)]) == code
    assert said in capsys.readouterr().out
    main(["price", "lint", str(file), "--json"])
    assert (capsys.readouterr().out != "") is (code < 2)
