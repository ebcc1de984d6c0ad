"""A quote for a query of a table of ten million rows, by a support set of 100,000.

Run alone: `python -m bench.quotes [ROWS]`. The rival answers the same query on both sides of the
support with polars and compares the answers row by row: the same price without our ranks.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl
import pyarrow as pa

from bench.figure import Figure, figure
from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, Tables, publish
from datafloor.adapters.tables.picking import pick_rows
from datafloor.analysis.pricing.coverage import CELL, Support, sampled
from datafloor.analysis.pricing.queries import Aggregate, Comparison, Query, Where

ROWS = 10_000_000
SUPPORT = 100_000
GOAL_SECONDS = 0.001
REPEATS = 200
SEED = bytes(range(32))


def run(rows: int = ROWS) -> list[Figure]:
    """Milliseconds a quote, the median over queries and repeats; and to make the support once."""
    with tempfile.TemporaryDirectory() as folder:
        names = published(Path(folder), rows)
        tables = Tables(Objects(f"{folder}/objects"))
        begun = perf_counter()
        picked = pick_rows(tables, "t", 0, names, SUPPORT, SEED)
        kept = sampled(picked, SUPPORT, SEED)
        support = Support(kept)
        making = perf_counter() - begun
    asked = queries()
    seconds, rival = [], []
    frame = pl.from_arrow(kept)
    assert isinstance(frame, pl.DataFrame)
    half = support.size
    for query in asked:
        for _ in range(REPEATS):
            begun = perf_counter()
            price = support.price(10_000_000, [query])
            seconds.append(perf_counter() - begun)
        begun = perf_counter()
        count = by_polars(frame[:half], frame[half:], query)
        rival.append(perf_counter() - begun)
        if price != -(-10_000_000 * count // half):
            raise RuntimeError(f"polars sees {count} of {half} told apart by {query}")
    return [
        figure(
            f"quotes.a quote on {rows:,} rows, support {half:,}, median of {len(seconds):,}",
            median(seconds) * 1e3,
            "ms",
            goal=GOAL_SECONDS * 1e3,
            better="lower",
            rival="the answers compared with polars",
            rival_value=median(rival) * 1e3,
        ),
        figure("quotes.the slowest query of these", slowest(seconds) * 1e3, "ms", better="lower"),
        figure("quotes.the support drawn and ready, once a version", making, "s", better="lower"),
    ]


def slowest(seconds: list[float]) -> float:
    """The largest median of one query."""
    return max(median(seconds[at : at + REPEATS]) for at in range(0, len(seconds), REPEATS))


def published(folder: Path, rows: int) -> list[str]:
    """A table of flights: numbers, fractions and words, some empty."""
    draw = np.random.default_rng(1)
    carriers = pa.array([f"carrier {n}" for n in range(400)])
    delay = pa.array(np.round(draw.normal(5, 30, rows), 1), mask=draw.random(rows) < 0.02)
    frame = pa.table(
        {
            "day": pa.array(draw.integers(0, 365, rows)),
            "carrier": carriers.take(pa.array(draw.integers(0, 400, rows))),
            "origin": carriers.take(pa.array(draw.integers(0, 30, rows))),
            "distance": pa.array(draw.integers(50, 5_000, rows)),
            "delay": delay,
            "seats": pa.array(draw.integers(20, 500, rows)),
        }
    )
    from pyarrow import parquet

    parquet.write_table(frame, folder / "flights.parquet")
    publish(Tables(Objects(f"{folder}/objects")), "t", folder / "flights.parquet", Mode.create)
    return frame.column_names


def queries() -> list[Query]:
    """From one figure to the whole table."""
    late = Where("delay", Comparison.more, 15.0)
    spring = (Where("day", Comparison.at_least, 60), Where("day", Comparison.less, 150))
    one = Where("carrier", Comparison.equal, "carrier 7")
    return [
        Query((), (late,), Aggregate.count),
        Query(("distance",), (one,), Aggregate.sum),
        Query(("carrier", "delay"), (late, *spring)),
        Query(("origin",), (one, Where("seats", Comparison.unequal, 100), *spring, late)),
        Query(("day", "carrier", "origin", "distance", "delay", "seats")),
    ]


def by_polars(before: pl.DataFrame, after: pl.DataFrame, query: Query) -> int:
    """On how many tables of the support the answer differs, each side answered whole."""
    sides = []
    for frame in (before.drop(CELL), after.drop(CELL)):
        holds = pl.lit(value=True)
        for each in query.where:
            holds &= _compared(pl.col(each.field), each).fill_null(value=False)
        match query.aggregate:
            case Aggregate.count:
                shown = pl.struct(holds.alias("count"))
            case Aggregate.sum:
                summed = pl.col(query.select[0]).fill_null(0)
                shown = pl.struct(pl.when(holds).then(summed).otherwise(0).alias("sum"))
            case None:
                parts = [pl.when(holds).then(pl.col(name)).alias(name) for name in query.select]
                shown = pl.struct(holds.alias("row"), *parts)
        sides.append(frame.select(shown.alias("answer"))["answer"])
    pairs = zip(sides[0].struct.unnest(), sides[1].struct.unnest(), strict=True)
    differs = [
        left.ne_missing(right).rename(str(place)) for place, (left, right) in enumerate(pairs)
    ]
    return int(pl.DataFrame(differs).select(pl.any_horizontal(pl.all())).to_series().sum())


def _compared(field: pl.Expr, where: Where) -> pl.Expr:
    ways = {
        Comparison.equal: field.eq,
        Comparison.unequal: field.ne,
        Comparison.less: field.lt,
        Comparison.at_most: field.le,
        Comparison.more: field.gt,
        Comparison.at_least: field.ge,
    }
    return ways[where.test](where.value)


if __name__ == "__main__":
    for each in run(*(int(word) for word in sys.argv[1:])):
        print(f"{each['name']}: {each['value']:.3g} {each['unit']}")
