"""Search in an exchange: it follows the journal, and answers over HTTP, on either database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.testing import TestClient

from datafloor.adapters.search import Asked, SearchIndex, indexer, rebuild
from datafloor.adapters.secrets import load_key
from datafloor.contexts import catalogue, market
from datafloor.kernel import journal
from datafloor.kernel.follow import Following
from datafloor.web import problems
from datafloor.web.api import search
from datafloor.web.exchange import Exchange
from tests.trading import REASON, Trading, trading
from tests.waiting import until


@pytest.fixture
def exchange(database_url: str) -> Iterator[Trading]:
    with trading(database_url) as made:
        yield made


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    made = SearchIndex(tmp_path / "search")
    yield made
    made.close()


def catch_up(exchange: Trading, index: SearchIndex, after: int = 0) -> int:
    """Give the follower all entries after one, and return the last."""
    with exchange.database.reading() as tx:
        entries = journal.read(tx, after, 10_000)
    if entries:
        indexer(exchange.database, index).take(entries)
    return entries[-1].seq if entries else after


def names(index: SearchIndex, text: str = "", **but: Any) -> list[str]:
    return [hit.product for hit in index.find(Asked(text=text, **but)).hits]


def test_the_index_follows_the_journal(exchange: Trading, index: SearchIndex) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    product = exchange.product(seller)
    exchange.ask(seller, catalogue.SubmitProduct, product=product)
    place = catch_up(exchange, index)
    assert names(index) == []
    exchange.ask(operator, catalogue.ListProduct, product=product, reason=REASON)
    place = catch_up(exchange, index, place)
    assert names(index, "chuyen bay") == names(index, "departures carrier") == [product]
    assert names(index, having={"mode": ("once",)}) == []
    offer = exchange.offer(seller, product, exchange.terms(seller), 500)
    place = catch_up(exchange, index, place)
    wanted = {"mode": ("once",), "purpose": ("research",), "seller": (seller.organisation,)}
    assert names(index, "bay", having=wanted, most_minor=500) == [product]
    exchange.ask(seller, market.WithdrawOffer, offer=offer)
    exchange.findings(product, grade="B")
    place = catch_up(exchange, index, place)
    assert names(index, having={"mode": ("once",)}) == []
    assert names(index, having={"grade": ("B",)}) == [product]
    exchange.ask(operator, catalogue.DelistProduct, product=product, reason="a reason")
    catch_up(exchange, index, place)
    assert names(index) == []


def test_what_a_product_covers_finds_it(exchange: Trading, index: SearchIndex) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    product = exchange.product(seller)
    exchange.list(seller, operator, product)
    place = catch_up(exchange, index)
    assert names(index, "da nang") == []
    coverage = {"theme": "transport", "provinces": ["48", "46"], "frequency": "daily"}
    exchange.ask(seller, catalogue.StateCoverage, product=product, coverage=coverage)
    catch_up(exchange, index, place)
    assert names(index, "da nang") == [product]
    for facet, value in (("theme", "transport"), ("province", "46"), ("frequency", "daily")):
        assert names(index, having={facet: (value,)}) == [product]
        assert names(index, having={facet: ("other",)}) == []
    assert exchange.question(catalogue.product, product).state == "listed"


def test_it_can_be_told_twice(exchange: Trading, index: SearchIndex) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    product = exchange.product(seller)
    exchange.list(seller, operator, product)
    catch_up(exchange, index)
    catch_up(exchange, index)
    assert index.find(Asked()).total == 1


def test_it_is_made_anew_from_the_catalogue(exchange: Trading, index: SearchIndex) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    listed = exchange.product(seller)
    exchange.list(seller, operator, listed)
    exchange.product(seller)
    end = exchange.question(journal.head).seq
    assert rebuild(exchange.database, index) == end
    assert index.whole
    assert names(index) == [listed]


def test_a_new_listing_is_found_within_a_second(exchange: Trading, index: SearchIndex) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    database = exchange.database
    following = Following(
        database, indexer(database, index), lambda: rebuild(exchange.database, index)
    )
    exchange.door.on_commit(following.tell)
    try:
        until(lambda: index.whole)
        product = exchange.product(seller)
        exchange.ask(seller, catalogue.SubmitProduct, product=product)
        exchange.ask(operator, catalogue.ListProduct, product=product, reason=REASON)
        until(lambda: names(index, "chuyen bay") == [product])
    finally:
        following.close()


@pytest.fixture
def client(exchange: Trading, index: SearchIndex, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    key = load_key(tmp_path / "key")
    served = Exchange(exchange.door, exchange.database, key, "https://san.example")
    web = Litestar(
        [Router("/api", route_handlers=search.ROUTES)],
        state=State({"exchange": served, "search": index}),
        exception_handlers={Exception: problems.handle},
    )
    with TestClient(web) as made:
        yield made


def test_an_answer_shows_the_product_and_why(
    exchange: Trading, index: SearchIndex, client: TestClient[Litestar]
) -> None:
    operator, seller = exchange.join("operator"), exchange.join("seller")
    product = exchange.product(seller)
    exchange.list(seller, operator, product)
    offer = exchange.offer(seller, product, exchange.terms(seller), 500)
    rebuild(exchange.database, index)
    answer = client.get(
        "/api/search", params={"q": "chuyen carrier organisation", "origin": "collected"}
    ).json()
    assert (answer["total"], answer["whole"]) == (1, True)
    (hit,) = answer["hits"]
    assert (hit["product"], hit["title_vi"], hit["rows"]) == (product, "Chuyến bay", 1000)
    assert [each["offer"] for each in hit["offers"]] == [offer]
    assert hit["reasons"] == [
        {"word": "chuyen", "where": "title", "exact": False},
        {"word": "carrier", "where": "columns", "exact": True},
        {"word": "organisation", "where": "seller", "exact": True},
    ]
    assert answer["facets"]["purpose"] == [{"value": "research", "count": 1}]
    assert client.get("/api/search", params={"origin": "derived"}).json()["hits"] == []
    (suggested,) = client.get("/api/search/suggestions", params={"q": "chuyen b"}).json()
    assert suggested == {"product": product, "title_en": "Flights", "title_vi": "Chuyến bay"}


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "stolen"},
        {"theme": "weather"},
        {"province": "02"},
        {"frequency": "often"},
        {"sort": "worst"},
        {"limit": 0},
        {"limit": 101},
        {"offset": 10_001},
        {"most": -1},
        {"q": "x" * 301},
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: TestClient[Litestar], said: dict[str, Any]
) -> None:
    answer = client.get("/api/search", params=said)
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"


def test_what_went_away_meanwhile_is_left_out(
    exchange: Trading, index: SearchIndex, client: TestClient[Litestar]
) -> None:
    from tests.search.test_index import product

    index.put([product("product_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Ghost")])
    assert client.get("/api/search", params={"q": "ghost"}).json()["hits"] == []
    assert client.get("/api/search/suggestions", params={"q": "gho"}).json() == []
