"""After the commit: each journal entry goes into the public log."""

from collections.abc import Sequence
from itertools import groupby

from datafloor.contexts.evidence.model import PublicLog
from datafloor.contexts.evidence.queries import leaf_of
from datafloor.kernel.follow import Follower
from datafloor.kernel.journal import Entry
from datafloor.verify.tiles import WIDTH, read_entries

CHUNK = 10_000
"""Entries under one checkpoint at most. Each costs a few durable writes, so many share one."""


class Parted(Exception):
    """The journal is not what the public log was made from. The text says where."""


def log_follower(log: PublicLog) -> Follower:
    """Feeds the public log. The log itself knows how far it is, so nothing goes in twice.

    An entry that comes again is compared with the one that was published: a database restored
    from an older copy, in which history went on another way, is found before anything is signed.
    """

    def take(entries: Sequence[Entry]) -> None:
        size = log.open()
        compare(log, size, [entry for entry in entries if entry.seq <= size])
        fresh = [entry for entry in entries if entry.seq > size]
        if not fresh:
            return
        if fresh[0].seq != size + 1:
            raise Parted(
                f"the public log ends at row {size} and the journal goes on at row {fresh[0].seq}:"
                " rows between were never published; rebuild the log from the journal"
            )
        log.integrate([leaf_of(entry) for entry in fresh])

    return Follower("public_log", take, CHUNK)


def compare(log: PublicLog, size: int, entries: Sequence[Entry]) -> None:
    """Raises `Parted` where the public log shows something else for one of these rows."""
    for number, rows in groupby(entries, lambda entry: (entry.seq - 1) // WIDTH):
        kept = read_entries(log.read, number, min(WIDTH, size - number * WIDTH))
        for row in rows:
            if kept[(row.seq - 1) % WIDTH] != leaf_of(row):
                raise Parted(
                    f"row {row.seq} of the journal is not the one that was published: the journal"
                    " was changed, or restored from an older copy and went on another way"
                )
