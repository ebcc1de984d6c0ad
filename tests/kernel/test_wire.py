"""The statements of a group to PostgreSQL: in order, with their types, and loud when they fail."""

from collections.abc import Iterator

import psycopg
import pytest

from datafloor.kernel.db import Database, StoreFailed, connect
from datafloor.kernel.execute import GROUP
from datafloor.kernel.refusal import Refused
from tests.postgres import Cluster

TABLE = "CREATE TABLE things (id TEXT PRIMARY KEY, size INTEGER, note TEXT) STRICT"
PUT = "INSERT INTO things (id, size, note) VALUES (?, ?, ?)"


@pytest.fixture
def things(postgres: Cluster) -> Iterator[Database]:
    url = postgres.create()
    database = connect(url)
    database.create([TABLE])
    yield database
    database.close()
    postgres.give_back(url)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 15, 16, 63, 64, 65, 200, GROUP])
def test_many_rows_are_all_there(things: Database, count: int) -> None:
    rows = [
        (f"{n:04d}", n - 5 if n % 3 else None, None if n % 2 else "ơ ? $1") for n in range(count)
    ]
    with things.writing() as tx:
        tx.many(PUT, rows)
        assert tx.rows("SELECT id, size, note FROM things ORDER BY id") == rows
    with things.reading() as tx:
        assert tx.rows("SELECT id, size, note FROM things ORDER BY id") == rows


def test_values_come_back_as_they_went(things: Database) -> None:
    with things.writing() as tx:
        for size in (0, -1, 2**31, 2**62, -(2**63), 2**63 - 1, None):
            tx.run("DELETE FROM things WHERE id = ?", "one")
            tx.run(PUT, "one", size, "")
            assert tx.row("SELECT size, note FROM things WHERE id = ?", "one") == (size, "")
            found = tx.row(
                "SELECT EXISTS (SELECT 1 FROM things WHERE size = ?), count(*), ? FROM things",
                size,
                "x",
            )
            assert found == (size is not None, 1, "x")
        assert tx.row("SELECT id FROM things WHERE id = ?", "two") is None
        assert tx.rows("SELECT id FROM things WHERE size > ? LIMIT ?", 2**63 - 1, 5) == []


def test_what_was_undone_is_not_there(things: Database) -> None:
    with things.writing() as tx:
        tx.run(PUT, "before", 1, None)
        tx.savepoint()
        tx.run(PUT, "undone", 2, None)
        assert tx.row("SELECT count(*) FROM things") == (2,)
        tx.run(PUT, "never sent", 3, None)
        tx.undo()
        tx.savepoint()
        tx.run(PUT, "kept", 4, None)
        tx.keep()
    with things.reading() as tx:
        assert tx.rows("SELECT id FROM things ORDER BY id") == [("before",), ("kept",)]


def test_an_error_is_raised_and_leaves_nothing(things: Database) -> None:
    def twice() -> None:
        with things.writing() as tx:
            tx.run(PUT, "one", 1, None)
            tx.run(PUT, "one", 2, None)
            tx.run(PUT, "two", 3, None)
            tx.rows("SELECT 1")

    with pytest.raises(psycopg.errors.UniqueViolation):
        twice()
    with things.writing() as tx:
        assert tx.rows("SELECT id FROM things") == []


def test_an_error_of_the_last_statements_is_heard_at_the_end(things: Database) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), things.writing() as tx:
        tx.many(PUT, [("one", 1, None), ("one", 2, None)])
    with pytest.raises(Refused, match="malformed"), things.writing() as tx:
        tx.run(PUT, "nul", 1, "a\0b")
    with pytest.raises(TypeError), things.writing() as tx:
        tx.run(PUT, "bytes", b"1", None)
    with things.writing() as tx:
        assert tx.rows("SELECT id FROM things") == []


def test_a_connection_that_is_cut_is_told_and_made_anew(things: Database) -> None:
    def cut() -> None:
        with things.writing() as tx:
            tx.run(PUT, "one", 1, None)
            row = tx.row("SELECT pg_backend_pid()")
            assert row is not None
            with psycopg.connect(things.url) as other:
                other.execute("SELECT pg_terminate_backend(%s)", row)
            tx.row("SELECT 1")

    with pytest.raises(StoreFailed):
        cut()
    with things.writing() as tx:
        assert tx.rows("SELECT id FROM things") == []


def test_a_decision_finds_few_rows_by_their_keys_also_in_a_young_table(things: Database) -> None:
    with things.writing() as tx:
        tx.many(PUT, [(f"{n:05d}", n, None) for n in range(5_000)])
        wanted = ",".join(f"'{n:05d}'" for n in range(512))
        [*plan] = tx.rows(f"EXPLAIN ANALYZE SELECT count(*) FROM things WHERE id IN ({wanted})")
    told = "\n".join(line for (line,) in plan)
    assert "Index" in told and "Seq Scan" not in told and "JIT" not in told, told
