"""A small exchange with one listed product, and a client of its catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import TestClient

from datafloor.adapters.secrets import load_key
from datafloor.kernel.message import Actor
from datafloor.web import problems
from datafloor.web.exchange import Exchange
from datafloor.web.protocols import open_catalogue
from tests.trading import Trading, trading

BASE = "https://san.example"


class Listed(NamedTuple):
    """One listed product with an offer, and who is there."""

    exchange: Trading
    operator: Actor
    seller: Actor
    product: str
    offer: str


@pytest.fixture
def listed(database_url: str) -> Iterator[Listed]:
    with trading(database_url) as exchange:
        operator, seller = exchange.join("operator"), exchange.join("seller")
        product = exchange.product(seller)
        exchange.list(seller, operator, product)
        offer = exchange.offer(seller, product, exchange.terms(seller), 500)
        yield Listed(exchange, operator, seller, product, offer)


@pytest.fixture
def client(listed: Listed, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    door, database = listed.exchange.door, listed.exchange.database
    web = Litestar(
        [*open_catalogue.ROUTES],
        state=State({"exchange": Exchange(door, database, load_key(tmp_path / "key"), BASE)}),
        exception_handlers={Exception: problems.handle},
    )
    with TestClient(web) as made:
        yield made
