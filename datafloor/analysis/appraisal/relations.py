"""What rows and columns say about each other: keys, repeats, order of dates, wards in provinces."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from datafloor.analysis.appraisal.mix import Words, sample_rows
from datafloor.analysis.appraisal.profile import count_distinct
from datafloor.analysis.appraisal.vietnam import units

TRIED = 200_000
PAIRS = 10


def find_keys(
    rows: int, distinct: Sequence[tuple[str, int, bool]], read: Callable[[str], pl.Series]
) -> tuple[tuple[str, ...], ...]:
    """The columns that tell every row apart; where none does, the first pair that does.

    `distinct` gives for each column its name, its distinct values and whether it may be in a key
    (no missing value). Pairs are first tried on part of the rows.
    """
    single = tuple((name,) for name, count, may in distinct if may and count == rows)
    if single or rows < 2:
        return single
    likely = sorted(((n, c) for n, c, may in distinct if may and c > 1), key=lambda one: -one[1])
    pairs = [pair for pair in combinations(likely[:6], 2) if pair[0][1] * pair[1][1] >= rows]
    part = sample_rows(rows, TRIED, seed=2)
    for (first, _), (second, _) in pairs[:PAIRS]:
        hashes = _row_hashes([read(first), read(second)])
        if count_distinct(hashes[part]) == len(part) and count_distinct(hashes) == rows:
            return ((first, second),)
    return ()


def _row_hashes(columns: Sequence[pl.Series]) -> Words:
    total = np.zeros(len(columns[0]), np.uint64)
    for seed, column in enumerate(columns):
        total += column.hash(seed).to_numpy()
    return total


def later(first: pl.Series, second: pl.Series) -> tuple[int, int]:
    """In how many rows the first date is later than the second, of how many that have both."""
    both = first.is_not_null() & second.is_not_null()
    return int((first > second).sum()), int(both.sum())


def wards_outside(ward: pl.Series, province: pl.Series) -> tuple[int, int]:
    """In how many rows the ward is not in the row's province, of those where both are known."""
    pairs = pl.DataFrame({"ward": ward.cast(pl.String), "province": province.cast(pl.String)})
    counted = pairs.drop_nulls().group_by("ward", "province").len()
    wrong = known = 0
    listed = units()
    for ward_text, province_text, count in counted.iter_rows():
        provinces = listed.provinces_of_ward(ward_text)
        own = listed.province_of(province_text)
        if provinces and own:
            known += count
            wrong += count * (own not in provinces)
    return wrong, known
