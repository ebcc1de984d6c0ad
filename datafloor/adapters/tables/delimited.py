"""CSV: read twice, once to learn what the columns hold and once to read them so.

A type is given to a column only where every value of the file has it, so a publication cannot
break off at a late row, and only where nothing is lost: `00123` and `0912345678` are codes and
stay text.
"""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from datafloor.adapters.tables.shape import field_names
from datafloor.adapters.tables.text import Opener, Utf8, encoding_of
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 4 << 20
ROWS_SEEN = 200
SEPARATORS = ",;\t|"
NOTHING = ["", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None", "-"]
"""What stands for no value in a column that otherwise holds numbers, dates or times."""

_CLOCK = r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
KINDS = {
    "boolean": "^(true|false|True|False|TRUE|FALSE)$",
    "whole": r"^-?(0|[1-9]\d{0,17})$",
    # fifteen digits before the point is what a double keeps exactly
    "number": r"^-?(0|[1-9]\d{0,14})?(\.\d+)?([eE][+-]?\d{1,3})?$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "local": f"^{_CLOCK}$",
    "instant": rf"^{_CLOCK}(Z|[+-]\d{{2}}(:?\d{{2}})?)$",
}


class Delimited:
    """A CSV file, opened: `schema` says what it holds, `batches` reads it."""

    def __init__(self, open_raw: Opener, encoding: str | None, separator: str | None) -> None:
        import pyarrow as pa

        self._open_raw = open_raw
        self._encoding = encoding or encoding_of(open_raw)
        head = self._head()
        self._separator = separator or guess_separator(head)
        header = next(csv.reader(io.StringIO(head), delimiter=self._separator), [])
        if not any(name.strip() for name in header):
            raise Refused(Refusal.table_empty, missing="header")
        self._names = field_names(header)
        self._kinds = self._learn()
        homes = {
            "boolean": pa.bool_(),
            "whole": pa.int64(),
            "number": pa.float64(),
            "date": pa.date32(),
            "local": pa.timestamp("us"),
            "instant": pa.timestamp("us", "UTC"),
            "text": pa.string(),
        }
        self.schema = pa.schema(
            [(name, homes[kind]) for name, kind in zip(self._names, self._kinds, strict=True)]
        )

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """The rows, a few megabytes at a time."""
        import pyarrow as pa

        for batch in self._texts():
            columns = [
                _typed(column, kind, field.type)
                for column, kind, field in zip(batch.columns, self._kinds, self.schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _head(self) -> str:
        with io.BufferedReader(Utf8(self._open_raw, self._encoding)) as stream:
            text = stream.read(256 << 10).decode("utf-8-sig", "ignore")
        whole = text.rpartition("\n")[0] if len(text) > 64 << 10 else text
        return whole or text

    def _learn(self) -> list[str]:
        """The narrowest kind that every value of each column has."""
        import pyarrow as pa
        import pyarrow.compute as pc

        possible = [list(KINDS) for _ in self._names]
        seen = [False for _ in self._names]
        nothing = pa.array(NOTHING)
        for batch in self._texts():
            for place, column in enumerate(batch.columns):
                if not possible[place]:
                    continue
                values = column.filter(pc.invert(pc.is_in(column, nothing)))
                values = values.drop_null()
                if not len(values):
                    continue
                seen[place] = True
                possible[place] = [kind for kind in possible[place] if _all_are(values, kind)]
        return [
            kinds[0] if met and kinds else "text" for kinds, met in zip(possible, seen, strict=True)
        ]

    def _texts(self) -> Iterator["pa.RecordBatch"]:
        """Every value as text, missing ones null."""
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        ragged: list[Any] = []

        def refuse(row: Any) -> str:
            ragged.append(row)
            return "error"

        stream = io.BufferedReader(Utf8(self._open_raw, self._encoding), BLOCK)
        try:
            reader = arrow_csv.open_csv(
                stream,
                arrow_csv.ReadOptions(
                    use_threads=False,
                    block_size=BLOCK,
                    column_names=self._names,
                    skip_rows_after_names=1,
                ),
                arrow_csv.ParseOptions(
                    delimiter=self._separator, newlines_in_values=True, invalid_row_handler=refuse
                ),
                arrow_csv.ConvertOptions(
                    column_types={name: pa.string() for name in self._names},
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                    null_values=[""],
                    check_utf8=False,
                ),
            )
            yield from reader
        except pa.ArrowInvalid as wrong:
            if ragged:
                raise Refused(
                    Refusal.row_ragged,
                    row=ragged[0].number,
                    found=ragged[0].actual_columns,
                    expected=ragged[0].expected_columns,
                ) from None
            problem = str(wrong).splitlines()[0].rstrip(".")
            raise Refused(Refusal.table_damaged, kind="CSV", problem=problem) from None
        finally:
            stream.close()


def guess_separator(text: str) -> str:
    """The sign that cuts the first rows into the most fields, the same number in each."""
    best, fields = ",", 1
    for separator in SEPARATORS:
        rows = csv.reader(io.StringIO(text), delimiter=separator)
        widths = {len(row) for row, _ in zip(rows, range(ROWS_SEEN), strict=False) if row}
        if len(widths) == 1 and (width := widths.pop()) > fields:
            best, fields = separator, width
    return best


def _all_are(values: "pa.Array", kind: str) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.all(pc.match_substring_regex(values, KINDS[kind])).as_py():
        return False
    if kind in ("date", "local", "instant"):
        home = {"date": pa.date32(), "local": pa.timestamp("us")}.get(
            kind, pa.timestamp("us", "UTC")
        )
        try:
            pc.cast(values, home)
        except pa.ArrowInvalid:  # the 31st of February stays text
            return False
    return True


def _typed(column: "pa.Array", kind: str, home: "pa.DataType") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind == "text":
        return column
    missing = pc.is_in(column, pa.array(NOTHING))
    return pc.cast(pc.replace_with_mask(column, missing, pa.scalar(None, pa.string())), home)
