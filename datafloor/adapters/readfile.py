"""A file of one's own as a table: CSV in any encoding, Parquet, JSON lines; plain, gzip or zip;
or a folder with a Delta table.

What a file claims is checked before memory is spent on it: how far it expands, how many columns
and rows it says that it has, how deep its values nest. What the reading had to guess or leave out
is told in the table's remarks.
"""

import csv
import gzip
import io
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from datafloor.analysis.appraisal.model import Remark, Table
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import polars as pl

MOST_COLUMNS = 4_096
MOST_ROWS = 200_000_000
MOST_TEXT = 2 << 30
MOST_EXPANDED = 1 << 30
RATIO = 200
RATIO_FROM = 64 << 20
ROWS_A_BYTE = 20_000
DEEPEST = 16
# days since 1970 of 1 January of year 1 and 31 December 9999
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
_PIECE = 1 << 22


def open_table(path: Path) -> Table:
    """The table in a file. Reads the head at once and columns when they are asked for.

    Raises `Refused`: `file_not_found`, `file_not_read`, `file_expands_too_far`, `file_too_large`,
    `too_many_columns`, `rows_not_as_claimed`, `nested_too_deeply`, `table_empty`.
    """
    if (path / "_delta_log").is_dir():
        return _delta(path)
    if not path.is_file():
        raise Refused(Refusal.file_not_found, name=path.name)
    with path.open("rb") as file:
        start = file.read(4)
    name = path.name
    if start == b"PAR1":
        return _parquet(path)
    data: bytes | None = None
    if start[:2] == b"\x1f\x8b" or start == b"PK\x03\x04":
        name, data = _expand(path, start[:2] == b"\x1f\x8b")
    if data is None:
        if path.stat().st_size > MOST_TEXT:
            raise Refused(Refusal.file_too_large, size=path.stat().st_size, most=MOST_TEXT)
        data = path.read_bytes()
    if name.lower().endswith((".jsonl", ".ndjson", ".json")) or data[:1] == b"{":
        return _json_lines(path.name, data)
    return _csv(path.name, data)


def _expand(path: Path, gzipped: bool) -> tuple[str, bytes]:
    """The one file inside a compressed one; stops as soon as it expands absurdly."""
    packed = path.stat().st_size
    try:
        if gzipped:
            with gzip.open(path) as stream:
                return path.name.removesuffix(".gz"), _bounded(stream, packed)
        with zipfile.ZipFile(path) as archive:
            inside = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(inside) != 1:
                raise Refused(
                    Refusal.file_not_read, problem=f"the archive holds {len(inside)} files, not one"
                )
            with archive.open(inside[0]) as stream:
                return inside[0].filename, _bounded(stream, packed)
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refused(Refusal.file_not_read, problem=str(error)) from error


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    out = io.BytesIO()
    while piece := stream.read(_PIECE):
        out.write(piece)
        size = out.tell()
        if size > MOST_EXPANDED or (size > RATIO_FROM and size > RATIO * packed):
            raise Refused(Refusal.file_expands_too_far, packed=packed, expanded=size)
    return out.getvalue()


def _parquet(path: Path) -> Table:
    """A Parquet file, read by Arrow's reader, which survives files that are not what they claim."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            told = file.metadata
            names = tuple(file.schema_arrow.names)
            paths = [told.schema.column(index).path for index in range(told.num_columns)]
            groups = [told.row_group(index).num_rows for index in range(told.num_row_groups)]
            rows = told.num_rows
    except (OSError, pa.ArrowException, UnicodeError, RecursionError) as error:
        raise Refused(Refusal.file_not_read, problem=_first_line(error)) from error
    _not_too_wide(len(paths))
    if any(one.count(".") > DEEPEST for one in paths):
        raise Refused(Refusal.nested_too_deeply, most=DEEPEST)
    if rows != sum(groups) or rows < 0 or rows > ROWS_A_BYTE * path.stat().st_size:
        raise Refused(Refusal.rows_not_as_claimed, claimed=rows, held=sum(groups))
    _not_too_long(rows)
    if len(set(names)) < len(names):
        raise Refused(Refusal.file_not_read, problem="two columns have the same name")
    if not names or not rows:
        raise Refused(Refusal.table_empty, missing="rows")

    bad_file = (
        OSError,
        KeyError,
        MemoryError,
        UnicodeError,
        OverflowError,
        NotImplementedError,
        pa.ArrowException,
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
    )

    def column(name: str) -> "pl.Series":
        try:
            with pq.ParquetFile(path, metadata=told, memory_map=True) as file:
                held = file.read([name]).column(name)
            series = pl.from_arrow(held)
        except bad_file as error:
            raise Refused(Refusal.file_not_read, problem=_first_line(error)) from error
        assert isinstance(series, pl.Series)
        if len(series) != rows:
            raise Refused(Refusal.rows_not_as_claimed, claimed=rows, held=len(series))
        _on_the_calendar(series)
        return series.rechunk()

    return Table(path.name, "parquet", rows, names, column)


def _delta(path: Path) -> Table:
    """The newest version of a Delta table in a folder."""
    import polars as pl
    import pyarrow as pa
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    bad_table = (DeltaError, pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError)
    try:
        found = DeltaTable(str(path.resolve())).to_pyarrow_dataset()
        rows = found.count_rows()
    except bad_table as error:
        raise Refused(Refusal.file_not_read, problem=_first_line(error)) from error
    names = tuple(found.schema.names)
    _not_too_wide(len(names))
    _not_too_long(rows)
    if not names or not rows:
        raise Refused(Refusal.table_empty, missing="rows")

    def column(name: str) -> "pl.Series":
        try:
            series = pl.from_arrow(found.to_table(columns=[name]).column(name))
        except bad_table as error:
            raise Refused(Refusal.file_not_read, problem=_first_line(error)) from error
        assert isinstance(series, pl.Series)
        _on_the_calendar(series)
        return series.rechunk()

    return Table(path.name, "delta", rows, names, column)


def _on_the_calendar(series: "pl.Series") -> None:
    """Refuses dates before year 1 or after 9999, which no text could show."""
    import polars as pl

    a_day = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
    if series.dtype == pl.Date:
        day = 1
    elif isinstance(series.dtype, pl.Datetime):
        day = a_day[series.dtype.time_unit]
    else:
        return
    days = series.to_physical() // day
    if bool(((days < FIRST_DAY) | (days > LAST_DAY)).any()):
        raise Refused(Refusal.file_not_read, problem="a date lies outside of the years 1 to 9999")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _not_too_wide(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise Refused(Refusal.too_many_columns, columns=columns, most=MOST_COLUMNS)


def _not_too_long(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Refused(Refusal.file_too_large, size=rows, most=MOST_ROWS)


def _in_memory(name: str, form: str, frame: "pl.DataFrame", remarks: list[Remark]) -> Table:
    if not frame.width or not frame.height:
        raise Refused(Refusal.table_empty, missing="rows")
    return Table(name, form, frame.height, tuple(frame.columns), frame.get_column, tuple(remarks))


def decode(data: bytes) -> tuple[bytes, list[Remark]]:
    """The bytes in UTF-8, and what had to be guessed to get there.

    A byte-order mark is believed. What is not UTF-8 is read line by line as Windows-1258, the
    Vietnamese code page, and where that has no such byte as Latin-1.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            if encoding == "utf-8":
                return decode(data[3:])
            text = data[len(mark) :].decode(encoding, "replace")
            return text.encode(), [Remark("other_encoding", details=(("encoding", encoding),))]
    try:
        for start in range(0, len(data), _PIECE):
            _check(data, start, min(len(data), start + _PIECE))
        return data, []
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    wrong = 0
    for index, line in enumerate(lines):
        try:
            line.decode()
        except UnicodeDecodeError:
            wrong += 1
            lines[index] = _vietnamese(line)
    remark = Remark("mixed_encodings", wrong, len(lines), details=(("encoding", "Windows-1258"),))
    if wrong == sum(1 for line in data.split(b"\n") if not line.isascii()):
        remark = Remark("other_encoding", details=(("encoding", "Windows-1258"),))
    return b"\n".join(lines), [remark]


def _check(data: bytes, start: int, end: int) -> None:
    """Raises `UnicodeDecodeError` where a piece, widened to whole characters, is not UTF-8."""
    while start < end and data[start] & 0xC0 == 0x80 and start > 0:
        start += 1
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end += 1
    data[start:end].decode()


def _vietnamese(line: bytes) -> bytes:
    import unicodedata

    try:
        text = line.decode("cp1258")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return unicodedata.normalize("NFC", text).encode()


def separator(head: str) -> str:
    """The separator that splits the first lines most evenly into more than one field."""
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    best, best_score = ",", 0.0
    for candidate in (",", ";", "\t", "|"):
        widths = [len(row) for row in csv.reader(lines, delimiter=candidate)]
        if not widths or widths[0] < 2:
            continue
        score = widths[0] * sum(width == widths[0] for width in widths) / len(widths)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _bad_csv() -> tuple[type[BaseException], ...]:
    import polars as pl

    return (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def _parse(data: bytes, mark: str, headers: list[str], quote: str | None) -> "pl.DataFrame":
    import polars as pl

    return pl.read_csv(
        data,
        separator=mark,
        quote_char=quote,
        has_header=False,
        skip_rows=1,
        schema=dict.fromkeys(headers, pl.String),
        truncate_ragged_lines=True,
        infer_schema=False,
    )


def _csv(name: str, data: bytes) -> Table:
    if b"\0" in data[:_PIECE] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Refusal.file_not_read, problem="it is not text")
    data, remarks = decode(data)
    if not data.strip():
        raise Refused(Refusal.table_empty, missing="rows")
    head = data[: 1 << 16].decode(errors="ignore")
    mark = separator(head)
    first = next(csv.reader(io.StringIO(data[:_PIECE].decode(errors="ignore")), delimiter=mark), [])
    _not_too_wide(len(first))
    headers, renamed = unique_names(first)
    if renamed:
        remarks.append(Remark("renamed_columns", renamed))
    wide = _wider(data, mark, len(headers))
    try:
        frame = _parse(data, mark, headers, '"')
    except _bad_csv():
        # a quote that never closes: read again with quotes as plain characters
        try:
            frame = _parse(data, mark, headers, None)
        except _bad_csv() as error:
            raise Refused(Refusal.file_not_read, problem=_first_line(error)) from error
        remarks.append(Remark("stray_quotes"))
    _not_too_long(frame.height)
    if wide:
        remarks.append(Remark("ragged_lines", wide, frame.height))
    return _in_memory(name, "csv", frame, remarks)


def _wider(data: bytes, mark: str, width: int) -> int:
    """How many of the first lines (up to about 64 KB) have more fields than the header."""
    lines = data[: 1 << 16].decode(errors="ignore").splitlines()[1:]
    return sum(len(row) > width for row in csv.reader(lines, delimiter=mark))


def unique_names(names: list[str]) -> tuple[list[str], int]:
    """Names of which none is empty or repeats, and how many had to be changed."""
    out: list[str] = []
    renamed = 0
    for index, name in enumerate(names):
        plain = name.strip()
        if not plain or plain in out:
            renamed += 1
            plain = f"{plain or 'column'}_{index + 1}"
            while plain in out:
                plain += "_"
        out.append(plain)
    return out, renamed


def _json_lines(name: str, data: bytes) -> Table:
    import polars as pl

    data, remarks = decode(data)
    if not data.strip():
        raise Refused(Refusal.table_empty, missing="rows")
    if depth(data) > DEEPEST:
        raise Refused(Refusal.nested_too_deeply, most=DEEPEST)
    try:
        frame = pl.read_ndjson(data, infer_schema_length=None)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        frame = _as_text(data)
    _not_too_wide(frame.width)
    return _in_memory(name, "json", frame, remarks)


def depth(data: bytes) -> int:
    """How deep brackets nest, at most; brackets inside of texts count too, which errs to deep."""
    import numpy as np

    raw = np.frombuffer(data, np.uint8)
    deepest = level = 0
    for start in range(0, len(raw), _PIECE):
        piece = raw[start : start + _PIECE]
        opened = (piece == 0x7B) | (piece == 0x5B)
        closed = (piece == 0x7D) | (piece == 0x5D)
        levels = np.cumsum(opened.astype(np.int64) - closed)
        deepest = max(deepest, level + int(levels.max(initial=0)))
        level += int(levels[-1]) if len(levels) else 0
    return deepest


def _as_text(data: bytes) -> "pl.DataFrame":
    """Lines whose values differ in type from line to line: every value as text."""
    import polars as pl

    names: dict[str, None] = {}
    rows: list[dict[str, str | None]] = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = msgspec.json.decode(line)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise Refused(Refusal.file_not_read, problem=f"line {number}: {error}") from error
        if not isinstance(found, dict):
            raise Refused(Refusal.file_not_read, problem=f"line {number} is not an object")
        names.update(dict.fromkeys(found))
        _not_too_wide(len(names))
        rows.append({key: _plain(value) for key, value in found.items()})
    return pl.DataFrame(
        {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    )


def _plain(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
