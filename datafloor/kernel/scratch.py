"""A database in which tables grow again, and which is then thrown away."""

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datafloor.kernel.db import Row, statements
from datafloor.kernel.sqlite import SqliteTx

_PRAGMAS = (
    *("page_size = 16384", "journal_mode = OFF", "synchronous = OFF"),
    *("locking_mode = EXCLUSIVE", "foreign_keys = ON", "cache_size = -32768"),
)

_INDEX = re.compile(r"CREATE INDEX (\w+) ON (\w+)")


class Scratch(SqliteTx):
    """One transaction on a file of SQLite, without a thought for its safety.

    An index that is there for questions only is made when a statement comes that would use it:
    most are never asked for while tables grow, and each costs at every row.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._later: dict[str, tuple[str, str]] = {}
        self._known: set[str] = set()

    def create(self, schemas: Sequence[str]) -> None:
        """Make all tables."""
        for statement in (each for schema in schemas for each in statements(schema)):
            if index := _INDEX.match(statement):
                self._later[index[1]] = index[2], statement
            else:
                self._execute(statement)

    def run(self, sql: str, *values: Any) -> None:
        if sql not in self._known:
            self._prepare(sql, values)
        self._execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        given = list(rows)
        if given and sql not in self._known:
            self._prepare(sql, given[0])
        self._executemany(sql, given)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        if sql not in self._known:
            self._prepare(sql, values)
        return super().rows(sql, *values)

    def row(self, sql: str, *values: Any) -> Row | None:
        if sql not in self._known:
            self._prepare(sql, values)
        return super().row(sql, *values)

    def _prepare(self, sql: str, values: Sequence[Any]) -> None:
        """Make the indexes that this statement would use."""
        words = set(re.findall(r"\w+", sql))
        tried = [name for name, (table, _) in self._later.items() if table in words]
        for name in tried:
            self._execute(self._later[name][1])
        plan = self._execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        used = {word for step in plan for word in step[3].split()}
        for name in tried:
            if name in used:
                del self._later[name]
            else:
                self._execute(f"DROP INDEX {name}")
        self._known.add(sql)


@contextmanager
def scratch() -> Iterator[Scratch]:
    """An empty database in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="datafloor-") as folder:
        connection = sqlite3.connect(
            Path(folder) / "scratch.db", isolation_level=None, cached_statements=1024
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            yield Scratch(connection)
        finally:
            connection.close()
