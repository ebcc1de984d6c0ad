"""One exchange over HTTP for a file of tests, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.served import Served, served
from tests.postgres import Cluster


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def exchange(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("exchange")
    if request.param == "sqlite":
        with served(folder, f"sqlite:///{folder}/exchange.db") as one:
            yield one
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.create()
    with served(folder, url) as one:
        yield one
    cluster.give_back(url)
