"""What `mark` and `trace` share: the original, its marked columns, and what names its version."""

import argparse
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import polars as pl

    from datafloor.analysis.appraisal.model import Table
    from datafloor.analysis.marks import Marking
    from datafloor.analysis.marks.place import Numbers

Tolerances = tuple[tuple[str, float], ...]


def add_marking(command: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """The options about the key and the columns."""
    command.add_argument(
        "--shares",
        nargs=2,
        type=Path,
        required=needed,
        metavar=("A", "B"),
        help="the two files of the marking key, each brought by its keeper",
    )
    command.add_argument("--columns", metavar="NAME:TOLERANCE,…", help=columns_help(command))
    command.add_argument(
        "--one-in", type=one_in, default=100, metavar="N", help="one row in N carries a mark (100)"
    )
    command.add_argument("--language", choices=("en", "vi"), default="en")


def columns_help(command: argparse.ArgumentParser) -> str:
    """What `--columns` means to this command."""
    if command.prog.endswith("trace"):
        return "as when marking; not needed where --buyers is the file of the copies"
    return "the columns to mark, each with the error that its values have anyway"


def one_in(text: str) -> int:
    """One row in so many: 2 at least, so that most rows stay as they are."""
    number = int(text)
    if not 2 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("between 2 and 1000000")
    return number


def tolerances(text: str) -> Tolerances:
    """`temperature:0.2,humidity:1` as names and numbers; a name may have a colon in it."""
    found = []
    for part in text.split(","):
        name, _, amount = part.rpartition(":")
        try:
            number = float(amount)
        except ValueError:
            number = 0.0
        if not name.strip() or not 0 < number < float("inf"):
            raise Refused(Refusal.mark_columns_unclear, text=part)
        found.append((name.strip(), number))
    if len({name for name, _ in found}) < len(found):
        raise Refused(Refusal.mark_columns_unclear, text=text)
    return tuple(sorted(found))


def said(columns: Tolerances) -> str:
    """The columns as they are written on the command line."""
    return ",".join(f"{name}:{amount:g}" for name, amount in columns)


@dataclass(frozen=True)
class Original:
    """The table that copies are made of, its marked columns as numbers, and how each is marked.

    `version` names the table by its numbers, not by its file: in another kind of file it has the
    same, so the same marks follow. A table in which one number differs has other marks.
    """

    frame: "pl.DataFrame"
    columns: Tolerances
    markings: "dict[str, Marking]"
    values: "dict[str, Numbers]"
    version: str

    def table(self, names: tuple[str, ...] | None = None) -> "Table":
        """Some columns of it, or all, as an appraisal reads them."""
        from datafloor.analysis.appraisal.model import Table

        frame = self.frame
        kept = tuple(frame.columns) if names is None else names
        return Table("", "parquet", frame.height, kept, frame.get_column)


def open_original(path: Path, columns: Tolerances, rows_in: int) -> Original:
    """Reads the whole table, in the types that publishing it would give.

    Raises `no_such_column`, `mark_forbidden` for what holds no numbers, `mark_no_room`, and what
    reading raises.
    """
    import polars as pl
    import pyarrow as pa

    from datafloor.adapters.tables.sources import Reading, open_source
    from datafloor.analysis.appraisal.marks import REASONS
    from datafloor.analysis.marks import Marking
    from datafloor.analysis.marks.place import step_of
    from datafloor.analysis.marks.table import numbers

    source = open_source(path, Reading())
    frame = pl.from_arrow(pa.Table.from_batches(source.batches(), source.schema))
    assert isinstance(frame, pl.DataFrame)
    if not frame.height:
        raise Refused(Refusal.table_empty, missing="rows")
    markings, values = {}, {}
    for name, tolerance in columns:
        if name not in frame.columns:
            raise Refused(Refusal.no_such_column, column=name)
        if not frame.schema[name].is_numeric():
            raise Refused(Refusal.mark_forbidden, column=name, reason=REASONS["kind"])
        values[name] = numbers(frame.get_column(name))
        markings[name] = Marking(name, tolerance, step_of(values[name]), rows_in)
        try:
            _ = markings[name].shift
        except ValueError as error:
            step = f"{markings[name].step:g}"
            raise Refused(
                Refusal.mark_no_room, column=name, step=step, tolerance=f"{tolerance:g}"
            ) from error
    return Original(frame, columns, markings, values, version_of(frame))


def version_of(frame: "pl.DataFrame") -> str:
    """The digest of all columns that hold numbers, by name, in the order of the rows."""
    from datafloor.analysis.marks.table import numbers

    digest = sha256()
    for name in sorted(frame.columns):
        if frame.schema[name].is_numeric():
            label = name.encode()
            digest.update(len(label).to_bytes(4, "big") + label)
            digest.update((numbers(frame.get_column(name)) + 0.0).tobytes())
    return digest.hexdigest()
