"""Followers: what the outside world learns, after the commit, in the journal's order.

A follower reads the journal after its own cursor and does one outside thing. It may be asked for
the same entry twice (it died after the effect and before the cursor moved), never out of order
and never for none; so its effects are keyed by the journal's sequence number.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from datafloor.kernel import journal
from datafloor.kernel.db import Database
from datafloor.kernel.journal import Entry

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""How often a follower looks without being told: another replica may have written."""

REST_SECONDS = 60
"""The longest that a follower rests which fails again and again: each time twice as long."""


class Follower(NamedTuple):
    """A name for its cursor, and what it does with entries. Raising means: ask again later.

    `chunk` is the most entries that it is given at once.
    """

    name: str
    take: Callable[[Sequence[Entry]], None]
    chunk: int = 1_000


class Following:
    """Runs one follower in a thread of its own until closed.

    With `begin` the follower's work is not kept either: each process does it anew and remembers
    its own place. `begin` is done first, in that thread, and says after which entry to go on.
    """

    def __init__(
        self, database: Database, follower: Follower, begin: Callable[[], int] | None = None
    ) -> None:
        self._database = database
        self._follower = follower
        self._begin = begin
        self._place: int | None = None
        self._told = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name=follower.name, daemon=True)
        self._thread.start()

    def tell(self, end: int) -> None:
        """There is something new in the journal."""
        self._told.set()

    def close(self) -> None:
        """Stop after the entries in hand."""
        self._closed.set()
        self._told.set()
        self._thread.join()

    def _work(self) -> None:
        failures = 0
        while not self._closed.is_set():
            self._told.wait(LOOK_SECONDS)
            self._told.clear()
            try:
                while not self._closed.is_set() and self._go_on():
                    failures = 0
            except Exception as error:
                failures += 1
                self._rest(error, failures)

    def _rest(self, error: Exception, failures: int) -> None:
        """Say why it failed, the whole story once, and leave it alone for a while."""
        rest = min(LOOK_SECONDS * 2 ** min(failures - 1, 7), REST_SECONDS)
        said = "follower %s failed, %s; it tries again in %.1f s"
        words = (self._follower.name, error, rest)
        _log.error(said, *words, exc_info=error if failures == 1 else None)
        self._closed.wait(rest)

    def _go_on(self) -> int:
        if self._begin is None:
            return catch_up(self._database, self._follower)
        if self._place is None:
            self._place = self._begin()
        with self._database.reading() as tx:
            entries = journal.read(tx, self._place, self._follower.chunk)
        if entries:
            self._follower.take(entries)
            self._place = entries[-1].seq
        return len(entries)


def catch_up(database: Database, follower: Follower) -> int:
    """Give the follower its next entries and move its cursor. Returns how many there were."""
    with database.reading() as tx:
        row = tx.row("SELECT seq FROM cursors WHERE follower = ?", follower.name)
        entries = journal.read(tx, row[0] if row else 0, follower.chunk)
    if entries:
        follower.take(entries)
        with database.noting() as note:
            note.run(
                "INSERT INTO cursors (follower, seq) VALUES (?, ?)"
                " ON CONFLICT (follower) DO UPDATE SET seq = excluded.seq",
                follower.name,
                entries[-1].seq,
            )
    return len(entries)
