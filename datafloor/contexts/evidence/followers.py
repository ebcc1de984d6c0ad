"""After the commit: each journal entry goes into the public log."""

import time
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


def log_follower(log: PublicLog, rest_milliseconds: int = 0) -> Follower:
    """Feeds the public log. The log itself knows how far it is, so nothing goes in twice.

    It rests after each checkpoint, so that under load many commits share one, and the door has
    the processor: the first commit after a pause is public at once, the others a rest later.

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
        log.integrate(size, [leaf_of(entry) for entry in fresh])
        time.sleep(rest_milliseconds / 1_000)

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
