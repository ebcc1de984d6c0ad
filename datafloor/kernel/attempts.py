"""Attempts: what was asked and refused. They are no part of the journal; nothing happened."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import astuple

from datafloor.kernel.db import Tx


class Attempt(Struct, frozen=True):
    """Who asked what, when, and why it was refused."""

    at: int
    by_person: str
    by_organisation: str
    request_id: str
    command: str
    refusal: str


_COLUMNS = "at, by_person, by_organisation, request_id, command, refusal"


def note(tx: Tx, attempts: Sequence[Attempt]) -> None:
    """Write down refused attempts, in the transaction that refused them."""
    tx.many(
        f"INSERT INTO attempts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        [astuple(each) for each in attempts],
    )


def latest(tx: Tx, before: int, limit: int) -> list[Attempt]:
    """Attempts before an instant, the latest first."""
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM attempts WHERE at < ? ORDER BY at DESC LIMIT ?", before, limit
    )
    return [Attempt(*row) for row in rows]
