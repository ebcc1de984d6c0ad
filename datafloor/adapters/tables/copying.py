"""A table that follows another version by version, each of its files altered on the way.

The copy has the other's history: the same versions at the same times, files of the same names in
the same order. A version is seen when its commit is there, written last; what was cut off before
is written again.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import log
from datafloor.adapters.tables.files import DataFile, opened, rewrite
from datafloor.adapters.tables.publish import version_digest
from datafloor.adapters.tables.versions import Snapshot, Tables

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from datafloor.adapters.tables.files import Alter


class Copied(Struct, frozen=True):
    """The newest version of a copy, its digest (as that of a published version), and how many rows
    were written now."""

    snapshot: Snapshot
    digest: str
    rows: int


def follow(
    tables: Tables,
    source: str,
    target: str,
    version: int,
    alter: "Alter",
    done: Callable[[int], None] = lambda rows: None,
    columns: Sequence[str] = (),
) -> Copied:
    """Bring the table at `target` to this version of the one at `source`, with these columns only
    where any are named.

    One at a time for a target. `done` hears of rows as they are written.
    """
    first = tables.latest(target) + 1
    if first > version:
        snapshot = tables.snapshot(target, version)
        return Copied(snapshot, version_digest(tables, snapshot, []), 0)
    written = 0

    def heard(rows: int) -> None:
        nonlocal written
        written += rows
        done(rows)

    for number in range(first, version + 1):
        digest = _one(tables, source, target, number, alter, heard, columns)
    return Copied(tables.snapshot(target, version), digest, written)


def _one(
    tables: Tables,
    source: str,
    target: str,
    number: int,
    alter: "Alter",
    done: Callable[[int], None],
    columns: Sequence[str],
) -> str:
    before = tables.snapshot(target, number - 1).files if number else ()
    sizes = {str(file.action["path"]): file.action["size"] for file in before}
    written: list[DataFile] = []
    lines = []
    for action in tables.commit(source, number).actions:
        assert "cdc" not in action, "what is published here adds files and removes them"
        if add := action.get("add"):
            key = log.data_key(source, add["path"])
            place = log.data_key(target, add["path"])
            file = rewrite(tables.objects, key, place, alter, done, columns)
            written.append(file)
            lines.append({"add": {**add, "size": file.size, "stats": file.statistics}})
        elif remove := action.get("remove"):
            lines.append({"remove": {**remove, "size": sizes[remove["path"]]}})
        elif columns and (metadata := action.get("metaData")):
            schema = msgspec.json.decode(metadata["schemaString"])
            schema["fields"] = [each for each in schema["fields"] if each["name"] in columns]
            told = msgspec.json.encode(schema).decode()
            lines.append({"metaData": {**metadata, "schemaString": told}})
        else:
            lines.append(action)
    tables.objects.settle([f"{target}/{file.name}" for file in written])
    _commit(tables, target, number, lines)
    return version_digest(tables, tables.snapshot(target, number), written)


def read_parts(
    objects: Objects, keys: Sequence[str], most_rows: int | None = None
) -> "list[tuple[pq.FileMetaData, pa.Table]]":
    """Files of a table with their footers, whole, or so many rows of the first of them."""
    import pyarrow.parquet as pq

    parts = []
    left = most_rows
    for key in keys:
        with opened(objects, key) as held, pq.ParquetFile(held) as file:
            if left is None:
                part = file.read()
            else:
                groups, rows = [], 0
                for number in range(file.num_row_groups):
                    if rows < left:
                        groups.append(number)
                        rows += file.metadata.row_group(number).num_rows
                part = file.read_row_groups(groups).slice(0, left)
                left -= part.num_rows
            parts.append((file.metadata, part))
        if left == 0:
            break
    return parts


def _commit(tables: Tables, target: str, number: int, lines: list[dict[str, Any]]) -> None:
    key = f"{target}/_delta_log/{number:020}.json"
    tables.objects.write(key, b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    tables.objects.settle([key])
