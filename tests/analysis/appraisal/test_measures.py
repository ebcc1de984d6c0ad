"""Statistics, drift, privacy and relations against values computed by hand."""

from collections import Counter, defaultdict
from math import log
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest

from datafloor.analysis.appraisal import drift, privacy, relations
from datafloor.analysis.appraisal.profile import count_distinct, decimal, measure


def test_profile_of_one_to_hundred() -> None:
    report = measure("x", pl.Series(range(1, 101))).report
    assert (report.minimum, report.maximum, report.mean) == ("1", "100", "50.5")
    assert report.deviation == "28.8661"  # sqrt((100^2 - 1) / 12)
    assert report.quantiles[0] == "1" and report.quantiles[-1] == "100"
    assert report.bins is not None and sum(report.bins.counts) == 100
    assert report.distinct == 100 and report.outliers == 0


def test_outliers_lie_three_interquartile_ranges_out() -> None:
    # quartiles of 0..100 are 25 and 75: the fences stand at -125 and 225
    values = [float(value) for value in range(101)]
    assert measure("x", pl.Series([*values, 225.0])).report.outliers == 0
    assert measure("x", pl.Series([*values, 1000.0, -1000.0])).report.outliers == 2


def test_bins_count_every_value_once() -> None:
    r = Random(5)
    values = [r.gauss(0, 1) for _ in range(1000)] + [1e6]
    report = measure("x", pl.Series(values)).report
    assert report.bins is not None and sum(report.bins.counts) == 1001
    assert len(report.bins.edges) == len(report.bins.counts) + 1


def test_only_values_that_ten_rows_share_are_shown() -> None:
    report = measure("x", pl.Series(["a"] * 12 + ["b"] * 10 + ["c"] * 9)).report
    assert [(value.text, value.count) for value in report.top] == [("a", 12), ("b", 10)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.1 + 0.2, "0.3"), (1234567.891, "1234570"), (1e-7, "0.0000001"), (-2.5, "-2.5")],
)
def test_decimal_text(value: float, text: str) -> None:
    assert decimal(value) == text


def test_distinct_hashes() -> None:
    assert count_distinct(np.array([3, 1, 3, 2], np.uint64)) == 3
    assert count_distinct(np.array([], np.uint64)) == 0


def test_psi_by_hand() -> None:
    # with half a count added: p = (10.5, 30.5) / 41, q = (30.5, 10.5) / 41
    p, q = 10.5 / 41, 30.5 / 41
    assert drift.psi([10, 30], [30, 10]) == pytest.approx(2 * (q - p) * log(q / p))
    assert drift.psi([5, 5], [50, 50]) == pytest.approx(0, abs=1e-12)
    assert drift.psi([100, 0], [0, 100]) > drift.MOVED


def test_wasserstein_of_a_shift_is_the_shift() -> None:
    before = [float(value) for value in range(21)]  # the interquartile range is 10
    assert drift.wasserstein(before, [value + 5 for value in before]) == pytest.approx(0.5)
    assert drift.wasserstein(before, before) == 0


TABLE = [  # age, sex, illness: k = 1 (the last row), l = 1 (the first group)
    (30, "f", "flu"),
    (30, "f", "flu"),
    (40, "m", "flu"),
    (40, "m", "asthma"),
    (40, "m", "cancer"),
    (50, "m", "flu"),
]


def _keys(columns: list[list[Any]]) -> privacy.Codes:
    return privacy.combine([privacy.codes(pl.Series(column)) for column in columns])


def test_k_and_l_by_hand() -> None:
    ages, sexes, illnesses = (list(column) for column in zip(*TABLE, strict=True))
    keys = _keys([ages, sexes])
    assert sorted(privacy.group_sizes(keys).tolist()) == [1, 2, 3]
    assert privacy.diversity(keys, privacy.codes(pl.Series(illnesses))[0]) == 1
    assert privacy.diversity(keys[2:5], privacy.codes(pl.Series(illnesses))[0][2:5]) == 3


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("width", [3, 10**6, 10**18])
def test_groups_agree_with_counting(seed: int, width: int) -> None:
    r = Random(seed)
    pick = [r.randrange(width) for _ in range(9)]
    columns = [[r.choice(pick) for _ in range(300)] for _ in range(3)]
    columns.append([r.choice(["x", "y", None]) for _ in range(300)])  # type: ignore[misc]
    secret = [r.randrange(4) for _ in range(300)]
    rows = list(zip(*columns, strict=True))
    keys = _keys(columns)
    assert sorted(privacy.group_sizes(keys).tolist()) == sorted(Counter(rows).values())
    seen: defaultdict[Any, set[int]] = defaultdict(set)
    for row, value in zip(rows, secret, strict=True):
        seen[row].add(value)
    expected = min(len(values) for values in seen.values())
    assert privacy.diversity(keys, privacy.codes(pl.Series(secret))[0]) == expected


def test_the_attack_singles_out_exactly_the_unique_rows_of_a_small_table() -> None:
    columns = [[1, 1, 1, 1], [1, 1, 2, 3]]
    coded = [privacy.codes(pl.Series(column)) for column in columns]
    first, second = privacy.attack(["a", "b"], coded)
    assert (first.singled_out, first.of) == (0, 4)
    assert (second.singled_out, second.of) == (2, 4)


def test_the_attack_on_a_large_table_counts_matches_in_the_whole_table() -> None:
    r = np.random.default_rng(3)
    values = [r.integers(0, 400, 50_000), r.integers(0, 400, 50_000)]
    coded = [privacy.codes(pl.Series(column)) for column in values]
    alone = privacy.group_sizes(privacy.combine(coded))
    share = np.count_nonzero(alone == 1) / 50_000
    step = privacy.attack(["a", "b"], coded)[1]
    assert float(step.low) / 100 <= share <= float(step.high) / 100
    assert 0 < step.singled_out < step.of


def test_wilson_interval() -> None:
    # Wilson 95 % for 5 of 10, as in Newcombe (1998): 0.2366 to 0.7634
    assert privacy.wilson(5, 10) == ("23.7", "76.3")
    assert privacy.wilson(0, 10)[0] == "0.0"


def test_keys_single_and_in_pairs() -> None:
    frame = pl.DataFrame({"a": [1, 2, 3, 4], "b": [1, 1, 2, 2], "c": [1, 2, 1, 2]})
    counts = [("a", 4, True), ("b", 2, True), ("c", 2, True)]
    assert relations.find_keys(4, counts, frame.get_column) == (("a",),)
    assert relations.find_keys(4, counts[1:], frame.get_column) == (("b", "c"),)
    repeated = pl.DataFrame({"b": [1, 1, 2, 2], "c": [1, 1, 1, 2]})
    assert relations.find_keys(4, counts[1:], repeated.get_column) == ()


def test_order_of_dates_and_wards_in_provinces() -> None:
    first = pl.Series([1, 5, None, 2]).cast(pl.Datetime("us"))
    second = pl.Series([2, 4, 3, 2]).cast(pl.Datetime("us"))
    assert relations.later(first, second) == (1, 3)
    wards = pl.Series(["00004", "Phường Ba Đình", "26704", "không rõ"])
    provinces = pl.Series(["01", "Thành phố Hà Nội", "01", "01"])
    wrong, known = relations.wards_outside(wards, provinces)
    assert (wrong, known) == (1, 3)
