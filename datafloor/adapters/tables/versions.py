"""What a version of a table is: its protocol, metadata and files, and how versions differ.

A version never changes, so what was read once is kept, within a bound on the number of files.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.adapters.objects import Objects, object_id
from datafloor.adapters.tables import log
from datafloor.adapters.tables.log import Action, Commit
from datafloor.kernel.refusal import Refusal, Refused

KEPT_FILES = 500_000
KEPT_COMMITS = 1_000


class File(Struct, frozen=True):
    """A data file of a version: its id, its key in the store, and the `add` action as written."""

    id: str
    key: str
    action: Action

    @property
    def statistics(self) -> dict[str, Any]:
        """Number of records, smallest and largest values, count of nulls; empty where unknown."""
        text = self.action.get("stats")
        return msgspec.json.decode(text) if text else {}


class Snapshot(Struct, frozen=True):
    """The whole of one version. `timestamp` is in milliseconds since 1970."""

    location: str
    version: int
    timestamp: int
    protocol: Action
    metadata: Action
    files: tuple[File, ...]
    bytes: int

    @property
    def rows(self) -> int:
        """The number of rows, from the statistics that every published file carries."""
        return sum(file.statistics["numRecords"] for file in self.files)


class Change(Struct, frozen=True):
    """One file that a version added, removed, or wrote as its change data (`add|remove|cdc`)."""

    kind: str
    id: str
    key: str
    action: Action
    version: int
    timestamp: int


class Tables:
    """The tables of one object store, as their logs tell. Safe to use from many threads."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self._snapshots: OrderedDict[tuple[str, int], Snapshot] = OrderedDict()
        self._commits: OrderedDict[tuple[str, int], Commit] = OrderedDict()
        self._files = 0
        self._lock = Lock()

    def latest(self, location: str) -> int:
        """The newest version that the log knows, or -1 where there is no table."""
        return log.latest(self.objects, location)

    def kept(self, location: str, version: int) -> Snapshot | None:
        """The version if it is at hand, without touching the store."""
        return self._snapshots.get((location, version))

    def snapshot(self, location: str, version: int) -> Snapshot:
        """The version, read from the log where it is not at hand.

        Refuses a version that does not exist, and a table that only a newer reader understands.
        """
        if (found := self.kept(location, version)) is not None:
            return found
        protocol, metadata, adds = log.replay(self.objects, location, version)
        _readable(protocol, adds)
        files = tuple(
            File(object_id(key), key, add)
            for add in sorted(adds, key=lambda add: str(add["path"]))
            for key in [log.data_key(location, add["path"])]
        )
        moment = self.commit(location, version).timestamp
        size = sum(file.action["size"] for file in files)
        snapshot = Snapshot(location, version, moment, protocol, metadata, files, size)
        with self._lock:
            if (location, version) not in self._snapshots:
                self._snapshots[location, version] = snapshot
                self._files += len(files) + 1
            while self._files > KEPT_FILES and len(self._snapshots) > 1:
                _, old = self._snapshots.popitem(last=False)
                self._files -= len(old.files) + 1
        return snapshot

    def commit(self, location: str, version: int) -> Commit:
        """What one version did, read from the log where it is not at hand."""
        if (found := self._commits.get((location, version))) is not None:
            return found
        commit = log.commit(self.objects, location, version)
        with self._lock:
            self._commits[location, version] = commit
            if len(self._commits) > KEPT_COMMITS:
                self._commits.popitem(last=False)
        return commit

    def version_at(self, location: str, first: int, last: int, milliseconds: int) -> int | None:
        """The newest version from `first` to `last` that was there at a time; `None` before all.

        Version times follow each other; the log is asked about as few of them as it takes.
        """
        low, high = first - 1, last
        while low < high:
            middle = (low + high + 1) // 2
            if self.commit(location, middle).timestamp <= milliseconds:
                low = middle
            else:
                high = middle - 1
        return low if low >= first else None

    def changes(self, location: str, first: int, last: int, feed: bool) -> list[Change]:
        """What the versions from `first` to `last` changed, in order.

        With `feed`, a version that wrote change data stands by that data alone, as the Delta
        protocol says; without, by the files that it added and removed. Refuses a feed over a
        version that did not record its changes.
        """
        found: list[Change] = []
        records = _records(self.snapshot(location, first).metadata)
        for version in range(first, last + 1):
            commit = self.commit(location, version)
            records = next(
                (_records(a["metaData"]) for a in commit.actions if "metaData" in a), records
            )
            if feed and not records:
                raise Refused(Refusal.changes_not_recorded, version=version)
            kinds: tuple[str, ...] = ("add", "remove")
            if feed and any("cdc" in action for action in commit.actions):
                kinds = ("cdc",)
            for action in commit.actions:
                for kind in kinds:
                    content = action.get(kind)
                    if content is None or (kind != "cdc" and not content.get("dataChange", True)):
                        continue
                    key = log.data_key(location, content["path"])
                    found.append(
                        Change(kind, object_id(key), key, content, version, commit.timestamp)
                    )
        return found


def _records(metadata: Action) -> bool:
    return str(metadata["configuration"].get("delta.enableChangeDataFeed")).lower() == "true"


def _readable(protocol: Action, adds: list[Action]) -> None:
    """Refuses what is not understood here, rather than handing out wrong rows."""
    unknown = set(protocol.get("readerFeatures") or ()) - {"timestampNtz", "columnMapping"}
    if protocol["minReaderVersion"] > 3 or unknown & {"v2Checkpoint", "catalogManaged"}:
        raise Refused(Refusal.table_format_needed, needed=", ".join(sorted(unknown)))
    if any(add.get("deletionVector") for add in adds):
        raise Refused(Refusal.table_format_needed, needed="deletionVectors")
