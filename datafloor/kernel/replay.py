"""Replay: grow every table again from the journal alone, and compare with the tables in use.

The same `apply` runs in life and here, so a table that differs was changed behind the door's
back, or `apply` looked at something that is not in the journal; either is a defect. The tables
grow in a scratch file of SQLite, also where the exchange runs on PostgreSQL: the two databases
must agree on every row.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from datafloor.kernel import journal
from datafloor.kernel.db import Database, Row, Tx
from datafloor.kernel.house import House
from datafloor.kernel.sqlite import scratch


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
    with database.reading() as life, scratch() as fresh:
        fresh.create(house.schema)
        done = 0
        with fresh.writing() as tx:
            for entries in journal.read_all(life):
                for entry in entries:
                    read, apply = house.again[entry.kind]
                    apply(tx, read(entry.body), entry.at)
                done += len(entries)
                progress(done)
        with fresh.reading() as grown:
            different = [
                table for table in house.grown() if not same(rows(life, table), rows(grown, table))
            ]
    return Replayed(done, different)


def rows(tx: Tx, table: str) -> list[Row]:
    """All rows of a table, in whatever order the database has them."""
    return tx.rows(f"SELECT * FROM {table}")


def same(one: list[Row], other: list[Row]) -> bool:
    """Whether both hold the same rows, each as often. Most tables grow again in their order."""
    return one == other or dict(Counter(one)) == dict(Counter(other))
