"""The log of a Delta table: commits and checkpoints, every action as it was written.

The format is the Delta protocol's (github.com/delta-io/delta, PROTOCOL.md). delta-rs reads it
too, but gives typed columns and not the actions themselves, which a delta-format answer passes on.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from datafloor.adapters.objects import Objects, checked
from datafloor.kernel.refusal import Refusal, Refused

Action = dict[str, Any]


class Commit(Struct, frozen=True):
    """What one version did: its actions in order, and its time in milliseconds since 1970."""

    version: int
    timestamp: int
    actions: tuple[Action, ...]


def data_key(location: str, path: str) -> str:
    """The key in the store of a file that an action names. The path is relative and URL-encoded.

    Refuses one that lies outside of the table, as in a shallow clone: a grant opens one table.
    """
    if "://" in path or path.startswith("/"):
        raise Refused(Refusal.path_outside_store, path=path)
    return checked(f"{location}/{unquote(path)}")


def latest(objects: Objects, location: str) -> int:
    """The newest committed version, or -1 where there is no table."""
    folder = f"{location}/_delta_log"
    after = f"{folder}/{max(_checkpoints(objects, location), default=0):020}"
    return max(
        (
            int(name[:-5])
            for key in objects.keys(folder, after)
            if (name := key.rpartition("/")[2]).endswith(".json") and name[:-5].isdigit()
        ),
        default=-1,
    )


def commit(objects: Objects, location: str, version: int) -> Commit:
    """The actions of one version. Refuses a version that is not in the log."""
    text = objects.read(f"{location}/_delta_log/{version:020}.json")
    actions = tuple(msgspec.json.decode(line) for line in text.splitlines() if line.strip())
    timestamp = 0
    for action in actions:
        if info := action.get("commitInfo"):
            timestamp = info.get("inCommitTimestamp") or info.get("timestamp") or 0
    return Commit(version, timestamp, actions)


def replay(objects: Objects, location: str, version: int) -> tuple[Action, Action, list[Action]]:
    """Protocol, metadata and live files of a version: newest action first wins.

    Begins at the last checkpoint at or before the version, then follows the commits.
    """
    protocol: Action | None = None
    metadata: Action | None = None
    files: dict[str, Action] = {}
    start = max((v for v in _checkpoints(objects, location) if v <= version), default=-1)
    for actions in _from(objects, location, start, version):
        for action in actions:
            if add := action.get("add"):
                files[add["path"]] = add
            elif remove := action.get("remove"):
                files.pop(remove["path"], None)
            elif found := action.get("metaData"):
                metadata = found
            elif found := action.get("protocol"):
                protocol = found
    if protocol is None or metadata is None:
        raise Refused(Refusal.table_absent)
    return protocol, metadata, list(files.values())


def _from(objects: Objects, location: str, start: int, version: int) -> Iterator[Iterator[Action]]:
    if start >= 0:
        yield _checkpoint(objects, location, start)
    for each in range(start + 1, version + 1):
        yield iter(commit(objects, location, each).actions)


def _checkpoints(objects: Objects, location: str) -> list[int]:
    """The versions with a checkpoint in one file. Others hold nothing that the commits do not."""
    keys = objects.keys(f"{location}/_delta_log")
    names = [key.rpartition("/")[2] for key in keys]
    return [int(name[:20]) for name in names if name[20:] == ".checkpoint.parquet"]


def _checkpoint(objects: Objects, location: str, version: int) -> Iterator[Action]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(
        BytesIO(objects.read(f"{location}/_delta_log/{version:020}.checkpoint.parquet"))
    )
    columns = [name for name in ("add", "metaData", "protocol") if name in file.schema_arrow.names]
    for batch in file.iter_batches(batch_size=8192, columns=columns):
        for row in batch.to_pylist(maps_as_pydicts="strict"):
            yield {kind: _plain(content) for kind, content in row.items() if content is not None}


def _plain(content: Action) -> Action:
    """A checkpoint's row without the columns that the action did not have."""
    return {name: value for name, value in content.items() if value is not None}
