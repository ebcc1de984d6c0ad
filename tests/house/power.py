"""A database whose power can be cut: before any statement, or between the commit and its answer.

It stands between the door and a real database, and keeps the port's promise: where it raises, the
block has been left by an exception, so that the database below takes everything back.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from datafloor.kernel.db import Asked, Database, Row, StoreFailed, Tx, WriteTx


class Cut:
    """Counts down to the statement before which the power goes."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self) -> None:
        if self.left == 0:
            raise StoreFailed("the power went")
        self.left -= 1


class CutTx:
    """A transaction that dies when its time has come."""

    def __init__(self, tx: WriteTx, cut: Cut) -> None:
        self._tx = tx
        self._cut = cut
        self.FOR_UPDATE = tx.FOR_UPDATE

    def run(self, sql: str, *values: Any) -> None:
        self._cut.step()
        self._tx.run(sql, *values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        for values in rows:
            self._cut.step()
            self._tx.run(sql, *values)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        self._cut.step()
        return self._tx.rows(sql, *values)

    def row(self, sql: str, *values: Any) -> Row | None:
        self._cut.step()
        return self._tx.row(sql, *values)

    def expect(self, questions: Iterable[Asked]) -> None:
        self._tx.expect(questions)

    def savepoint(self) -> None:
        self._cut.step()
        self._tx.savepoint()

    def keep(self) -> None:
        self._cut.step()
        self._tx.keep()

    def undo(self) -> None:
        self._cut.step()
        self._tx.undo()


class Power:
    """A database with a switch. `cut` is the next cut; `lose_reply` loses the next answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.url = database.url
        self.in_process = database.in_process
        self.cut: Cut | None = None
        self.lose_reply = False

    @contextmanager
    def writing(self) -> Iterator[WriteTx]:
        with self._database.writing() as tx:
            if self.cut is None:
                yield tx
            else:
                yield CutTx(tx, self.cut)  # type: ignore[misc]
                self.cut.step()  # the commit itself
        if self.lose_reply:
            self.lose_reply = False
            raise StoreFailed("the answer was lost", unknown=True)

    def reading(self) -> AbstractContextManager[Tx]:
        return self._database.reading()

    def noting(self) -> AbstractContextManager[Tx]:
        return self._database.noting()

    def create(self, schemas: Sequence[str]) -> None:
        self._database.create(schemas)

    def close(self) -> None:
        self._database.close()
