"""One exchange with a product for the tests of lineage, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.served import served
from tests.marks.selling import Selling
from tests.postgres import Cluster


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def selling(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Selling]:
    folder: Path = tmp_path_factory.mktemp("exchange")
    if request.param == "sqlite":
        with served(folder, f"sqlite:///{folder}/exchange.db") as one:
            yield Selling(one, folder / "objects")
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.create()
    with served(folder, url) as one:
        yield Selling(one, folder / "objects")
    cluster.give_back(url)
