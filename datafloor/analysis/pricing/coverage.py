"""What a query of a table is worth, by how much of a support set its answer tells apart.

The **support** is a set of tables that differ from the real one in a single cell each. A query is
worth the share of the full price that belongs to those on which its answer changes: a weighted
coverage, so monotone and subadditive, so free of arbitrage for every deterministic query (Deep and
Koutris, "QIRANA: a framework for scalable query pricing", SIGMOD 2017; Koutris et al. 2015). What
was bought before is not paid again: the charge is the price of both together less that of what is
had. A query costs time in proportion to the support, however large the table is.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datafloor.analysis.pricing.queries import Aggregate, BadQuery, Comparison, Query, Where

if TYPE_CHECKING:
    import pyarrow as pa

Bits = NDArray[np.bool_]
CELL = "__cell"
"""The column of a kept support that says which cell of a row was changed."""


class _Column:
    """One field of the support: the rank of each row's value among all values that occur, and of
    the changed value where this is the changed cell (rows `start` to `stop`). -1 is empty.

    Ranks are in the order of the values, so that every comparison is one of small integers.
    """

    def __init__(self, before: "pa.Array", after: "pa.Array", start: int, stop: int) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        self.start, self.stop = start, stop
        changed = after.slice(start, stop - start)
        both = pa.concat_arrays([before, changed])
        if pa.types.is_floating(both.type):
            both = pc.if_else(pc.is_nan(both), None, both)
        self.kind = both.type
        self.values = pc.unique(both.drop_null()).sort()
        ranks = pc.index_in(both, value_set=self.values).fill_null(-1)
        found = ranks.to_numpy(zero_copy_only=False).astype(np.int32)
        self.ranks, self.changed = found[: len(before)], found[len(before) :]
        self.numbers: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        if _is_number(both.type):
            known = np.append(self.values.cast(pa.float64()).to_numpy(zero_copy_only=False), 0.0)
            self.numbers = known[self.ranks], known[self.changed]

    def bounds(self, where: Where) -> tuple[int, int]:
        """The ranks from, and until before, which a value is equal to the one compared with."""
        import pyarrow as pa

        text = isinstance(where.value, str)
        if text == _is_number(self.kind) and not (text and pa.types.is_temporal(self.kind)):
            raise BadQuery(f"{where.field} cannot be compared with {where.value!r}")
        try:
            if text:
                value = pa.array([where.value]).cast(self.kind)
                below = _count(self.values, value[0], strictly=True)
                return below, _count(self.values, value[0], strictly=False)
            known = self.values.cast(pa.float64()).to_numpy(zero_copy_only=False)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as wrong:
            raise BadQuery(f"{where.field} cannot be compared with {where.value!r}") from wrong
        return (
            int(np.searchsorted(known, where.value, "left")),
            int(np.searchsorted(known, where.value, "right")),
        )


def _is_number(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _count(values: "pa.Array", value: "pa.Scalar", *, strictly: bool) -> int:
    """How many of the sorted values are below one, or not above it: by halving."""
    low, high = 0, len(values)
    wanted = value.as_py()
    while low < high:
        middle = (low + high) // 2
        found = values[middle].as_py()
        if found < wanted or (not strictly and found == wanted):
            low = middle + 1
        else:
            high = middle
    return low


class Support:
    """A support set, ready for quotes. `size` is how many tables it has, each of one weight."""

    def __init__(self, kept: "pa.Table") -> None:
        """From what `sampled` made: rows as they are, then the same with one cell changed."""
        import pyarrow.compute as pc

        half = kept.num_rows // 2
        cells = kept[CELL].combine_chunks().slice(0, half)
        names = [name for name in kept.column_names if name != CELL]
        self.size = half
        self._columns: dict[str, _Column] = {}
        for place, name in enumerate(names):
            where = pc.equal(cells, place).to_numpy(zero_copy_only=False).nonzero()[0]
            start, stop = (int(where[0]), int(where[-1]) + 1) if len(where) else (0, 0)
            whole = kept[name].combine_chunks()
            before, after = whole.slice(0, half), whole.slice(half)
            self._columns[name] = _Column(before, after, start, stop)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that can be asked about."""
        return tuple(self._columns)

    def told_apart(self, query: Query) -> Bits:
        """On which tables of the support the answer differs from the real one.

        The answer is a bag of rows, so that a row that comes, goes or changes is seen. Raises
        `BadQuery` for a field that there is not and for a comparison or sum that has no meaning.
        """
        for name in (*query.select, *(each.field for each in query.where)):
            if name not in self._columns:
                raise BadQuery(f"there is no field {name}")
        if query.aggregate is None and not query.select:
            raise BadQuery("nothing is asked for")
        if query.aggregate is Aggregate.sum and len(query.select) != 1:
            raise BadQuery("a sum is of one field")
        conditions: dict[str, list[tuple[Where, int, int]]] = {}
        for each in query.where:
            low, high = self._columns[each.field].bounds(each)
            conditions.setdefault(each.field, []).append((each, low, high))
        matched = np.ones(self.size, np.bool_)
        by_field: dict[str, Bits] = {}
        for name, found in conditions.items():
            by_field[name] = _holds(self._columns[name].ranks, found)
            matched &= by_field[name]
        if query.aggregate is Aggregate.sum:
            return self._sums(query.select[0], matched, conditions, by_field)
        shown = set(query.select) if query.aggregate is None else set()
        changed = np.zeros(self.size, np.bool_)
        for name, column in self._columns.items():
            part = slice(column.start, column.stop)
            if name in conditions:
                changed[part] = matched[part] ^ self._after(name, conditions, by_field)
            if name in shown:
                after = self._after(name, conditions, by_field)
                changed[part] |= matched[part] | after if name in conditions else matched[part]
        return changed

    def _after(
        self,
        name: str,
        conditions: dict[str, list[tuple[Where, int, int]]],
        by_field: dict[str, Bits],
    ) -> Bits:
        """Which of the tables whose changed cell is in this field still show the changed row."""
        column = self._columns[name]
        part = slice(column.start, column.stop)
        still = np.ones(column.stop - column.start, np.bool_)
        if name in conditions:
            still = _holds(column.changed, conditions[name])
        for other, bits in by_field.items():
            if other != name:
                still &= bits[part]
        return still

    def _sums(
        self,
        summed: str,
        matched: Bits,
        conditions: dict[str, list[tuple[Where, int, int]]],
        by_field: dict[str, Bits],
    ) -> Bits:
        """Where the row's share of the sum is another one."""
        whole = self._columns[summed]
        if whole.numbers is None:
            raise BadQuery(f"{summed} has no sum")
        changed = np.zeros(self.size, np.bool_)
        for name in {summed, *conditions}:
            column = self._columns[name]
            part = slice(column.start, column.stop)
            before = np.where(matched[part], whole.numbers[0][part], 0.0)
            values = whole.numbers[1] if name == summed else whole.numbers[0][part]
            changed[part] = before != np.where(self._after(name, conditions, by_field), values, 0.0)
        return changed

    def price(self, full_minor: int, queries: Iterable[Query]) -> int:
        """What queries together are worth, in smallest units, rounded up: so the price of all is
        never above the sum of the prices, and more never costs less."""
        seen = np.zeros(self.size, np.bool_)
        for query in queries:
            seen |= self.told_apart(query)
        return self._share(full_minor, seen)

    def charge(self, full_minor: int, query: Query, had: Sequence[Query]) -> int:
        """What a query adds to what was bought before."""
        return self.price(full_minor, [*had, query]) - self.price(full_minor, had)

    def _share(self, full_minor: int, seen: Bits) -> int:
        return -(-full_minor * int(np.count_nonzero(seen)) // self.size) if self.size else 0


def _holds(ranks: NDArray[np.int32], found: Sequence[tuple[Where, int, int]]) -> Bits:
    """Which ranks fulfil all these comparisons. Empty is -1, which as an unsigned number is above
    all others, so that it fulfils neither `<` nor `>`."""
    unsigned = ranks.view(np.uint32)
    held: Bits | None = None
    for where, low, high in found:
        match where.test:
            case Comparison.less:
                one = unsigned < low
            case Comparison.at_most:
                one = unsigned < high
            case Comparison.more:
                one = ranks >= high
            case Comparison.at_least:
                one = ranks >= low if low > 0 else ranks >= 0
            case Comparison.equal:
                one = (ranks >= low) & (ranks < high) if low != high - 1 else ranks == low
            case Comparison.unequal:
                one = (ranks >= 0) & ((ranks < low) | (ranks >= high))
        if where.test is Comparison.more and high == 0:
            one = ranks >= 0
        held = one if held is None else held & one
    assert held is not None
    return held


def sampled(rows: "pa.Table", size: int, seed: bytes) -> "pa.Table":
    """A support of up to so many tables from some rows of a table: the rows as they are, then as
    they are with one cell changed. It is the same for the same rows and seed.

    Each field has as many changed cells as any other; a cell changes to the value of another row.
    Where that is the same, it becomes empty, and an empty one is left out.
    """
    import pyarrow as pa

    draw = np.random.default_rng(int.from_bytes(seed[:16]))
    rows = _without_nan(rows)
    names, count = rows.column_names, rows.num_rows
    each = max(1, size // max(len(names), 1))
    befores, afters = [], []
    for place, name in enumerate(names):
        picked = draw.integers(0, count, min(each, size)) if count else np.empty(0, np.int64)
        before = rows.take(pa.array(np.sort(picked)))
        other = rows[name].take(pa.array(draw.integers(0, max(count, 1), len(before))))
        changed = _changed(before[name].combine_chunks(), other.combine_chunks())
        real = _differs(before[name].combine_chunks(), changed)
        cells = pa.array(np.full(len(before), place, np.int32))
        befores.append(before.append_column(CELL, cells).filter(real))
        after = before.set_column(place, rows.schema.field(name), changed)
        afters.append(after.append_column(CELL, cells).filter(real))
    return pa.concat_tables([*befores, *afters]).combine_chunks()


def _without_nan(rows: "pa.Table") -> "pa.Table":
    """What is no number is empty here: no comparison tells them apart."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(rows.schema):
        if pa.types.is_floating(field.type):
            column = rows[field.name]
            real = pc.if_else(pc.is_nan(column), None, column)
            rows = rows.set_column(place, field.name, real)
    return rows


def _changed(before: "pa.Array", other: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    same = pc.fill_null(pc.equal(before, other), False)
    return pc.if_else(same, None, other)


def _differs(before: "pa.Array", after: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return pc.or_(pc.is_valid(before), pc.is_valid(after))
