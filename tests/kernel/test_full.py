"""A full disk: it is said, nothing is lost or half done, and the exchange goes on with room."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datafloor.kernel.db import Database, StoreFailed, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from datafloor.kernel.replay import replay
from datafloor.kernel.sqlite import Sqlite
from datafloor.web.problems import as_refused
from tests.contents import contents
from tests.kernel.toy import ANNA, Put
from tests.postgres import Cluster


@pytest.fixture
def small(tmp_path: Path, house: House) -> Iterator[Sqlite]:
    """An SQLite file that may grow by three pages only."""
    opened = open_database(f"sqlite:///{tmp_path}/exchange.db", house.schema)
    assert isinstance(opened, Sqlite)
    with opened.reading() as tx:
        row = tx.row("PRAGMA page_count")
    assert row is not None
    grow(opened, row[0] + 3)
    yield opened
    opened.close()


def grow(database: Sqlite, pages: int) -> None:
    with database.writing() as tx:
        tx.row(f"PRAGMA max_page_count = {pages}")


def fill(door: Door) -> list[str]:
    """Ask until the disk is full; which requests were answered with a receipt."""
    answered: list[str] = []
    for n in range(1_000):
        try:
            door.execute(Put(jar=f"jar {n} " + "x" * 500, beans=1), ANNA, f"request-{n}")
        except StoreFailed as failed:
            assert failed.full
            assert not failed.unknown
            assert as_refused(failed).why.name == "store_full"
            assert as_refused(failed).why.value.status == 507
            return answered
        answered.append(f"request-{n}")
    raise AssertionError("the disk was never full")


def check_full_and_room(
    door: Door, database: Database, house: House, make_room: Callable[[], None]
) -> None:
    answered = fill(door)
    assert answered
    before = contents(database, house)
    again = [door.submit(Put(jar="y" * 5_000, beans=1), ANNA, f"again-{n}") for n in range(9)]
    assert all(isinstance(future.exception(), StoreFailed) for future in again)
    assert contents(database, house) == before
    assert sorted(row[4] for row in before["journal"]) == sorted(answered)
    assert replay(house, database).different == []
    make_room()
    lost = f"request-{len(answered)}"  # the one refused is asked again
    receipt = door.execute(Put(jar="z", beans=1), ANNA, lost)
    assert receipt.first == len(answered) + 1
    assert replay(house, database) == (len(answered) + 1, [])


def test_a_full_disk_under_sqlite(small: Sqlite, house: House) -> None:
    door = Door(house, small)
    check_full_and_room(door, small, house, lambda: grow(small, 1_000_000))
    door.close()


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    mounted = 'mount -t tmpfs -o size=1m none "$0" || exit 77; exec "$@"'
    child = [sys.executable, "-m", "tests.kernel.small_disk", str(tmp_path)]
    if shutil.which("unshare") is None:
        pytest.skip("no small file system: the command unshare is not there")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, str(tmp_path), *child],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare:" in done.stderr:
        pytest.skip(f"no small file system: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq > 5 THEN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END IF;
    RETURN NEW;
END $$
"""


def test_a_full_disk_under_postgresql(postgres: Cluster, house: House) -> None:
    """The server's own answer is SQLSTATE 53100; a trigger gives it from the sixth entry on."""
    url = postgres.create()
    database = open_database(url, house.schema)
    door = Door(house, database)
    with database.writing() as tx:
        tx.run(FULL)
        tx.run(
            "CREATE TRIGGER f BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )

    def make_room() -> None:
        with database.writing() as tx:
            tx.run("DROP TRIGGER f ON journal")

    check_full_and_room(door, database, house, make_room)
    door.close()
    database.close()
    postgres.give_back(url)
