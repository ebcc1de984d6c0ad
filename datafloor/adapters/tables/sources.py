"""What can be published: a file of Parquet, CSV or JSON lines, or a folder with a Delta table.

A source is opened with its schema known and nothing read into memory; its rows come in batches
of a few megabytes, in the types that a published table has.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from datafloor.adapters.tables.delimited import Delimited
from datafloor.adapters.tables.lines import JsonLines
from datafloor.adapters.tables.shape import kept_batch, kept_schema
from datafloor.adapters.tables.text import opener
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_BYTES = 8 << 20
MOST_ROWS = 64 << 10


class Reading(Struct, frozen=True):
    """How a text file is to be read where its bytes do not tell.

    `encoding` and `separator` are found out if they are not given. A time without a zone, in any
    kind of file, is one in `zone`.
    """

    encoding: str | None = None
    separator: str | None = None
    zone: str = "UTC"


class Source(Struct, frozen=True):
    """A source, opened: the schema to publish, and a way to read the rows in it."""

    schema: "pa.Schema"
    batches: "Callable[[], Iterator[pa.RecordBatch]]"


class _Rows(Protocol):
    schema: "pa.Schema"

    def batches(self) -> "Iterator[pa.RecordBatch]": ...


def open_source(path: Path, reading: Reading) -> Source:
    """The source at a path. Refuses what is none, or is damaged where that shows at once."""
    if reading.zone != "UTC" and not _is_zone(reading.zone):
        raise Refused(Refusal.malformed, problem=f"'{reading.zone}' is not a time zone")
    kind = _kind(path)
    rows: _Rows
    match kind:
        case "parquet":
            rows = _Parquet(path)
        case "delta":
            rows = _Delta(path)
        case "json":
            rows = JsonLines(opener(path), reading.encoding)
        case _:
            rows = Delimited(opener(path), reading.encoding, reading.separator)
    if not rows.schema.names:
        raise Refused(Refusal.table_empty, missing="fields")
    schema = kept_schema(rows.schema)

    def batches() -> "Iterator[pa.RecordBatch]":
        for batch in rows.batches():
            yield kept_batch(batch, schema, reading.zone)

    return Source(schema, batches)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _kind(path: Path) -> str:
    """What a path holds, by its content first and its name second."""
    if path.is_dir():
        if (path / "_delta_log").is_dir():
            return "delta"
        raise Refused(Refusal.table_kind_unknown, name=path.name)
    if not path.is_file():
        raise Refused(Refusal.object_unknown, path=path.name)
    ending = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    with opener(path)() as file:
        start = file.read(4096)
    if start.startswith(b"PAR1") or ending == "parquet":
        return "parquet"
    if not start:
        raise Refused(Refusal.table_empty, missing="content")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or ending in ("jsonl", "ndjson"):
        return "json"
    if start.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF")):
        raise Refused(Refusal.table_kind_unknown, name=path.name)
    return "csv"


class _Parquet:
    """A Parquet file. Every page is decoded and its checksum, where it has one, compared."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            self._file = pq.ParquetFile(
                path, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True
            )
            self.schema = self._file.schema_arrow.remove_metadata()
        except (pa.ArrowException, OSError) as wrong:
            raise _damaged("Parquet", wrong) from wrong

    def batches(self) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        footer = self._file.metadata
        _check_counts(footer)
        size = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
        fit = BATCH_BYTES * footer.num_rows // size if size > 0 else MOST_ROWS
        read = 0
        try:
            for batch in self._file.iter_batches(
                batch_size=max(64, min(MOST_ROWS, fit)), use_threads=False
            ):
                batch.validate(full=True)
                read += batch.num_rows
                yield batch
        except (pa.ArrowException, OSError, UnicodeDecodeError) as wrong:
            raise _damaged("Parquet", wrong) from wrong
        if read != footer.num_rows:
            problem = f"it says that it has {footer.num_rows} rows and has {read}"
            raise Refused(Refusal.table_damaged, kind="Parquet", problem=problem)


def _check_counts(footer: "pq.FileMetaData") -> None:
    """Refuses a footer that claims fewer rows than there are: Arrow would leave the rest out in
    silence. The chunks of columns without lists, which count their own values, give it away."""
    for at in range(footer.num_row_groups):
        group = footer.row_group(at)
        for index in range(group.num_columns):
            plain = footer.schema.column(index).max_repetition_level == 0
            if plain and (held := group.column(index).num_values) != group.num_rows:
                problem = f"it says that it has {group.num_rows} rows and has {held}"
                raise Refused(Refusal.table_damaged, kind="Parquet", problem=problem)


class _Delta:
    """The newest version of a Delta table in a folder, wherever it was written."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError

        try:
            self._table = DeltaTable(str(path.resolve()))
            self.schema = pa.schema(self._table.schema().to_arrow())
        except (DeltaError, OSError, ValueError) as wrong:
            raise _damaged("a Delta table", wrong) from wrong

    def batches(self) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa
        from deltalake.exceptions import DeltaError

        try:
            for batch in pa.RecordBatchReader.from_stream(self._table.scan()):
                yield batch.select(self.schema.names)
        except (DeltaError, pa.ArrowException, OSError) as wrong:
            raise _damaged("a Delta table", wrong) from wrong


def _damaged(kind: str, error: Exception) -> Refused:
    problem = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
    return Refused(Refusal.table_damaged, kind=kind, problem=problem)
