"""SQLite, in this process: write-ahead log, and every commit on the disk before it is answered.

Trust: see `db`. The lock file keeps a second process from writing beside us; it holds nothing.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from datafloor.kernel.db import Asked, MissingTable, Row, StoreFailed, Tx, WriteTx, statements
from datafloor.kernel.refusal import Refusal, Refused

_DURABLE = ("journal_mode = WAL", "synchronous = FULL")


class SqliteTx:
    """A transaction on one connection."""

    FOR_UPDATE: ClassVar[str] = ""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany

    def run(self, sql: str, *values: Any) -> None:
        self._execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._executemany(sql, rows)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> Row | None:
        found: Row | None = self._execute(sql, values).fetchone()
        return found

    def expect(self, questions: Iterable[Asked]) -> None:
        """Nothing: no question is far."""

    def savepoint(self) -> None:
        self._execute("SAVEPOINT command")

    def keep(self) -> None:
        self._execute("RELEASE command")

    def undo(self) -> None:
        self._execute("ROLLBACK TO command")
        self._execute("RELEASE command")


class Sqlite:
    """One file. One connection writes; each thread that asks has a connection of its own.

    Who writes takes a turn first: SQLite itself lets whoever finds it taken sleep ever longer,
    and beside a busy door a note would come to nothing for seconds.
    """

    in_process: ClassVar[bool] = True

    def __init__(self, url: str, *, exclusive: bool = True) -> None:
        self.url = url
        self._path = url.removeprefix("sqlite:///")
        Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = _claim(self._path) if exclusive else None
        self._readers: list[sqlite3.Connection] = []
        self._local = threading.local()
        self._writer = self._connect()
        for pragma in _DURABLE:
            self._writer.execute(f"PRAGMA {pragma}")
        self._tx = SqliteTx(self._writer)
        self._turn = threading.Lock()
        self._noter: sqlite3.Connection | None = None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, cached_statements=1024
        )
        for pragma in ("busy_timeout = 10000", "foreign_keys = ON", "cache_size = -32768"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def writing(self) -> Iterator[WriteTx]:
        with self._turn:
            yield from self._written()

    def _written(self) -> Iterator[WriteTx]:
        committing = False
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            yield self._tx
            committing = True
            self._writer.execute("COMMIT")
        except BaseException as error:
            if self._writer.in_transaction:  # it may have rolled back by itself
                self._writer.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error) and (failed := _failure(error, committing)):
                raise failed from error
            raise

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        found: tuple[sqlite3.Connection, SqliteTx] | None = getattr(self._local, "reader", None)
        if found is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._readers.append(connection)
            found = self._local.reader = (connection, SqliteTx(connection))
        connection, tx = found
        if connection.in_transaction:  # a question inside a question sees the same snapshot
            yield tx
            return
        connection.execute("BEGIN")
        try:
            yield tx
        except sqlite3.Error as error:
            if "no such table" in str(error):
                raise MissingTable(str(error)) from error
            if failed := _failure(error):
                raise failed from error
            raise
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def noting(self) -> Iterator[Tx]:
        with self._turn:
            if self._noter is None:
                self._noter = self._connect()
                self._noter.execute("PRAGMA synchronous = NORMAL")
            self._noter.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTx(self._noter)
                self._noter.execute("COMMIT")
            except BaseException:
                if self._noter.in_transaction:
                    self._noter.execute("ROLLBACK")
                raise

    def create(self, schemas: Sequence[str]) -> None:
        with self.writing() as tx:
            for schema in schemas:
                for statement in statements(schema):
                    tx.run(statement)

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        if self._noter is not None:
            self._noter.close()
        self._writer.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


_CANNOT_SERVE = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM),
    *(sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
}
"""Result codes that are the machine's doing. Any other is our bug in a statement."""


def _failure(error: sqlite3.Error, committing: bool = False) -> StoreFailed | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _CANNOT_SERVE:
        return None
    # a commit that was written and not synced may still be found after a power cut
    unknown = committing and code == sqlite3.SQLITE_IOERR
    return StoreFailed(str(error), full=code == sqlite3.SQLITE_FULL, unknown=unknown)


def _claim(path: str) -> int:
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Refused(Refusal.folder_in_use, path=path) from None
    return handle
