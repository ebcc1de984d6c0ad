"""Prices of queries by coverage: against the answers themselves, and free of arbitrage."""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datafloor.analysis.pricing.coverage import CELL, Support, sampled
from datafloor.analysis.pricing.queries import Aggregate, BadQuery, Comparison, Query, Where

FULL = 1_000_003
FIELDS = ("n", "x", "s")


def table(rows: int = 40) -> pa.Table:
    """Small numbers, so that changes often change nothing of an answer; some cells are empty."""
    draw = np.random.default_rng(7)
    numbers = [None if each == 5 else int(each) for each in draw.integers(0, 6, rows)]
    halves = [float("nan") if each == 3 else each / 2 for each in draw.integers(0, 5, rows)]
    words = [None if each == 4 else "abcd"[each] for each in draw.integers(0, 5, rows)]
    columns = {"n": pa.array(numbers, pa.int64()), "x": pa.array(halves), "s": pa.array(words)}
    return pa.table(columns)


ROWS = table()
KEPT = sampled(ROWS, 300, bytes(range(32)))
SUPPORT = Support(KEPT)

tests = st.sampled_from(Comparison)
halves = st.sampled_from([-1.0, 0.5, 0.7, 2.0])
words = st.sampled_from(["", "a", "bb", "d"])
conditions = st.one_of(
    st.builds(Where, st.just("n"), tests, st.integers(-1, 6)),
    st.builds(Where, st.just("x"), tests, halves),
    st.builds(Where, st.just("s"), tests, words),
)
wheres = st.lists(conditions, max_size=3).map(tuple)
queries = st.one_of(
    st.builds(Query, st.lists(st.sampled_from(FIELDS), min_size=1, unique=True).map(tuple), wheres),
    st.builds(Query, st.just(()), wheres, st.just(Aggregate.count)),
    st.builds(Query, st.sampled_from([("n",), ("x",)]), wheres, st.just(Aggregate.sum)),
)


def share(row: dict[str, Any], query: Query) -> Any:
    """What one row adds to an answer, written plainly."""
    holds = {
        Comparison.equal: lambda a, b: a == b,
        Comparison.unequal: lambda a, b: a != b,
        Comparison.less: lambda a, b: a < b,
        Comparison.at_most: lambda a, b: a <= b,
        Comparison.more: lambda a, b: a > b,
        Comparison.at_least: lambda a, b: a >= b,
    }
    for each in query.where:
        if row[each.field] is None or not holds[each.test](row[each.field], each.value):
            return Counter() if query.aggregate is None else 0
    if query.aggregate is Aggregate.count:
        return 1
    if query.aggregate is Aggregate.sum:
        return row[query.select[0]] or 0
    return Counter([tuple(row[name] for name in query.select)])


@settings(deadline=None)
@given(queries)
def test_what_is_told_apart_is_where_the_answer_differs(query: Query) -> None:
    rows = KEPT.drop_columns([CELL]).to_pylist()
    half = len(rows) // 2
    told = SUPPORT.told_apart(query)
    for place in range(half):
        differs = share(rows[place], query) != share(rows[half + place], query)
        assert bool(told[place]) is differs, (rows[place], rows[half + place])


@settings(deadline=None)
@given(queries, queries)
def test_together_costs_no_more_than_apart_and_no_less_than_one(a: Query, b: Query) -> None:
    both = SUPPORT.price(FULL, [a, b])
    assert both <= SUPPORT.price(FULL, [a]) + SUPPORT.price(FULL, [b])
    assert both >= max(SUPPORT.price(FULL, [a]), SUPPORT.price(FULL, [b]))


@settings(deadline=None)
@given(st.lists(queries, min_size=1, max_size=4))
def test_what_is_paid_one_after_the_other_is_the_price_of_all(asked: list[Query]) -> None:
    paid = [SUPPORT.charge(FULL, query, asked[:place]) for place, query in enumerate(asked)]
    assert min(paid) >= 0
    assert sum(paid) == SUPPORT.price(FULL, asked)
    assert SUPPORT.charge(FULL, asked[0], asked) == 0


@settings(deadline=None)
@given(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True), wheres, st.data())
def test_what_follows_from_an_answer_costs_no_more(
    fields: list[str], where: tuple[Where, ...], data: st.DataObject
) -> None:
    """Fewer fields, how many rows, a sum of a field, and rows that also fulfil a condition on a
    field that is shown."""
    query = Query(tuple(fields), where)
    price = SUPPORT.price(FULL, [query])
    fewer = data.draw(st.lists(st.sampled_from(fields), min_size=1, unique=True))
    follows = [Query(tuple(fewer), where), Query((), where, Aggregate.count)]
    follows += [Query((name,), where, Aggregate.sum) for name in fields if name in ("n", "x")]
    more = data.draw(conditions)
    if more.field in fields:
        follows.append(Query(tuple(fields), (*where, more)))
    assert all(SUPPORT.price(FULL, [each]) <= price for each in follows)


def test_the_whole_costs_the_full_price_and_nothing_costs_nothing() -> None:
    assert SUPPORT.price(FULL, [Query(FIELDS)]) == FULL
    assert SUPPORT.price(FULL, []) == 0
    nobody = Query(FIELDS, (Where("n", Comparison.more, 100),))
    assert SUPPORT.price(FULL, [nobody]) == 0


def test_the_support_is_the_same_each_time_and_one_cell_apart() -> None:
    assert sampled(ROWS, 300, bytes(range(32))).equals(KEPT)
    assert not sampled(ROWS, 300, bytes(32)).equals(KEPT)
    rows = KEPT.drop_columns([CELL]).to_pylist()
    cells = KEPT[CELL].to_pylist()
    half = len(rows) // 2
    assert half > 250
    for place in range(half):
        differ = [name for name in FIELDS if rows[place][name] != rows[half + place][name]]
        assert differ == [FIELDS[cells[place]]]


@pytest.mark.parametrize(
    "query",
    [
        Query(("nobody",)),
        Query(),
        Query(("n",), (Where("nobody", Comparison.equal, 1),)),
        Query(("n",), (Where("n", Comparison.equal, "one"),)),
        Query(("n",), (Where("s", Comparison.equal, 1),)),
        Query(("s",), (), Aggregate.sum),
        Query(("n", "x"), (), Aggregate.sum),
    ],
)
def test_no_query_of_this_table(query: Query) -> None:
    with pytest.raises(BadQuery):
        SUPPORT.told_apart(query)


def test_a_table_without_rows_or_cells() -> None:
    empty = Support(sampled(ROWS.slice(0, 0), 100, bytes(32)))
    assert empty.price(FULL, [Query(FIELDS)]) == 0
