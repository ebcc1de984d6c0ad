"""Several orders paid with one transfer: from the basket to the contracts, and when too little or
too much comes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from datafloor.web.signing_in import COOKIE
from tests.bank.writing import Told, camt
from tests.browsing import Browser, site
from tests.fair import listed, name_account, offered, ordered

ACCOUNT = "0011001234567"


@dataclass(frozen=True)
class Market:
    """An exchange of its own, since what comes into its bank pays for others too."""

    buyer: Browser
    other: Browser
    operator: Browser
    offers: list[str]

    def came(self, entry: str, amount: str, text: str) -> None:
        """The bank's statement says so."""
        self.operator.get("/operator/bank")
        statement = camt(Told(entry, amount, text), account=ACCOUNT, number=entry)
        answer = self.operator.send(self.operator.form("/statements"), (f"{entry}.xml", statement))
        assert "1 entry counted now" in answer.text


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    with site(tmp_path) as served:
        seller, buyer, other = served.browser(), served.browser(), served.browser()
        operator = served.browser()
        seller.join("seller", "seller")
        buyer.join("buyer", "buyer")
        other.join("other", "buyer")
        operator.sign_in("operator")
        name_account(operator)
        product = listed(served, seller, "Rain in the delta")
        offers = [offered(seller, product, price) for price in ("1.000.000", "2.500.000")]
        yield Market(buyer, other, operator, offers)


def reference(page: str) -> str:
    found = re.search(r"DG[0-9A-Z]{12}", page)
    assert found is not None, page
    return found[0]


def from_basket(market: Market) -> str:
    """Order both with one click; returns the address of the payment."""
    market.buyer.get("/account")
    token = re.search(r'name="form_token" value="(\w+)"', market.buyer.at.text)
    assert token is not None
    for offer in market.offers:
        sent = {"form_token": token[1], "add": offer}
        assert market.buyer.client.post("/en/basket", data=sent).status_code == 303
    market.buyer.get("/basket")
    market.buyer.send(market.buyer.form("/basket/orders"), purpose="research", country="VN")
    assert "Everything in your basket is ordered." in market.buyer.at.text
    return str(market.buyer.at.url.path)[3:]


def ask_api(browser: Browser, address: str) -> Any:
    secret = browser.client.cookies[COOKIE]
    headers = {"authorization": f"Bearer {secret}"}
    return browser.client.get(address, headers=headers).json()


def test_a_basket_is_paid_with_one_code_that_counts_once(market: Market) -> None:
    path = from_basket(market)
    page = market.buyer.at.text
    assert "3.500.000" in page
    assert page.count("A payment is awaited") == 2
    name = reference(page)
    picture = market.buyer.get(f"{path}/payment.svg")
    assert picture.headers["content-type"] == "image/svg+xml"

    address = f"/api/combined-payments/{path.rpartition('/')[2]}"
    asked = ask_api(market.buyer, address)
    assert (asked["reference"], asked["amount"]["minor"]) == (name, 3_500_000)
    assert name in asked["vietqr"]
    assert "3500000" in asked["vietqr"]

    assert market.other.get(path).status_code == 404
    assert market.other.get(f"{path}/payment.svg").status_code == 404
    assert ask_api(market.other, address)["code"] == "combined_unknown"

    market.came("FT-1", "3500000", f"CT DEN {name.lower()} thanh toan")
    page = market.buyer.get(path).text
    assert "Nothing is to be paid any more" in page
    assert page.count("Held until delivery is proven") == 2
    assert market.buyer.get(f"{path}/payment.svg").status_code == 404


def test_too_little_pays_what_it_can_and_the_rest_is_asked_for(market: Market) -> None:
    path = from_basket(market)
    name = reference(market.buyer.at.text)
    market.came("FT-2", "1200000", name)
    page = market.buyer.get(path).text
    assert page.count("Held until delivery is proven") == 1
    assert "2.300.000" in page, "the wallet's 200.000 are taken off"
    assert reference(page) == name
    market.came("FT-3", "3000000", name)
    page = market.buyer.get(path).text
    assert "What came beyond the prices is in your wallet" in page
    assert "700.000" in page


def test_orders_are_ticked_and_paid_from_the_wallet_and_one_alone_is_not(market: Market) -> None:
    orders = [ordered(market.buyer, offer) for offer in market.offers]
    market.buyer.get("/buy")
    form = market.buyer.form("/payments")
    assert set(orders) <= set(form.fields["orders"])
    market.buyer.send(form, orders=orders)
    path = str(market.buyer.at.url.path)[3:]
    market.came("FT-4", "9000000", "DF no such order")
    market.operator.get("/operator/bank")
    found = re.search(r"org_\w{26}", market.buyer.get("/account").text)
    assert found is not None
    market.operator.send(market.operator.form("/assign_entry"), organisation=found[0])
    page = market.buyer.get(path).text
    if "Pay from the wallet" in page:
        page = market.buyer.send(market.buyer.form("/wallet-payment")).text
    assert "Nothing is to be paid any more" in page

    order = ordered(market.other, market.offers[0])
    answer = market.other.get("/buy")
    assert "Pay several with one transfer" not in answer.text
    ordered(market.other, market.offers[1])
    market.other.get("/buy")
    alone = market.other.send(market.other.form("/payments"), orders=[order])
    assert alone.status_code == 400
