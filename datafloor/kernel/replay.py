"""Replay: grow every table again from the journal alone, and compare with the tables in use.

The same `apply` runs in life and here, so a table that differs was changed behind the door's
back, or `apply` looked at something that is not in the journal; either is a defect. The tables
grow in a scratch file of SQLite, also where the exchange runs on PostgreSQL: the two databases
must agree on every row.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from datafloor.kernel import journal
from datafloor.kernel.db import Database, Row, Tx
from datafloor.kernel.house import House
from datafloor.kernel.scratch import scratch

T = TypeVar("T")


class Replayed(NamedTuple):
    """How many events were replayed, and the tables that came out different."""

    events: int
    different: list[str]


def replay(
    house: House, database: Database, *, progress: Callable[[int], None] = lambda done: None
) -> Replayed:
    """Check the journal's chain, replay it into a scratch database, and compare all tables.

    The exchange may run meanwhile: one read snapshot is compared with itself. Raises
    `journal.Broken` where the chain does not hold.
    """
    again = house.again
    with database.reading() as life, scratch() as fresh:
        fresh.create(house.schema)
        done = 0
        for entries in ahead(journal.read_all(life)):
            for entry in entries:
                read, apply = again[entry.kind]
                apply(fresh, read(entry.body), entry.at)
            done += len(entries)
            progress(done)
        lived = ((table, rows(life, table)) for table in house.grown())
        different = [table for table, found in ahead(lived) if not same(found, rows(fresh, table))]
    return Replayed(done, different)


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same things, each made in another thread while the one before it is used: a database
    elsewhere works meanwhile."""
    with ThreadPoolExecutor(max_workers=1) as other:
        coming = other.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = other.submit(next, things, None)
            yield thing


def rows(tx: Tx, table: str) -> list[Row]:
    """All rows of a table, in whatever order the database has them."""
    return tx.rows(f"SELECT * FROM {table}")


def same(one: list[Row], other: list[Row]) -> bool:
    """Whether both hold the same rows, each as often. Most tables grow again in their order."""
    return one == other or dict(Counter(one)) == dict(Counter(other))
