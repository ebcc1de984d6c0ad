"""Which journal entries mention a thing: an index that follows the journal.

It is a follower, not part of a command: an entry is found a moment after its commit, and the
index can be thrown away and made again.
"""

import re
from collections.abc import Sequence

from datafloor.kernel import journal
from datafloor.kernel.db import Database, Tx, rows_in
from datafloor.kernel.follow import Follower
from datafloor.kernel.ids import BODY
from datafloor.kernel.journal import Entry

_IDS = re.compile(f'"([a-z]+_{BODY})"')


def indexer(database: Database) -> Follower:
    """The follower that keeps the index."""

    def take(entries: Sequence[Entry]) -> None:
        found = [(name, entry.seq) for entry in entries for name in set(_IDS.findall(entry.body))]
        with database.noting() as note:
            note.many(
                "INSERT INTO mentions (name, seq) VALUES (?, ?) ON CONFLICT DO NOTHING", found
            )

    return Follower("mentions", take, chunk=250)


def about(tx: Tx, names: Sequence[str], limit: int = 500) -> list[Entry]:
    """The entries that mention any of these ids, in the journal's order."""
    found = rows_in(tx, "SELECT DISTINCT seq FROM mentions WHERE name IN ({}) ORDER BY seq", names)
    numbers = sorted({row[0] for row in found})[:limit]
    return [entry for seq in numbers for entry in journal.read(tx, seq - 1, 1)]
