"""PostgreSQL, for many replicas of the program on one database.

Statements whose result nobody waits for are sent together, in order, before the next question or
with the commit: a group of commands costs few round trips.

Trust: see `db`. `synchronous_commit` must stay on at the server, or an answered command can be
lost in a power cut.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, ClassVar

import psycopg
from psycopg import errors, pq

from datafloor.kernel.db import Asked, MissingTable, Row, StoreFailed, Tx, WriteTx, statements
from datafloor.kernel.known import Known, at_once
from datafloor.kernel.together import Waiting, together
from datafloor.kernel.wire import Wire, written

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

BY_INDEX = "SET enable_seqscan = off; SET jit = off"
"""A decision looks up few rows by their keys. The planner does not know that of a young table, or
remembers it as small, and reads the whole journal for each group. What it then believes such a
plan to cost would make it compile the plan, which takes longer than the question."""

ENOUGH = 200
"""How many writes wait at most before they are sent on, so that the server works on them while the
next commands are decided."""

PATIENCE_SECONDS = 5
"""How long a question waits for a connection before the asker is told."""


class Connection(psycopg.Connection[Row]):
    """A connection of psycopg's with our way of talking on it."""

    wire: Wire

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.wire = Wire(self)


class PostgresTx:
    """A transaction on one connection.

    Writes wait until a question needs them or the transaction ends; then they go in one pipeline,
    the first with the `BEGIN` and the last with the `COMMIT`. A command that is refused before
    that never reaches the server, and needs no savepoint there.
    """

    FOR_UPDATE: ClassVar[str] = " FOR UPDATE"

    def __init__(self, wire: Wire, begin: str) -> None:
        self._wire = wire
        self._waiting = [Waiting(begin, (), ())]
        self._mark: int | None = None
        self._saved = False

    def run(self, sql: str, *values: Any) -> None:
        self._waiting.append(Waiting(sql, values, written(values)))

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        for values in rows:
            self.run(sql, *values)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._wire.rows(self._send((sql, values))[0])

    def row(self, sql: str, *values: Any) -> Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def expect(self, questions: Iterable[Asked]) -> None:
        """Nothing: what is asked once is asked when it is."""

    def _send(self, *questions: Asked) -> list[pq.abc.PGresult]:
        """Send what waits and then these statements, in one round trip; what each came to."""
        waiting, mark = self._waiting, self._mark
        if mark is not None and len(waiting) > mark and not self._saved:
            waiting = [*together(waiting[:mark]), _SAVE, *together(waiting[mark:])]
            self._saved = True
        elif len(waiting) > 1:
            waiting = [*together(waiting)]
        self._waiting = []
        if mark is not None:
            self._mark = 0
        waiting += [Waiting(sql, values, written(values)) for sql, values in questions]
        return self._wire.talk(waiting)[-len(questions) :]

    def commit(self) -> None:
        """Send what waits with the commit. When this returns, all of it is durable."""
        result = self._send(("COMMIT", ()))[0]
        assert result.command_status == b"COMMIT", "a failed statement was passed over"

    def savepoint(self) -> None:
        self._mark, self._saved = len(self._waiting), False

    def keep(self) -> None:
        self._mark = None
        if self._saved:
            self._waiting.append(_RELEASE)
        if len(self._waiting) >= ENOUGH:
            self._wire.send([*together(self._waiting)])
            self._waiting = []

    def undo(self) -> None:
        del self._waiting[self._mark :]
        self._mark = None
        if self._saved:
            self._waiting += [_BACK, _RELEASE]


_SAVE = Waiting("SAVEPOINT command", (), ())
_BACK = Waiting("ROLLBACK TO SAVEPOINT command", (), ())
_RELEASE = Waiting("RELEASE SAVEPOINT command", (), ())


class DecidingTx(PostgresTx):
    """The door's transaction, which alone may change what decisions look at. It asks nothing that
    it knows already, and looks up all that a group is expected to ask at once."""

    def __init__(self, wire: Wire, begin: str) -> None:
        super().__init__(wire, begin)
        self._known = Known()
        self._expected: list[Asked] = []

    def run(self, sql: str, *values: Any) -> None:
        self._known.written(sql, values)
        super().run(sql, *values)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        if not sql.startswith("SELECT"):
            self._known.clear()
            return super().rows(sql, *values)
        found = self._known.answer(sql, values)
        return list(self._ask(sql, values) if found is None else found)

    def expect(self, questions: Iterable[Asked]) -> None:
        self._expected += questions

    def _ask(self, sql: str, values: tuple[Any, ...]) -> list[Row]:
        """Ask this, and with it all that is expected."""
        expected, self._expected = self._expected, []
        besides = list(at_once(expected))
        answer, *answers = self._send((sql, values), *(each.asked for each in besides))
        for each, result in zip(besides, answers, strict=True):
            for values_of, rows in each.told(self._wire.rows(result)):
                self._known.learn(each.sql, values_of, rows)
        found = self._wire.rows(answer)
        self._known.learn(sql, values, found)
        return found

    def savepoint(self) -> None:
        self._known.begin()
        super().savepoint()

    def undo(self) -> None:
        self._known.undo()
        super().undo()


class Postgres:
    """One connection writes; questions share a few others, opened when they are first needed.

    A connection whose server went away meanwhile is noticed before it is used, and opened anew.
    """

    in_process: ClassVar[bool] = False

    def __init__(self, url: str, *, questions: int = 8) -> None:
        self.url = url
        self._lock = threading.Lock()
        self._writer: Connection | None = None
        self._idle: list[Connection] = []
        self._places = threading.Semaphore(questions)

    def _connect(self) -> Connection:
        return Connection.connect(self.url, autocommit=True, connect_timeout=PATIENCE_SECONDS)

    def _connection(self) -> Connection:
        if self._writer is not None and not self._writer.wire.is_alive():
            self._forget()
        if self._writer is None:
            self._writer = self._connect()
            self._writer.execute(BY_INDEX)
        return self._writer

    @contextmanager
    def writing(self) -> Iterator[WriteTx]:
        with self._lock:
            committing = False
            try:
                tx = DecidingTx(self._connection().wire, "BEGIN")
                yield tx
                committing = True
                tx.commit()
            except BaseException as error:
                self._forget()
                if isinstance(error, psycopg.Error) and (failed := _failure(error, committing)):
                    raise failed from error
                raise

    def _forget(self) -> None:
        """Drop the writing connection: whatever state it was in ends with it."""
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer.close()
            self._writer = None

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        with self._asking() as connection:
            tx = PostgresTx(connection.wire, SNAPSHOT)
            yield tx
            tx.commit()

    @contextmanager
    def noting(self) -> Iterator[Tx]:
        with self._asking() as connection:
            tx = PostgresTx(connection.wire, "BEGIN")
            yield tx
            tx.commit()

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """A connection for one question; one on which something failed is not used again."""
        if not self._places.acquire(timeout=PATIENCE_SECONDS):
            raise StoreFailed("too many questions at once")
        connection = None
        try:
            connection = self._idle_one() or self._connect()
            yield connection
            self._idle.append(connection)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, errors.UndefinedTable):
                raise MissingTable(str(error)) from error
            if isinstance(error, psycopg.Error) and (failed := _failure(error)):
                raise failed from error
            raise
        finally:
            self._places.release()

    def _idle_one(self) -> Connection | None:
        with suppress(IndexError):  # none, or another thread took the last
            while True:
                connection = self._idle.pop()
                if connection.wire.is_alive():
                    return connection
                connection.close()
        return None

    def create(self, schemas: Sequence[str]) -> None:
        with self.writing() as tx:
            for schema in schemas:
                for statement in statements(schema):
                    tx.run(_table(statement))

    def close(self) -> None:
        self._forget()
        while self._idle:
            self._idle.pop().close()


@cache
def _table(sql: str) -> str:
    return sql.replace("INTEGER", "BIGINT").replace(") STRICT", ")")


_CANNOT_SERVE = ("08", "25006", "40", "53", "55P03", "57", "58")
"""SQLSTATE classes that are the machine's doing. Any other is our bug in a statement."""


_AGAIN = ("40001", "40P01")
"""Not serialisable, and chosen to end a deadlock: nothing of the transaction happened."""


def _failure(error: psycopg.Error, committing: bool = False) -> StoreFailed | None:
    """What an error means to who asked. Without a state the connection was lost, or never made."""
    if error.sqlstate is None:
        if not isinstance(error, psycopg.OperationalError):
            return None
        return StoreFailed(str(error), unknown=committing)
    if not error.sqlstate.startswith(_CANNOT_SERVE):
        return None
    full = isinstance(error, errors.DiskFull)
    gone = error.sqlstate.startswith("57P")  # told to go, perhaps after it had committed
    again = error.sqlstate in _AGAIN
    return StoreFailed(str(error), full=full, unknown=committing and gone, again=again)
