"""The statements of a group to PostgreSQL: in order, with their types, and loud when they fail."""

from collections.abc import Iterator
from time import monotonic, sleep

import psycopg
import pytest

from datafloor.kernel.db import Database, StoreFailed, WriteTx, connect, open_database
from datafloor.kernel.execute import GROUP, Door
from datafloor.kernel.plain import concerns
from datafloor.kernel.refusal import Refused
from tests.kernel.toy import ANNA, Put, toy_house
from tests.postgres import Cluster

TABLE = "CREATE TABLE things (id TEXT PRIMARY KEY, size INTEGER, note TEXT) STRICT"
WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'transactionid'"
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


def test_a_group_that_loses_in_a_deadlock_is_begun_again(
    postgres: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    """Another transaction holds a row that the group needs, and then wants the door: the group,
    which has waited longer, is the one that the server ends."""
    url = postgres.create()
    database = open_database(url, toy_house().schema)
    door = Door(toy_house(), database)
    try:
        door.execute(Put(jar="a", beans=1), ANNA, "request-1")
        with psycopg.connect(url) as other:
            other.execute("UPDATE toy_jar SET held = held WHERE id = 'a'")
            answer = door.submit(Put(jar="a", beans=2), ANNA, "request-2")
            with psycopg.connect(url, autocommit=True) as third:
                until = monotonic() + 5
                while not third.execute(WAITING).fetchall() and monotonic() < until:
                    sleep(0.01)
            other.execute("SELECT * FROM door FOR UPDATE")
        assert answer.result().last == 2
        assert "deadlock" in caplog.text
        with database.reading() as tx:
            assert tx.rows("SELECT held FROM toy_jar WHERE id = 'a'") == [(3,)]
            assert tx.row("SELECT count(*) FROM journal") == (2,)
    finally:
        door.close()
        database.close()
        postgres.give_back(url)


def test_a_question_asked_again_sees_what_was_written_and_undone_meanwhile(
    things: Database,
) -> None:
    def size(tx: WriteTx) -> object:
        return tx.row("SELECT size FROM things WHERE id = ?", "one")

    with things.writing() as tx:
        assert size(tx) is None
        tx.run(PUT, "one", 1, None)
        assert size(tx) == size(tx) == (1,)
        tx.savepoint()
        tx.run("UPDATE things SET size = 2 WHERE id = ?", "one")
        assert size(tx) == (2,)
        tx.undo()
        assert size(tx) == (1,)
        tx.savepoint()
        assert tx.row("UPDATE things SET size = 3 WHERE id = ? RETURNING size", "one") == (3,)
        assert size(tx) == (3,)
        tx.keep()
        assert size(tx) == (3,)
        tx.many(PUT, [("two", 5, None)])
        assert tx.rows("SELECT sum(size) FROM things") == [(8,)]
        tx.run("DELETE FROM things WHERE id = ?", "two")
        assert tx.rows("SELECT sum(size) FROM things") == [(3,)]
        tx.rows("SELECT sum(size) FROM things").clear()
        assert tx.rows("SELECT sum(size) FROM things") == [(3,)]


@pytest.mark.parametrize(
    ("written", "asked", "expected"),
    [
        ("INSERT INTO t (id) VALUES (?)", "SELECT 1 FROM t", True),
        ("UPDATE t SET a = 1", "SELECT 1 FROM s JOIN t ON t.id = s.id", True),
        ("DELETE FROM t", "SELECT (SELECT count(*) FROM s, t)", True),
        ("INSERT INTO t (id) VALUES (?)", "SELECT 1 FROM t_other", False),
        ("WITH gone AS (DELETE FROM t RETURNING id) SELECT 1", "SELECT 1 FROM s", True),
        ("CREATE TABLE t (id TEXT)", "SELECT 1 FROM s", True),
    ],
)
def test_what_a_statement_may_change(written: str, asked: str, expected: bool) -> None:
    assert concerns(written, asked) is expected
