"""An auction in browsers without script, and over the API."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from datafloor.contexts.settlement import RecordPayment
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal
from tests.browsing import Browser, Site, read, site
from tests.fair import listed, offered
from tests.trading import digest


class Hall:
    """A site with a seller's listed product, and two buyers who have money."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.people = {name: site.browser() for name in ("seller", "buyer", "other")}
        self.people["seller"].join("seller", "seller")
        for name in ("buyer", "other"):
            self.people[name].join(name, "buyer")
            organisation = re.findall("org_[0-9A-Z]{26}", self.people[name].get("/account").text)[0]
            money = RecordPayment(
                entry=digest(name), amount=Money(5_000_000), organisation=organisation
            )
            site.exchange.door.execute(money, EXCHANGE, new_id("request"))
        self.product = listed(site, self.people["seller"])
        offered(self.people["seller"], self.product, "1.000.000")

    def announce(self, mechanism: str, **but: str) -> str:
        seller = self.people["seller"]
        said = {"start": "100.000", "deposit": "10.000", "increment": "5.000", "hours": "1"} | but
        seller.fill(f"/sell/{self.product}/auction", "/auction", mechanism=mechanism, **said)
        return str(re.findall("auction_[0-9A-Z]{26}", str(seller.at.url))[0])

    def bid(self, who: str, auction: str, sum_: str) -> tuple[int, Browser]:
        browser = self.people[who]
        browser.get(f"/auctions/{auction}")
        answer = browser.send(browser.form("/bids"), bid_amount=sum_, purpose="research")
        return answer.status_code, browser


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with site(tmp_path_factory.mktemp("auctions")) as served:
        yield Hall(served)


def test_bidding_in_a_browser(hall: Hall) -> None:
    auction = hall.announce("ascending")
    status, browser = hall.bid("buyer", auction, "99.999")
    assert status == Refusal.bid_too_low.value.status
    assert "100.000 ₫" in browser.at.text, "it says what is asked"
    assert hall.bid("buyer", auction, "100.000")[0] == 200
    assert hall.bid("other", auction, "104.999")[0] == Refusal.bid_too_low.value.status
    assert hall.bid("other", auction, "105.000")[0] == 200
    with hall.site.browser() as stranger:
        page = stranger.get(f"/auctions/{auction}")
        assert "105.000 ₫" in page.text and f'data-live="{auction}"' in page.text
        assert "Tổ chức other" not in page.text, "who bids is nobody's business"
        assert auction in stranger.get("/auctions").text
        assert stranger.client.get(f"/api/auctions/{auction}").json()["leading"]["minor"] == 105_000
        assert len(stranger.client.get(f"/api/auctions/{auction}/bids").json()) == 2
        for path in ("bids", ""):
            gone = stranger.client.get(f"/api/auctions/auction_{'0' * 26}/{path}".rstrip("/"))
            assert gone.json()["code"] == Refusal.auction_unknown.name
    seller = hall.people["seller"]
    assert "Tổ chức other" not in seller.get(f"/auctions/{auction}").text
    with hall.site.browser() as operator:
        operator.sign_in("operator")
        operator.get(f"/auctions/{auction}")
        answer = operator.send(operator.form("/cancellation"), reason="Signs of collusion.")
        assert answer.status_code == 200 and "Signs of collusion." in answer.text


def test_a_sealed_bid_is_shown_to_nobody(hall: Hall) -> None:
    auction = hall.announce("second_price")
    assert hall.bid("buyer", auction, "777.777")[0] == 200
    pages = [*hall.people.values(), hall.site.browser()]
    for browser in pages:
        assert "777.777" not in browser.get(f"/auctions/{auction}").text
        assert "777777" not in browser.client.get(f"/api/auctions/{auction}/bids").text
    texts = read(hall.people["buyer"].get(f"/auctions/{auction}")).texts
    assert "sealed" in texts
    status, _ = hall.bid("buyer", auction, "888.888")
    assert status == 200
    with hall.site.exchange.database.reading() as tx:
        held = tx.rows("SELECT COUNT(*) FROM settlement_deposit WHERE auction = ?", auction)
    assert held == [(1,)]


def test_what_is_wrong_with_an_announcement_is_said(hall: Hall) -> None:
    seller = hall.people["seller"]
    path = f"/sell/{hall.product}/auction"
    seller.get(path)
    good = {"start": "100.000", "deposit": "10.000", "increment": "5.000"}
    for wrong, status in (
        ({"deposit": "1.000"}, Refusal.law_not_met.value.status),
        ({"deposit": "x"}, 422),
        ({"hours": "0"}, Refusal.auction_times_wrong.value.status),
        ({"hours": ""}, 422),
        ({"extension": "61"}, 422),
        ({"pay_days": "31"}, 422),
        ({"input_cost": "100.001"}, Refusal.start_below_cost.value.status),
    ):
        typed: dict[str, Any] = good | wrong
        assert seller.send(seller.form("/auction"), **typed).status_code == status, wrong
    with hall.site.browser() as buyer:
        buyer.sign_in("buyer")
        assert buyer.get(path).status_code == 403
