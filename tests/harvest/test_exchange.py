"""A catalogue of others in the exchange: read in rounds, counted once, and gone when it is gone."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datafloor.adapters.secrets import load_key
from datafloor.app.harvesting import count_looks, harvest, harvest_due
from datafloor.contexts import inventory
from datafloor.contexts.inventory import AddFeed, EndFeed, FeedView, WantItem
from datafloor.kernel.clock import HOUR
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.exchange import Exchange
from datafloor.web.looks import Looks
from tests.harvest.serving import Catalogues, catalogues, ckan, package, plain
from tests.harvest.test_reading import TURTLE
from tests.trading import Trading, trading


@pytest.fixture
def served() -> Iterator[Catalogues]:
    with catalogues() as made:
        yield made


@pytest.fixture
def t(database_url: str) -> Iterator[Trading]:
    with trading(database_url) as made:
        yield made


@pytest.fixture
def operator(t: Trading) -> Actor:
    return t.join("operator")


@pytest.fixture
def exchange(t: Trading, tmp_path: Path) -> Exchange:
    return Exchange(t.door, t.database, load_key(tmp_path / "key"), "https://san.example")


def add(t: Trading, operator: Actor, url: str, speaks: str = "ckan") -> str:
    feed = new_id("feed")
    t.ask(operator, AddFeed, feed=feed, title="Open data", speaks=speaks, url=url)
    return feed


def view(t: Trading, feed: str) -> FeedView:
    return next(each for each in t.question(inventory.feeds) if each.feed == feed)


def round_of(t: Trading, exchange: Exchange, feed: str) -> list[str]:
    """One round, and the kinds of the events that it came to."""
    before = t.rows("SELECT MAX(seq) FROM journal")[0][0]
    asyncio.run(harvest(exchange, view(t, feed), private=True))
    rows = t.rows("SELECT kind FROM journal WHERE seq > ? ORDER BY seq", before)
    return [row[0].split(".")[1] for row in rows]


def titles(t: Trading, text: str = "", **more: Any) -> list[str]:
    return sorted(each.title for each in t.question(inventory.sleeping, text, **more).items)


def test_a_round_records_what_is_new_changed_and_gone(
    t: Trading, exchange: Exchange, operator: Actor, served: Catalogues
) -> None:
    packages = [package(1), package(2), package(3)]
    served.answers["/api"] = ckan(packages)
    feed = add(t, operator, served.base)
    assert round_of(t, exchange, feed) == ["items_found", "round_ended"]
    assert titles(t) == ["Dữ liệu số 1", "Dữ liệu số 2", "Dữ liệu số 3"]
    assert round_of(t, exchange, feed) == ["round_ended"], "what did not change leaves no trace"

    packages[0]["title"] = "Đường bộ"
    del packages[2]
    assert round_of(t, exchange, feed) == ["items_found", "items_gone", "round_ended"]
    assert titles(t) == ["Dữ liệu số 2", "Đường bộ"]
    assert titles(t, "duong BO") == titles(t, "đườ") == ["Đường bộ"]

    packages.append(package(3))
    assert round_of(t, exchange, feed) == ["items_found", "round_ended"]
    assert len(titles(t)) == 3
    (item,) = t.question(inventory.sleeping, "duong").items
    assert (item.publisher, item.formats) == ("Sở Giao thông vận tải", ("CSV", "XLSX"))
    assert "publisher" not in str(t.rows("SELECT body FROM journal"))
    assert t.replayed().different == []


def test_a_round_that_fails_takes_nothing_away(
    t: Trading, exchange: Exchange, operator: Actor, served: Catalogues
) -> None:
    served.answers["/api"] = ckan([package(1)])
    feed = add(t, operator, served.base)
    round_of(t, exchange, feed)
    served.answers["/api"] = plain("<html>We are being repaired</html>", "text/html")
    assert round_of(t, exchange, feed) == ["round_ended"]
    found = view(t, feed)
    assert (found.outcome, found.problem) == ("failed", "feed_unreadable")
    assert found.whole_at is not None and found.round_at is not None
    assert len(titles(t)) == 1


def test_nothing_inside_is_asked_unless_a_setting_says_so(
    t: Trading, exchange: Exchange, operator: Actor, served: Catalogues
) -> None:
    served.answers["/api"] = ckan([package(1)])
    feed = add(t, operator, served.base)
    asyncio.run(harvest_due(exchange, private=False))
    assert view(t, feed).problem == "feed_address_forbidden"
    assert served.asked == []


def test_a_feed_is_read_when_its_time_has_come(
    t: Trading, exchange: Exchange, operator: Actor
) -> None:
    feed = add(t, operator, "https://data.example.vn")
    assert [each.feed for each in t.question(inventory.due_feeds, t.now)] == [feed]
    t.ask(
        Actor("exchange", "exchange", frozenset({"exchange"})),
        inventory.EndRound,
        feed=feed,
        outcome="whole",
        item_count=0,
    )
    assert t.question(inventory.due_feeds, t.now + 24 * HOUR - 1) == []
    assert len(t.question(inventory.due_feeds, t.now + 24 * HOUR)) == 1
    t.ask(operator, EndFeed, feed=feed, reason="It moved.")
    assert t.question(inventory.due_feeds, t.now + 24 * HOUR) == []


def test_what_two_feeds_name_is_counted_once(
    t: Trading, exchange: Exchange, operator: Actor, served: Catalogues
) -> None:
    served.answers["/api"] = ckan(
        [package(1, title="ĐƯỜNG BỘ", organization={"title": "Sở giao thông"})]
    )
    served.answers["/feed"] = plain(TURTLE, "text/turtle")
    first, second = add(t, operator, served.base), add(t, operator, f"{served.base}/feed", "dcat")
    round_of(t, exchange, first)
    round_of(t, exchange, second)
    assert titles(t) == ["ĐƯỜNG BỘ"]
    t.ask(operator, EndFeed, feed=first, reason="It moved.")
    assert titles(t) == ["Đường bộ"]


def test_how_an_item_is_used_is_counted(
    t: Trading, exchange: Exchange, operator: Actor, served: Catalogues
) -> None:
    served.answers["/api"] = ckan([package(1), package(2)])
    round_of(t, exchange, add(t, operator, served.base))
    buyer, other = t.join("buyer"), t.join("seller")
    first, second = (each.item for each in t.question(inventory.sleeping).items)
    for who in (buyer, other):
        t.ask(who, WantItem, item=second)
    looks = Looks()
    for item in (first, first, second, new_id("item")):
        looks.add(item)
    asyncio.run(count_looks(exchange, looks))
    asyncio.run(count_looks(exchange, looks))
    found = t.question(inventory.sleeping).items
    assert [(each.item, each.want_count, each.view_count) for each in found] == [
        (second, 2, 1),
        (first, 0, 2),
    ]
    assert t.question(inventory.wanted_by, buyer.organisation, [first, second]) == {second}
    product = t.product(other)
    t.ask(other, inventory.TakeUpItem, item=second, product=product)
    assert [each.item for each in t.question(inventory.sleeping).items] == [first]
    taken = t.question(inventory.taken_up_as, product)
    assert taken is not None and taken.want_count == 2
