"""Many statements to PostgreSQL in one round trip, each prepared once a connection.

This is the pipeline mode of libpq (PostgreSQL documentation, "Pipeline Mode") used directly: a
group of commands is some thousand small statements, and what a general cursor does around each
would cost more than the database does in it. Values go and come as text, and the database knows
the types: an integer is a `bigint`, all else is what its column is.
"""

import re
import select
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from typing import Any

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

from datafloor.kernel.db import Row

_INTEGER = 20
_LOAD: dict[int, Callable[[bytes], Any]] = {
    16: lambda text: text == b"t",
    20: int,
    21: int,
    23: int,
}
"""By the type's number in PostgreSQL; what is not here is text."""

_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


class Pipe:
    """The statements of one connection. After an error the connection is of no more use."""

    def __init__(self, connection: "psycopg.Connection[Row]") -> None:
        self._pg = connection.pgconn
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._readable = select.poll()
        self._readable.register(self._pg.socket, select.POLLIN)
        self._either = select.poll()
        self._either.register(self._pg.socket, select.POLLIN | select.POLLOUT)

    def send(self, waiting: Sequence[tuple[str, Sequence[Any]]]) -> list[Row]:
        """Carry the statements out in order, and return the rows of the last. Raises what
        psycopg raises, at the first that fails."""
        self._pg.enter_pipeline_mode()
        answers = sum(self._put(sql, values) for sql, values in waiting)
        self._pg.pipeline_sync()
        while self._pg.flush():
            self._either.poll()
            self._pg.consume_input()
        found = [self._answer() for _ in range(answers)][-1]
        self._result()  # the end of the pipeline, which follows its answers
        self._pg.exit_pipeline_mode()
        return _rows(found)

    def _put(self, sql: str, values: Sequence[Any]) -> int:
        """Hand over one statement; returns how many answers it will have."""
        types = (
            ()
            if is_plain_insert(sql)
            else tuple([_INTEGER if isinstance(value, int) else 0 for value in values])
        )
        key = (sql, types)
        name = self._names.get(key)
        texts = [None if value is None else _text(value) for value in values]
        if name is not None:
            self._pg.send_query_prepared(name, texts)
            return 1
        name = self._names[key] = b"datafloor_%d" % len(self._names)
        self._pg.send_prepare(name, _numbered(sql), types)
        self._pg.send_query_prepared(name, texts)
        return 2

    def _answer(self) -> pq.abc.PGresult:
        result = self._result()
        if result is None or self._pg.status is pq.ConnStatus.BAD:
            raise psycopg.OperationalError("the connection to the database was lost")
        if result.status not in _GOOD:
            raise error_from_result(result)
        self._result()  # every statement's answers end with nothing
        return result

    def _result(self) -> pq.abc.PGresult | None:
        while self._pg.is_busy():
            self._readable.poll()
            self._pg.consume_input()
        return self._pg.get_result()


def _text(value: Any) -> bytes:
    if isinstance(value, str):
        text = value.encode()
        if b"\0" in text:
            raise psycopg.DataError("PostgreSQL text holds no NUL")
        return text
    if isinstance(value, int):
        return b"%d" % value
    raise TypeError(f"no column holds a {type(value).__name__}")


def _rows(result: pq.abc.PGresult) -> list[Row]:
    columns = range(result.nfields)
    load = [_LOAD.get(result.ftype(column), bytes.decode) for column in columns]
    get = result.get_value
    return [
        tuple(
            [
                None if (text := get(row, column)) is None else load[column](text)
                for column in columns
            ]
        )
        for row in range(result.ntuples)
    ]


@cache
def is_plain_insert(sql: str) -> bool:
    """Whether a statement inserts values as they are, so that each has its column's type."""
    return re.fullmatch(r"INSERT INTO \w+ \([\w, ]+\) VALUES [(?, )]+", sql) is not None


@cache
def _numbered(sql: str) -> bytes:
    """`?` is `$1`, `$2`, … in PostgreSQL."""
    number = count(1)
    return re.sub(r"\?", lambda _: f"${next(number)}", sql).encode()
