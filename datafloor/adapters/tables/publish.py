"""Publishing: a source becomes one new version of a Delta table, or nothing at all.

The data files are written first and named by nobody; the commit that names them is the last
step. Where anything fails before it, the table is as it was and the unnamed files are removed;
where the machine dies, they stay as waste that no version names.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from datafloor.adapters.objects import Objects, object_id
from datafloor.adapters.tables import log
from datafloor.adapters.tables.files import DataFile, write_files
from datafloor.adapters.tables.sources import Reading, Source, open_source
from datafloor.adapters.tables.versions import Snapshot, Tables
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import pyarrow as pa

CONFIGURATION: dict[str, str | None] = {
    "delta.enableChangeDataFeed": "true",
    # A contract may give the right to an old version: no version is ever tidied away.
    "delta.enableExpiredLogCleanup": "false",
}

_FULL = re.compile(r"os error (27|28|122)\b|No space left on device")

_locks: defaultdict[str, Lock] = defaultdict(Lock)


class Mode(Enum):
    """What becomes of the rows that the table had."""

    create = "create"
    append = "append"
    overwrite = "overwrite"


class Field(Struct, frozen=True):
    """A field of a published table, its type in the words of Delta (`long`, `string`, …)."""

    name: str
    type: str
    nullable: bool


class Published(Struct, frozen=True):
    """A version as it was published, whole: not only what this publication added.

    `digest` is the SHA-256 (hex) over the SHA-256 digests of the version's files in the order of
    their paths; who holds it can tell whether the files are still those that were published.
    """

    location: str
    version: int
    rows: int
    bytes: int
    files: int
    fields: tuple[Field, ...]
    digest: str


def publish(
    tables: Tables,
    location: str,
    path: Path,
    mode: Mode,
    reading: Reading | None = None,
    check: "Callable[[pa.Schema], None]" = lambda schema: None,
) -> Published:
    """Publish what is at `path` as the next version of the table at `location` in the store.

    `check` is asked whether a table of these fields will do, and refuses it otherwise. One
    publication at a time for a table in this process. Memory is bounded whatever the size. Raises
    `Refused` with what is wrong and what to do; then the table is as it was before.
    """
    reading = reading or Reading()
    objects = tables.objects
    with _locks[objects.address(location)]:
        before = log.latest(objects, location)
        if mode is Mode.create and before >= 0:
            raise Refused(Refusal.table_exists)
        if mode is not Mode.create and before < 0:
            raise Refused(Refusal.table_absent)
        source = open_source(path, reading)
        check(source.schema)
        if mode is Mode.append:
            _same_fields(tables.snapshot(location, before), source)
        name = new_id("part")
        try:
            rows = source.batches()
            written = list(write_files(objects, f"{location}/{name}", source.schema, rows))
            if not written:
                raise Refused(Refusal.table_empty, missing="rows")
            objects.settle([f"{location}/{file.name}" for file in written])
            _commit(objects, location, source, mode, written)
        except BaseException as failure:
            if log.latest(objects, location) == before:
                objects.forget(f"{location}/{name}")
            if _FULL.search(str(failure)):
                raise Refused(Refusal.store_full) from failure
            raise
        snapshot = tables.snapshot(location, before + 1)
        digest = version_digest(tables, snapshot, written)
    return Published(
        location,
        snapshot.version,
        snapshot.rows,
        snapshot.bytes,
        len(snapshot.files),
        tuple(_fields(snapshot)),
        digest,
    )


def _commit(
    objects: Objects, location: str, source: Source, mode: Mode, written: list[DataFile]
) -> None:
    """Name the files in a new version. Before this there is nothing to see, after it all."""
    from deltalake import DeltaTable, Schema
    from deltalake.transaction import AddAction, create_table_with_add_actions

    adds = [
        AddAction(file.name, file.size, {}, file.written, True, file.statistics) for file in written
    ]
    place, schema = objects.address(location), Schema.from_arrow(source.schema)
    options = objects.options or None
    if mode is Mode.create:
        create_table_with_add_actions(
            place, schema, adds, configuration=CONFIGURATION, storage_options=options
        )
    else:
        table = DeltaTable(place, storage_options=options)
        table.create_write_transaction([*adds], mode.value, schema)
    version = f"{location}/_delta_log/{log.latest(objects, location):020}.json"
    objects.settle([version])


def _same_fields(table: Snapshot, source: Source) -> None:
    import pyarrow as pa
    from deltalake import Schema

    has = pa.schema(Schema.from_json(table.metadata["schemaString"]).to_arrow())
    old = {field.name: field.type for field in has}
    new = {field.name: field.type for field in source.schema}
    differences = [
        *(f"'{name}' is missing" for name in old if name not in new),
        *(f"'{name}' is new" for name in new if name not in old),
        *(
            f"'{name}' is {new[name]} and not {kind}"
            for name, kind in old.items()
            if name in new and new[name] != kind
        ),
    ]
    if differences:
        raise Refused(Refusal.fields_differ, difference="; ".join(differences))


def _fields(snapshot: Snapshot) -> Iterator[Field]:
    for field in msgspec.json.decode(snapshot.metadata["schemaString"])["fields"]:
        kind = field["type"]
        name = kind if isinstance(kind, str) else msgspec.json.encode(kind).decode()
        yield Field(field["name"], name, field["nullable"])


def version_digest(tables: Tables, snapshot: Snapshot, written: Sequence[DataFile]) -> str:
    """The digest of a version, of which these files were just written: see `Published`."""
    digests = _digests(tables, snapshot, written)
    return sha256(b"".join(bytes.fromhex(digests[file.id]) for file in snapshot.files)).hexdigest()


def file_digests(tables: Tables, location: str, version: int) -> dict[str, str]:
    """SHA-256 of each file of a published version, by file id, as they were when it was written."""
    kept: dict[str, str] = msgspec.json.decode(
        tables.objects.read(f"{location}/_digests/{version:020}.json")
    )
    return kept


def _digests(tables: Tables, snapshot: Snapshot, written: Sequence[DataFile]) -> dict[str, str]:
    """SHA-256 of each file of the version, by file id.

    They are kept beside the log, so that an append hashes only what it added. Whoever can change
    them can change the files as well; a check of the files reads the files.
    """
    objects, folder = tables.objects, f"{snapshot.location}/_digests"
    known: dict[str, str] = {}
    if snapshot.version > 0:
        try:
            known = msgspec.json.decode(objects.read(f"{folder}/{snapshot.version - 1:020}.json"))
        except Refused:  # the machine died between a commit and this step: hash all again
            known = {}
    known |= {object_id(f"{snapshot.location}/{file.name}"): file.digest for file in written}
    digests = {}
    for file in snapshot.files:
        if file.id not in known:
            whole = sha256()
            for piece in objects.pieces(file.key):
                whole.update(piece)
            known[file.id] = whole.hexdigest()
        digests[file.id] = known[file.id]
    objects.write(f"{folder}/{snapshot.version:020}.json", msgspec.json.encode(digests))
    objects.settle([f"{folder}/{snapshot.version:020}.json"])
    return digests
