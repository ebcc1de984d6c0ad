"""A buyer's copy of a table that comes part after part, and finding the marks in it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from datafloor.analysis.marks.effect import Effect, Tally
from datafloor.analysis.marks.place import Marking, Numbers, Span, carrying, mark
from datafloor.analysis.marks.prf import Words
from datafloor.analysis.marks.rows import row_ids


@dataclass(frozen=True)
class Way:
    """How a product's copies are marked: under which name, in which columns, and by which other
    columns a row is known."""

    name: str
    markings: tuple[Marking, ...]
    row_columns: tuple[str, ...]


class Copying:
    """Makes one buyer's copy, and tells at the end what it changed."""

    def __init__(self, way: Way, secret: bytes, buyer: str) -> None:
        self._way = way
        self._secret = secret
        self._buyer = buyer
        self._tallies = {each.column: Tally() for each in way.markings}

    def alter(self, footer: pq.FileMetaData, group: pa.Table) -> pa.Table:
        """The buyer's rows for a part of a file with this footer."""
        ids = row_ids(group, self._way.row_columns)
        for marking, place, before in numeric(self._way, group):
            span = span_of(footer, marking.column)
            after = mark(before, self._secret, self._way.name, marking, self._buyer, ids, span)
            self._tallies[marking.column].add(before, after)
            column = group.column(place)
            moved = (after != before) & ~np.isnan(before)
            fresh = pc.cast(pa.array(after[moved]), column.type, safe=False)
            held = pc.replace_with_mask(column.combine_chunks(), pa.array(moved), fresh)
            group = group.set_column(place, group.schema.field(place), held)
        return group

    def effects(self) -> dict[str, Effect]:
        """What marking did to each column."""
        return {name: tally.effect() for name, tally in self._tallies.items()}


def numeric(way: Way, group: pa.Table) -> Iterator[tuple[Marking, int, Numbers]]:
    """The marked columns that a part has: where they stand, and their numbers."""
    for marking in way.markings:
        place = group.schema.get_field_index(marking.column)
        if place >= 0 and may_hold_marks(group.schema.field(place).type):
            values = pc.cast(group.column(place), pa.float64(), safe=False)
            yield marking, place, values.to_numpy().astype(np.float64)


def may_hold_marks(kind: pa.DataType) -> bool:
    """Whether a column of this type has values between whole numbers."""
    return bool(pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def span_of(footer: pq.FileMetaData, column: str) -> Span:
    """The smallest and the largest value of a column in a whole file, by its footer."""
    lows, highs = [], []
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        for place in range(group.num_columns):
            part = group.column(place)
            told = part.statistics
            if part.path_in_schema == column and told is not None and told.has_min_max:
                lows.append(float(told.min))
                highs.append(float(told.max))
    return (min(lows), max(highs)) if lows else (np.inf, -np.inf)


@dataclass(frozen=True)
class Marked:
    """The rows of an original, each once however many files have it: their ids, the numbers of
    the marked columns, and which rows carry a mark in each."""

    table: pa.Table
    ids: Words
    values: dict[str, Numbers]
    rows: dict[str, Words]


def marked_rows(
    way: Way, secret: bytes, parts: Sequence[tuple[pq.FileMetaData, pa.Table]]
) -> Marked:
    """Find again what `Copying` marked in these parts, each with the footer of its file."""
    known = [row_ids(whole, way.row_columns) for _, whole in parts]
    ids, tables, start = [], [], 0
    values: dict[str, list[Numbers]] = {each.column: [] for each in way.markings}
    rows: dict[str, list[Words]] = {each.column: [] for each in way.markings}
    for (footer, whole), words, first in zip(parts, known, _first_seen(known), strict=True):
        part, fresh = whole.filter(pa.array(first)), words[first]
        here = {marking.column: numbers for marking, _, numbers in numeric(way, part)}
        for marking in way.markings:
            name = marking.column
            held = here.get(name, np.full(len(fresh), np.nan))
            carry = carrying(held, secret, way.name, marking, fresh, span_of(footer, name))
            values[name].append(held)
            rows[name].append(carry + np.uint64(start))
        ids.append(fresh)
        tables.append(part)
        start += len(fresh)
    return Marked(
        pa.concat_tables(tables, promote_options="default"),
        np.concatenate(ids),
        {name: np.concatenate(held) for name, held in values.items()},
        {name: np.concatenate(held) for name, held in rows.items()},
    )


def _first_seen(parts: Sequence[Words]) -> list[npt.NDArray[np.bool_]]:
    """Of each part, which rows no part before has. Rows alike in one part all stay: which of them
    a leak has cannot be told, and matching leaves them out."""
    if len(parts) == 1:
        return [np.ones(len(parts[0]), np.bool_)]
    number = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    frame = pl.DataFrame({"id": np.concatenate(parts), "part": number})
    first = frame.select(pl.col("part") == pl.col("part").min().over("id")).to_series().to_numpy()
    return np.split(first, np.cumsum([len(part) for part in parts])[:-1])
