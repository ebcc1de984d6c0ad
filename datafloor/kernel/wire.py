"""PostgreSQL's protocol in pipelines: many statements, one round trip, prepared once each.

libpq does the talking (psycopg's binding of it); what is left out is what a general driver needs
and this program does not: every value is a text, a 64-bit integer or nothing, and every statement
is written in the source and asked again and again.
"""

import select
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import Buffer, Loader, Transformer

from datafloor.kernel.db import Row
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.kernel.together import Waiting

_INT8, _FLOAT8 = 20, 701
_NAMED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Statement:
    """One SQL text on one connection, under the name that the server knows it by."""

    __slots__ = ("known", "name", "query", "types")

    def __init__(self, sql: str, number: int, values: Sequence[Any]) -> None:
        first, *rest = sql.split("?")
        self.query = (first + "".join(f"${n}{text}" for n, text in enumerate(rest, 1))).encode()
        self.types = [
            _INT8 if isinstance(v, int) else _FLOAT8 if isinstance(v, float) else 0 for v in values
        ]
        self.name = b"s%d" % number if sql.lstrip().startswith(_NAMED) else b""
        self.known = False


class Wire:
    """A connection, and the statements that its server has prepared.

    After an error it is of no further use: nobody knows which statements the server has taken in.
    """

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._pg = connection.pgconn
        self._statements: dict[str, Statement] = {}
        self._sent: list[bool] = []
        self._poll = select.poll()
        self._poll.register(self._pg.socket, select.POLLIN)
        connection.adapters.register_loader("numeric", _Number)
        connection.adapters.register_loader("bool", _Truth)
        self._reader = Transformer.from_context(connection)

    def send(self, waiting: Sequence[Waiting]) -> None:
        """Send statements in order, and do not wait for what they come to: `talk` will."""
        if not self._sent:
            self._pg.enter_pipeline_mode()
        for each in waiting:
            statement = self._statement(each)
            self._sent.append(not statement.known and bool(statement.name))
            if not statement.name:
                self._pg.send_query_params(
                    statement.query, each.params, param_types=statement.types
                )
                continue
            if not statement.known:
                self._pg.send_prepare(statement.name, statement.query, statement.types)
                statement.known = True
            self._pg.send_query_prepared(statement.name, each.params)
        self._pg.flush()

    def talk(self, waiting: Sequence[Waiting]) -> list[pq.abc.PGresult]:
        """Send statements in order, in one round trip, and return what each came to, after what
        those came to that were sent before.

        Raises psycopg's error of the first that failed; those after it were not carried out.
        """
        if len(waiting) == 1 and not self._sent and (known := self._statement(waiting[0])).known:
            return [self._checked(self._pg.exec_prepared(known.name, waiting[0].params))]
        self.send(waiting)
        self._pg.pipeline_sync()
        results = self._gather(self._sent)
        self._sent = []
        self._pg.exit_pipeline_mode()
        return results

    def _statement(self, said: Waiting) -> Statement:
        found = self._statements.get(said.sql)
        if found is None:
            found = self._statements[said.sql] = Statement(
                said.sql, len(self._statements), said.values
            )
        return found

    def rows(self, result: pq.abc.PGresult) -> list[Row]:
        """The rows of an answer, as SQLite would give them."""
        self._reader.set_pgresult(result)
        return self._reader.load_rows(0, result.ntuples, tuple)

    def is_alive(self) -> bool:
        """Whether the server has not gone away meanwhile: then there would be an end to read."""
        return self._pg.status == pq.ConnStatus.OK and not self._poll.poll(0)

    def _gather(self, prepared: Sequence[bool]) -> list[pq.abc.PGresult]:
        """The answers in order; before some a statement was prepared, which is answered too."""
        self._wait(bool(self._pg.flush()))
        results = []
        for first in prepared:
            for _ in range(1 + first):
                result = self._checked(self._next())
                assert self._next() is None
            results.append(result)
        synced = self._next()
        assert synced is not None and synced.status == pq.ExecStatus.PIPELINE_SYNC
        return results

    def _next(self) -> pq.abc.PGresult | None:
        while self._pg.is_busy():
            self._wait(False)
        return self._pg.get_result()

    def _wait(self, unsent: bool) -> None:
        """Let others work until the server has said something, or taken what is still unsent."""
        while unsent:
            self._poll.modify(self._pg.socket, select.POLLIN | select.POLLOUT)
            self._poll.poll()
            self._pg.consume_input()
            unsent = bool(self._pg.flush())
            self._poll.modify(self._pg.socket, select.POLLIN)
        if self._pg.is_busy():
            self._poll.poll()
            self._pg.consume_input()

    def _checked(self, result: pq.abc.PGresult | None) -> pq.abc.PGresult:
        if result is not None and result.status in (
            pq.ExecStatus.COMMAND_OK,
            pq.ExecStatus.TUPLES_OK,
        ):
            return result
        if result is None or self._pg.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(self._pg.get_error_message())
        raise errors.error_from_result(result)


def written(values: Iterable[Any]) -> list[bytes | None]:
    """Values as they are sent. Raises `TypeError` for what no column holds, and `Refused` for a
    text that libpq would cut short."""
    return [
        value.encode()
        if type(value) is str and "\0" not in value
        else b"%d" % value
        if type(value) is int
        else _written(value)
        for value in values
    ]


def _written(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, str):
        if "\0" in value:  # libpq would end the text there
            raise Refused(Refusal.malformed, problem="a text holds the character NUL")
        return value.encode()
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return repr(value).encode()
    raise TypeError(f"no column holds a {type(value).__name__}")


class _Number(Loader):
    """A sum of 64-bit integers is a numeric here; it is whole all the same."""

    def load(self, data: Buffer) -> int | Decimal:
        raw = bytes(data)
        return Decimal(raw.decode()) if b"." in raw else int(raw)


class _Truth(Loader):
    """SQLite knows no other truth than 1 and 0."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")
