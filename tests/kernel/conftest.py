"""An open database with the toy's tables, and a door to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from datafloor.kernel.db import Database, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from tests.kernel.toy import toy_house


@dataclass
class HandClock:
    """A clock that shows what the test sets."""

    now: int = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def house() -> House:
    return toy_house()


@pytest.fixture
def database(database_url: str, house: House) -> Iterator[Database]:
    opened = open_database(database_url, house.schema)
    yield opened
    opened.close()


@pytest.fixture
def time() -> HandClock:
    return HandClock()


@pytest.fixture
def door(house: House, database: Database, time: HandClock) -> Iterator[Door]:
    opened = Door(house, database, time=time)
    yield opened
    opened.close()
