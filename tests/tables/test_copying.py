"""A copy follows its table version by version; cut off anywhere, it is made again the same."""

from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, Tables, publish
from datafloor.adapters.tables.copying import follow, read_parts


def doubled(footer: Any, group: pa.Table) -> pa.Table:
    column = pc.multiply(group.column("value"), 2.0)
    return group.set_column(1, group.schema.field(1), column)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """A table of three versions: made, added to, overwritten."""
    tables = Tables(Objects(str(tmp_path / "objects")))
    for number, mode in enumerate((Mode.create, Mode.append, Mode.overwrite)):
        file = tmp_path / f"{number}.parquet"
        pl.DataFrame({"row": range(100), "value": [number + 0.5] * 100}).write_parquet(file)
        publish(tables, "one", file, mode)
    return tables


def values(tables: Tables, location: str, version: int) -> list[float]:
    keys = [file.key for file in tables.snapshot(location, version).files]
    parts = read_parts(tables.objects, keys)
    return [value for _, part in parts for value in part.column("value").to_pylist()]


def test_every_version_is_there_at_its_time_with_its_files(tables: Tables) -> None:
    rows: list[int] = []
    copied = follow(tables, "one", "two", 2, doubled, rows.append)
    assert sum(rows) == 300
    for version in range(3):
        ours, theirs = tables.snapshot("one", version), tables.snapshot("two", version)
        assert (theirs.timestamp, theirs.rows, len(theirs.files)) == (
            *(ours.timestamp, ours.rows, len(ours.files)),
        )
        assert values(tables, "two", version) == [2 * v for v in values(tables, "one", version)]
        for file in theirs.files:
            place = tables.objects.path(file.key)
            assert place is not None
            assert file.action["size"] == place.stat().st_size
    (removed, *_) = [c for c in tables.changes("two", 2, 2, feed=False) if c.kind == "remove"]
    sizes = {file.id: file.action["size"] for file in tables.snapshot("two", 1).files}
    assert removed.action["size"] == sizes[removed.id]
    assert copied.rows == 300
    again = follow(tables, "one", "two", 2, doubled)
    assert (again.digest, again.rows) == (copied.digest, 0)


def test_cut_off_it_is_made_again_the_same(tables: Tables) -> None:
    whole = follow(tables, "one", "whole", 2, doubled)
    for good in range(3):
        left = [good]

        def cut(footer: Any, group: pa.Table, left: list[int] = left) -> pa.Table:
            if not left[0]:
                raise OSError("the power is gone")
            left[0] -= 1
            return doubled(footer, group)

        place = f"cut{good}"
        with pytest.raises(OSError, match="power"):
            follow(tables, "one", place, 2, cut)
        assert tables.latest(place) == good - 1, "a version is there whole or not at all"
        assert follow(tables, "one", place, 2, doubled).digest == whole.digest


def test_some_rows_of_the_first_files_are_enough_to_look_at(tables: Tables) -> None:
    keys = [file.key for file in tables.snapshot("one", 1).files]
    assert [part.num_rows for _, part in read_parts(tables.objects, keys, 120)] == [100, 20]
    assert [part.num_rows for _, part in read_parts(tables.objects, keys, 7)] == [7]
