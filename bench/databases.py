"""Databases for benches: on this disk, and as durable as in production."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from datafloor.app.build import house
from datafloor.kernel.db import Database, open_database
from tests.postgres import Cluster


@contextmanager
def sqlite_database() -> Iterator[Database]:
    """A fresh SQLite file with the exchange's tables."""
    with tempfile.TemporaryDirectory(prefix="datafloor-") as folder:
        database = open_database(f"sqlite:///{folder}/exchange.db", house().schema)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def postgres_database() -> Iterator[Database]:
    """A fresh database of a PostgreSQL server of our own, with fsync on."""
    cluster = Cluster(durable=True)
    try:
        database = open_database(cluster.create(), house().schema)
        try:
            yield database
        finally:
            database.close()
    finally:
        cluster.close()


KINDS = {"sqlite": sqlite_database, "postgres": postgres_database}
