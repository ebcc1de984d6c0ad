"""Both databases: what a transaction promises, and what opening one refuses."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from datafloor.kernel.db import (
    SCHEMA_VERSION,
    Database,
    MissingTable,
    StoreFailed,
    connect,
    open_database,
    rows_in,
)
from datafloor.kernel.house import House
from datafloor.kernel.refusal import Refusal, Refused
from tests.postgres import Cluster

LARGEST = 2**63 - 1


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = connect(database_url)
    opened.create(["CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT) STRICT"])
    yield opened
    opened.close()


def all_rows(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as tx:
        return tx.rows("SELECT id, words FROM t ORDER BY id")


def test_what_is_written_is_read(database: Database) -> None:
    with database.writing() as tx:
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 1, "đồng")
        tx.many("INSERT INTO t (id, words) VALUES (?, ?)", [(2, None), (LARGEST, "")])
        assert tx.row("SELECT words FROM t WHERE id = ?", 2) == (None,)
        assert tx.row("SELECT words FROM t WHERE id = ?", 3) is None
        tx.run("UPDATE t SET words = ? WHERE id = ?", "x", 1)
    assert all_rows(database) == [(1, "x"), (2, None), (LARGEST, "")]


def test_what_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError), database.writing() as tx:
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 1, "a")
        assert tx.rows("SELECT id FROM t") == [(1,)]
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 2, "b")
        raise KeyError
    assert all_rows(database) == []


@pytest.mark.parametrize("looking", [False, True])
def test_a_savepoint_undone_takes_only_its_own(database: Database, looking: bool) -> None:
    insert = "INSERT INTO t (id, words) VALUES (?, ?)"
    with database.writing() as tx:
        for n in range(6):
            tx.savepoint()
            tx.run(insert, n, "first")
            if looking:
                assert tx.row("SELECT count(*) FROM t") == ((n + 1) // 2 + 1,)
            tx.run("UPDATE t SET words = ? WHERE id = ?", "second", n)
            if n % 2:
                tx.undo()
            else:
                tx.keep()
    assert all_rows(database) == [(n, "second") for n in (0, 2, 4)]


def test_an_undo_before_anything_ran(database: Database) -> None:
    with database.writing() as tx:
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 1, "a")
        tx.savepoint()
        tx.undo()
        tx.savepoint()
        tx.keep()
    assert all_rows(database) == [(1, "a")]


def test_an_error_in_a_statement_nobody_waited_for_is_heard_of(database: Database) -> None:
    insert = "INSERT INTO t (id, words) VALUES (?, ?)"
    with pytest.raises(Exception, match=r"(?i)unique|duplicate") as told, database.writing() as tx:
        tx.run(insert, 1, "a")
        tx.run(insert, 1, "b")
        tx.run(insert, 2, "c")
    assert not isinstance(told.value, StoreFailed)  # it is our bug, and not the machine's
    assert all_rows(database) == []
    with database.writing() as tx:
        tx.run(insert, 3, "after")
    assert all_rows(database) == [(3, "after")]


def test_a_statement_that_makes_no_sense_is_our_bug(database: Database) -> None:
    with pytest.raises(Exception, match="nothere") as told, database.writing() as tx:
        tx.rows("SELECT nothere FROM t")
    assert not isinstance(told.value, StoreFailed)


def test_a_snapshot_does_not_move(database: Database) -> None:
    with database.reading() as tx:
        assert tx.rows("SELECT id FROM t") == []

        def write() -> None:
            with database.writing() as other:
                other.run("INSERT INTO t (id, words) VALUES (?, ?)", 1, "a")

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert tx.rows("SELECT id FROM t") == []
    assert all_rows(database) == [(1, "a")]


def test_a_question_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"), database.reading() as tx:
        tx.rows("INSERT INTO t (id, words) VALUES (1, 'a') RETURNING id")
    assert all_rows(database) == []


def test_a_note_is_kept(database: Database) -> None:
    with database.noting() as tx:
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 1, "noted")
    with pytest.raises(KeyError), database.noting() as tx:
        tx.run("INSERT INTO t (id, words) VALUES (?, ?)", 2, "not noted")
        raise KeyError
    assert all_rows(database) == [(1, "noted")]


def test_a_table_that_is_not_there(database: Database) -> None:
    with pytest.raises(MissingTable), database.reading() as tx:
        tx.rows("SELECT * FROM elsewhere")


@pytest.mark.parametrize("size", [0, 1, 2, 15, 16, 17, 128, 129, 512, 513, 1500])
def test_rows_of_a_list(database: Database, size: int) -> None:
    with database.writing() as tx:
        tx.many("INSERT INTO t (id, words) VALUES (?, ?)", [(n, f"w{n}") for n in range(2000)])
    wanted = [f"w{n}" for n in range(size)]
    with database.reading() as tx:
        found = rows_in(tx, "SELECT words FROM t WHERE words IN ({})", wanted)
    assert sorted(row[0] for row in found) == sorted(wanted)


def test_a_schema_is_made_whole_or_not_at_all(database_url: str) -> None:
    database = connect(database_url)
    with pytest.raises(Exception, match=r"(?i)syntax"):
        database.create(["CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT", "CREATE TABEL two"])
    with pytest.raises(MissingTable), database.reading() as tx:
        tx.rows("SELECT * FROM one")
    database.close()


def test_opening_twice_finds_what_was_there(database_url: str, house: House) -> None:
    database = open_database(database_url, house.schema)
    with database.writing() as tx:
        tx.run("INSERT INTO toy_jar (id, held) VALUES ('a', 1)")
    database.close()
    again = open_database(database_url, house.schema)
    with again.reading() as tx:
        assert tx.rows("SELECT * FROM toy_jar") == [("a", 1)]
    again.close()


@pytest.mark.parametrize("found", [SCHEMA_VERSION + 1, SCHEMA_VERSION - 1])
def test_a_database_of_another_schema_is_refused(
    database_url: str, house: House, found: int
) -> None:
    database = open_database(database_url, house.schema)
    with database.writing() as tx:
        tx.run("UPDATE meta SET value = ? WHERE key = 'schema'", str(found))
    database.close()
    with pytest.raises(Refused, match="database_other_version") as refused:
        open_database(database_url, house.schema)
    assert str(found) in refused.value.text("vi")
    again = connect(database_url)  # the folder is free again
    again.close()


def test_replicas_that_start_together_make_the_tables_once(postgres: Cluster, house: House) -> None:
    url = postgres.create()
    opened: list[Database] = []
    errors: list[Exception] = []

    def start() -> None:
        try:
            opened.append(open_database(url, house.schema))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in opened:
        database.close()
    postgres.give_back(url)
    assert errors == []
    assert len(opened) == 4


SECOND = """
import sys
from datafloor.kernel.db import open_database
from datafloor.kernel.refusal import Refused
from tests.kernel.toy import toy_house
try:
    open_database(sys.argv[1], toy_house().schema)
except Refused as refused:
    print(refused.why.name)
else:
    print("opened")
"""


def second_process(url: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", SECOND, url], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path, house: House) -> None:
    url = f"sqlite:///{tmp_path}/exchange.db"
    database = open_database(url, house.schema)
    assert second_process(url) == Refusal.folder_in_use.name
    with database.reading() as tx:  # and the first goes on
        assert tx.row("SELECT seq FROM door") == (0,)
    database.close()
    assert second_process(url) == "opened"


def test_an_operator_s_command_may_read_beside_the_first(tmp_path: Path, house: House) -> None:
    url = f"sqlite:///{tmp_path}/exchange.db"
    first = open_database(url, house.schema)
    beside = open_database(url, house.schema, exclusive=False)
    with beside.reading() as tx:
        assert tx.row("SELECT seq FROM door") == (0,)
    beside.close()
    first.close()


@pytest.mark.parametrize("url", ["mysql://x", "exchange.db", ""])
def test_an_address_that_is_no_database(url: str) -> None:
    with pytest.raises(ValueError, match="no database"):
        connect(url)


def test_sqlite_commits_are_durable(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/exchange.db")
    with database.writing() as tx:
        assert tx.row("PRAGMA synchronous") == (2,)
        assert tx.row("PRAGMA journal_mode") == ("wal",)
    database.close()
