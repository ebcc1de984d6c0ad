"""JSON lines: one object a line, in UTF-8; fields may differ from line to line.

Read twice, as CSV is: a field has the type that fits all its values in the file, and a line that
lacks it has null there.
"""

import codecs
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from datafloor.adapters.tables.text import Opener, Utf8, encoding_of
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 8 << 20
LONGEST_LINE = 64 << 20


class JsonLines:
    """A file of JSON lines, opened: `schema` says what it holds, `batches` reads it."""

    def __init__(self, open_raw: Opener, encoding: str | None) -> None:
        import pyarrow as pa

        self._open_raw = open_raw
        self._encoding = encoding or encoding_of(open_raw)
        schema = pa.schema([])
        for line, block in self._blocks():
            table = self._read(line, block, None)
            try:
                schema = pa.unify_schemas([schema, table.schema], promote_options="permissive")
            except pa.ArrowTypeError as wrong:
                problem = str(wrong).splitlines()[0].rstrip(".")
                raise Refused(Refusal.table_damaged, kind="JSON lines", problem=problem) from None
        self.schema = schema

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """The rows, a few megabytes at a time."""
        for line, block in self._blocks():
            yield from self._read(line, block, self.schema).to_batches()

    def _read(self, line: int, block: bytes, schema: "pa.Schema | None") -> "pa.Table":
        import pyarrow as pa
        from pyarrow import json as arrow_json

        try:
            return arrow_json.read_json(
                io.BytesIO(block),
                arrow_json.ReadOptions(use_threads=False, block_size=len(block)),
                arrow_json.ParseOptions(explicit_schema=schema),
            )
        except pa.ArrowInvalid as wrong:
            problem = str(wrong).splitlines()[0].rstrip(".")
            raise Refused(
                Refusal.table_damaged,
                kind="JSON lines",
                problem=f"{problem} (rows counted from line {line})",
            ) from None

    def _blocks(self) -> Iterator[tuple[int, bytes]]:
        """Whole lines, with the number of the first of them."""
        line, rest = 1, b""
        with Utf8(self._open_raw, self._encoding) as stream:
            while piece := stream.read(BLOCK):
                whole, cut, rest = (rest + piece).rpartition(b"\n")
                if len(rest) > LONGEST_LINE:
                    raise Refused(
                        Refusal.table_damaged,
                        kind="JSON lines",
                        problem=f"a line after line {line} is longer than 64 MiB",
                    )
                if whole.strip():
                    yield line, whole.removeprefix(codecs.BOM_UTF8)
                line += whole.count(b"\n") + len(cut)
        if rest.strip():
            yield line, rest
