"""Replay: the journal alone grows the same tables, and what was changed beside it is named."""

import pytest

from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from datafloor.kernel.journal import Broken
from datafloor.kernel.refusal import Refused
from datafloor.kernel.replay import replay
from tests.kernel.toy import ANNA, Put, Trouble


@pytest.fixture
def lived(door: Door, database: Database) -> Database:
    for n in range(20):
        door.execute(Put(jar=f"jar {n % 3}", beans=n, tip=n % 4 == 0), ANNA, f"request-{n}")
    for trouble in (Trouble.refused, Trouble.refused_late):
        with pytest.raises(Refused):
            door.execute(Put(jar="a", beans=1, trouble=trouble), ANNA, "request-x")
    return database


def test_replay_equals_the_tables(lived: Database, house: House) -> None:
    steps: list[int] = []
    found = replay(house, lived, progress=steps.append)
    assert found == (25, [])
    assert steps == [25]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE toy_jar SET held = held + 1 WHERE id = 'jar 1'",
        "DELETE FROM toy_jar WHERE id = 'jar 1'",
        "INSERT INTO toy_jar (id, held) VALUES ('x', 0)",
    ],
)
def test_a_row_changed_behind_the_door_is_named(
    lived: Database, house: House, statement: str
) -> None:
    with lived.writing() as tx:
        tx.run(statement)
    assert replay(house, lived).different == ["toy_jar"]


def test_what_is_about_people_may_be_gone(lived: Database, house: House) -> None:
    with lived.writing() as tx:
        tx.run("DELETE FROM toy_note")
    assert replay(house, lived).different == []


def test_a_changed_journal_is_not_replayed(lived: Database, house: House) -> None:
    with lived.writing() as tx:
        tx.run("UPDATE journal SET body = replace(body, '3', '4') WHERE seq = 5")
    with pytest.raises(Broken, match="entry 5"):
        replay(house, lived)


def test_an_empty_exchange(database: Database, house: House) -> None:
    assert replay(house, database) == (0, [])


def test_the_exchange_goes_on_meanwhile(lived: Database, door: Door, house: House) -> None:
    def meanwhile(done: int) -> None:
        door.execute(Put(jar="late", beans=1), ANNA, "request-late")

    assert replay(house, lived, progress=meanwhile) == (25, [])
    assert replay(house, lived) == (26, [])
