"""Data files of a table: written in the order of the rows, hashed and measured on the way.

delta-rs writes with as many hands as there are processors and lets the rows come out in any
order; whoever publishes a file expects to find its order again. So the files are written here,
one after the other, and delta-rs makes the commit that names them.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from datafloor.adapters.objects import Objects
from datafloor.kernel import clock

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    Alter = Callable[[pq.FileMetaData, pa.Table], pa.Table]

GROUP_BYTES = 32 << 20
FILE_BYTES = 128 << 20
MEASURED_COLUMNS = 32
LONGEST_BOUND = 64

_encode = msgspec.json.Encoder(decimal_format="number").encode


class DataFile(Struct, frozen=True):
    """A file as it lies in the store, named by no version yet."""

    name: str
    size: int
    rows: int
    statistics: str
    digest: str
    written: int


class _Sink:
    """A file being written to the store; what passes is hashed and counted."""

    def __init__(self, objects: Objects, key: str) -> None:
        from obstore import open_writer

        self._writer = open_writer(objects.store, key)
        self._hash = sha256()
        self.size = 0
        self.closed = False

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        self.size += len(content)
        self._writer.write(content)
        return len(content)

    def flush(self) -> None:
        """Nothing to do: the store gathers its own parts."""

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._writer.close()

    def digest(self) -> str:
        return self._hash.hexdigest()


def opened(objects: Objects, key: str) -> "pa.NativeFile":
    """An object to read from: mapped into memory where the store is a folder, else fetched."""
    import pyarrow as pa

    place = objects.path(key)
    return pa.memory_map(str(place)) if place else pa.BufferReader(objects.read(key))


def rewrite(
    objects: Objects,
    source: str,
    target: str,
    alter: "Alter",
    done: Callable[[int], None] = lambda rows: None,
    columns: Sequence[str] = (),
) -> DataFile:
    """Write a file anew, its groups of rows altered one after the other, in the same order; with
    these columns only, where any are named.

    `alter` gets the footer of the whole file and one group; `done` hears of rows that are written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = _Sink(objects, target)
    footers: list[pq.FileMetaData] = []
    with opened(objects, source) as held, pq.ParquetFile(held) as file:
        schema = file.schema_arrow
        if columns:
            schema = pa.schema([each for each in schema if each.name in columns])
        with _opened(sink, schema, footers) as writer:
            numbers = range(file.num_row_groups)
            made = partial(_altered, file, alter, schema.names)
            for group in one_ahead(made, numbers):
                writer.write_table(group, row_group_size=max(1, len(group)))
                done(len(group))
    sink.close()
    (footer,) = footers
    measured, name = statistics(schema, footer), target.rpartition("/")[2]
    return DataFile(name, sink.size, footer.num_rows, measured, sink.digest(), clock.now() // 1000)


def _altered(file: "pq.ParquetFile", alter: "Alter", columns: list[str], number: int) -> "pa.Table":
    return alter(file.metadata, file.read_row_group(number, columns))


def one_ahead(make: "Callable[[int], pa.Table]", numbers: Sequence[int]) -> "Iterator[pa.Table]":
    """What is made of each number, in order; the next is made while this one is worked on."""
    with ThreadPoolExecutor(1) as beside:
        waiting = [beside.submit(make, number) for number in numbers[:1]]
        for number in numbers[1:]:
            waiting.append(beside.submit(make, number))
            yield waiting.pop(0).result()
        yield from (each.result() for each in waiting)


def write_files(
    objects: Objects, prefix: str, schema: "pa.Schema", batches: "Iterator[pa.RecordBatch]"
) -> Iterator[DataFile]:
    """Write the rows as Parquet files of about 128 MB; each is given out when it is whole.

    Their keys begin with `prefix` and sort as they were written. Where it fails midway, files
    stay that nobody names.
    """
    groups = _groups(schema, batches)
    group = next(groups, None)
    count = 0
    while group is not None:
        key = f"{prefix}-{count:05}.parquet"
        sink = _Sink(objects, key)
        footers: list[pq.FileMetaData] = []
        with _opened(sink, schema, footers) as writer:
            while group is not None and sink.size < FILE_BYTES:
                writer.write_table(group, row_group_size=len(group))
                group = next(groups, None)
        sink.close()
        (footer,) = footers
        measured = statistics(schema, footer)
        name = key.rpartition("/")[2]
        yield DataFile(
            name, sink.size, footer.num_rows, measured, sink.digest(), clock.now() // 1000
        )
        count += 1


def _opened(sink: _Sink, schema: "pa.Schema", footers: "list[Any]") -> "pq.ParquetWriter":
    import pyarrow.parquet as pq

    return pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        write_page_checksum=True,
        store_schema=False,
        metadata_collector=footers,
    )


def _groups(schema: "pa.Schema", batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.Table]":
    """The rows in groups of some megabytes, which bound what is held in memory."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        if batch.num_rows:
            held.append(batch)
            size += batch.nbytes
        if size >= GROUP_BYTES:
            yield pa.Table.from_batches(held, schema)
            held, size = [], 0
    if held:
        yield pa.Table.from_batches(held, schema)


def statistics(schema: "pa.Schema", footer: "pq.FileMetaData") -> str:
    """What the footer says of the first columns, in the form of the Delta protocol.

    Source: Delta protocol, Per-file Statistics. A bound may be wider than the values, never
    narrower; where none can be given simply (text that is long, numbers that JSON has not) there
    is none.
    """
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    nulls: dict[str, int] = {}
    leaf = 0
    for field in list(schema)[:MEASURED_COLUMNS]:
        width = _leaves(field.type)
        if width == 1 and field.type.num_fields == 0:
            parts = [
                footer.row_group(group).column(leaf).statistics
                for group in range(footer.num_row_groups)
            ]
            if all(part is not None and part.has_null_count for part in parts):
                nulls[field.name] = sum(part.null_count for part in parts)
            bounded = [part for part in parts if part is not None and part.has_min_max]
            if len(bounded) == sum(1 for p in parts if p is None or p.null_count < _values(p)):
                _bound(low, field.name, [part.min for part in bounded], min)
                _bound(high, field.name, [part.max for part in bounded], max)
        leaf += width
    told = {
        "numRecords": footer.num_rows,
        "minValues": low,
        "maxValues": high,
        "nullCount": nulls,
    }
    return _encode(told).decode()


def _values(part: Any) -> int:
    return int(part.num_values + part.null_count)


def _leaves(kind: "pa.DataType") -> int:
    import pyarrow as pa

    if pa.types.is_map(kind):
        return _leaves(kind.key_type) + _leaves(kind.item_type)
    if kind.num_fields == 0:
        return 1
    return sum(_leaves(kind.field(place).type) for place in range(kind.num_fields))


def _bound(bounds: dict[str, Any], name: str, values: list[Any], which: Any) -> None:
    if not values:
        return
    value = which(values)
    match value:
        case bool() | bytes():
            return
        case float() if not math.isfinite(value):
            return
        case str() if len(value) > LONGEST_BOUND:
            if which is max:
                return
            value = value[:LONGEST_BOUND]
        case datetime():
            if which is max and value.microsecond % 1000:
                value += timedelta(milliseconds=1)
            value = value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case int() | float() | str() | date() | Decimal():
            pass
        case _:
            return
    bounds[name] = value
