"""The journal: what happened, in one order, appended and never edited.

Each entry's digest covers the entry and the digest before it, so whoever knows the last digest
knows them all: a row edited, removed, inserted or moved shows at that row.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from datafloor.kernel.db import Tx, WriteTx, rows_in

_COLUMNS = "seq, at, by_person, by_organisation, request_id, asked, kind, body, digest"


class Entry(NamedTuple):
    """One event as recorded: when, by whom, under which request, and what was asked (digest)."""

    seq: int
    at: int
    by_person: str
    by_organisation: str
    request_id: str
    asked: str
    kind: str
    body: str
    digest: str


class Head(NamedTuple):
    """The end of the journal. `at` never decreases."""

    seq: int
    at: int
    digest: str


class Seen(NamedTuple):
    """What an earlier command with the same request id came to."""

    by_person: str
    asked: str
    first: int
    last: int
    at: int


def chain(before: str, entry: Sequence[object]) -> str:
    """The digest of an entry's first eight fields after the entry with digest `before`.

    No field holds a line break (canonical JSON escapes it), so the joined text is unambiguous.
    """
    return sha256(written(before, entry).encode()).hexdigest()


def written(before: str, entry: Sequence[object]) -> str:
    """The text whose SHA-256 is an entry's digest: the digest before it, and its eight fields."""
    seq, at, person, organisation, request_id, asked, kind, body = entry[:8]
    return f"{before}\n{seq}\n{at}\n{person}\n{organisation}\n{request_id}\n{asked}\n{kind}\n{body}"


def take_head(tx: WriteTx) -> Head:
    """The end of the journal, held until this transaction ends."""
    row = tx.row(f"SELECT seq, at, digest FROM door WHERE one = 1{tx.FOR_UPDATE}")
    assert row is not None
    return Head(*row)


def head(tx: Tx) -> Head:
    """The end of the journal as a snapshot sees it."""
    row = tx.row("SELECT seq, at, digest FROM door WHERE one = 1")
    assert row is not None
    return Head(*row)


def append(tx: Tx, entries: Sequence[Entry]) -> None:
    """Write the entries and move the head to the last of them."""
    tx.many(f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
    last = entries[-1]
    tx.run("UPDATE door SET seq = ?, at = ?, digest = ? WHERE one = 1", last.seq, last.at, last[8])


def seen(tx: Tx, request_ids: Sequence[str]) -> dict[tuple[str, str], Seen]:
    """What was recorded under these request ids, by person and request id."""
    rows = rows_in(
        tx,
        "SELECT by_person, request_id, min(asked), min(seq), max(seq), min(at)"
        " FROM journal WHERE request_id IN ({}) GROUP BY by_person, request_id",
        request_ids,
    )
    return {(row[0], row[1]): Seen(row[0], *row[2:]) for row in rows}


def read(tx: Tx, after: int, limit: int) -> list[Entry]:
    """Up to `limit` entries after a sequence number, in order."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", after, limit
    )
    return list(map(Entry._make, rows))


def read_all(tx: Tx, *, chunk: int = 2_000) -> Iterator[list[Entry]]:
    """The whole journal in chunks. Raises `Broken` at the first entry that does not follow."""
    seq, digest = 0, ""
    while entries := read(tx, seq, chunk):
        for entry in entries:
            if entry.seq != seq + 1:
                raise Broken(entry.seq, f"entry {seq + 1} is missing")
            if chain(digest, entry) != entry.digest:
                raise Broken(entry.seq, "its content or an earlier one was changed")
            seq, digest = entry.seq, entry.digest
        yield entries
    row = tx.row("SELECT seq, digest FROM door WHERE one = 1")
    if row != (seq, digest):
        raise Broken(seq + 1, "the journal ends before its recorded head")


class Broken(Exception):
    """The journal was changed behind the door's back, first noticed at entry `seq`."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"journal entry {seq}: {what}")
        self.seq = seq
