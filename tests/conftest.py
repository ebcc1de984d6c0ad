"""What every test may ask for: a fresh database of either kind, and no network but loopback."""

import ipaddress
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.postgres import Cluster, Unavailable

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("untimed")


def _loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses a connection to anywhere else, so that no test depends on the world."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    if host not in ("localhost", "") and not ipaddress.ip_address(host).is_loopback:
        raise PermissionError(f"tests talk to loopback only, not to {host}")


sys.addaudithook(_loopback_only)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for this run, quick and not durable."""
    try:
        cluster = Cluster()
    except Unavailable as why:
        pytest.skip(str(why))
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Cluster]:
    """A PostgreSQL server that commits as in production, for tests that kill it."""
    try:
        cluster = Cluster(durable=True)
    except Unavailable as why:
        pytest.skip(str(why))
    yield cluster
    cluster.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/exchange.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.create()
    yield url
    cluster.give_back(url)
