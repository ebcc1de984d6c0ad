"""PostgreSQL, for many replicas of the program on one database.

Statements whose result nobody waits for are sent together, in order, before the next question or
the commit: a group of commands costs few round trips.

Trust: see `db`. `synchronous_commit` must stay on at the server, or an answered command can be
lost in a power cut.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, ClassVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool

from datafloor.kernel.db import MissingTable, Row, StoreFailed, Tx, WriteTx, statements
from datafloor.kernel.pipe import Pipe, is_plain_insert

PATIENCE_SECONDS = 5
"""How long a question waits for a connection before the asker is told."""


@cache
def _ours(sql: str) -> str:
    return sql.replace("?", "%s")


_WIDTHS = (64, 16, 4, 1)


@cache
def _wide(insert: str, width: int) -> str:
    """An insert of one row, as an insert of several."""
    head, _, row = insert.partition(" VALUES ")
    return f"{head} VALUES {', '.join([row] * width)}"


@cache
def _table(sql: str) -> str:
    return sql.replace("INTEGER", "BIGINT").replace(") STRICT", ")")


class PostgresTx:
    """A read snapshot, or a small write, on one connection."""

    def __init__(self, connection: "psycopg.Connection[Row]") -> None:
        self._cursor = connection.cursor()

    def run(self, sql: str, *values: Any) -> None:
        self._cursor.execute(_ours(sql), values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._cursor.executemany(_ours(sql), rows)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._cursor.execute(_ours(sql), values).fetchall()

    def row(self, sql: str, *values: Any) -> Row | None:
        return self._cursor.execute(_ours(sql), values).fetchone()


class PostgresWriteTx:
    """The writing transaction.

    Writes wait until a question needs them or the transaction ends; then they go in one pipeline.
    A command that is refused before that never reaches the server, and needs no savepoint there.
    """

    FOR_UPDATE: ClassVar[str] = " FOR UPDATE"

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._waiting: list[tuple[str, Sequence[Any]]] = []
        self._mark: int | None = None
        self._saved = False

    def run(self, sql: str, *values: Any) -> None:
        self._waiting.append((sql, values))

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        rows = list(rows)
        if not is_plain_insert(sql):
            self._waiting += [(sql, values) for values in rows]
            return
        start = 0
        while start < len(rows):  # as few statements as a few widths allow
            width = next(w for w in _WIDTHS if w <= len(rows) - start)
            values = [value for row in rows[start : start + width] for value in row]
            self._waiting.append((_wide(sql, width), values))
            start += width

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._send(sql, values)

    def row(self, sql: str, *values: Any) -> Row | None:
        found = self._send(sql, values)
        return found[0] if found else None

    def flush(self) -> None:
        """Send what waits, and hear of its errors."""
        if self._waiting:
            self._send(*self._waiting.pop())

    def _send(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Send what waits and then this statement, in one round trip."""
        waiting = self._waiting
        if self._mark is not None and len(waiting) > self._mark and not self._saved:
            waiting.insert(self._mark, ("SAVEPOINT command", ()))
            self._saved = True
        waiting.append((sql, values))
        found = self._pipe.send(waiting)
        waiting.clear()
        if self._mark is not None:
            self._mark = 0
        return found

    def savepoint(self) -> None:
        self._mark, self._saved = len(self._waiting), False

    def keep(self) -> None:
        if self._saved:
            self.run("RELEASE SAVEPOINT command")
        self._mark = None

    def undo(self) -> None:
        del self._waiting[self._mark :]
        if self._saved:
            self.run("ROLLBACK TO SAVEPOINT command")
            self.run("RELEASE SAVEPOINT command")
        self._mark = None


class Postgres:
    """One connection writes; questions share a small pool."""

    in_process: ClassVar[bool] = False

    def __init__(self, url: str, *, questions: int = 8) -> None:
        self.url = url
        self._lock = threading.Lock()
        self._writer: tuple[psycopg.Connection[Row], Pipe] | None = None
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=questions,
            timeout=PATIENCE_SECONDS,
            open=False,
            kwargs={"autocommit": True, "prepare_threshold": 1},
        )
        self._pool.open()

    def _connection(self) -> "tuple[psycopg.Connection[Row], Pipe]":
        if self._writer is None or self._writer[0].closed:
            connection = psycopg.connect(self.url, autocommit=True)
            self._writer = connection, Pipe(connection)
        return self._writer

    @contextmanager
    def writing(self) -> Iterator[WriteTx]:
        with self._lock:
            committing = False
            try:
                connection, pipe = self._connection()
                connection.execute("BEGIN")
                tx = PostgresWriteTx(pipe)
                yield tx
                tx.flush()
                committing = True
                connection.execute("COMMIT")
            except BaseException as error:
                self._forget()
                if isinstance(error, errors.DiskFull):
                    raise StoreFailed(str(error), full=True) from error
                if isinstance(error, psycopg.OperationalError):
                    raise StoreFailed(str(error), unknown=committing) from error
                raise

    def _forget(self) -> None:
        """Drop the writing connection: whatever state it was in ends with it."""
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer[0].close()
            self._writer = None

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        try:
            with self._pool.connection() as connection:
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                try:
                    yield PostgresTx(connection)
                finally:
                    connection.execute("ROLLBACK")
        except errors.UndefinedTable as error:
            raise MissingTable(str(error)) from error
        except psycopg.OperationalError as error:  # also where no connection comes in time
            raise StoreFailed(str(error)) from error

    @contextmanager
    def noting(self) -> Iterator[Tx]:
        with self._pool.connection() as connection, connection.transaction():
            yield PostgresTx(connection)

    def create(self, schemas: Sequence[str]) -> None:
        with self.writing() as tx:
            for schema in schemas:
                for statement in statements(schema):
                    tx.run(_table(statement))

    def close(self) -> None:
        self._forget()
        self._pool.close()
