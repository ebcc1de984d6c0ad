"""Prices on pages: how they are paid, how they change, and the public history."""

import re
from xml.etree import ElementTree

import pytest

from tests.browsing import Browser
from tests.fair import Fair, offered


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.fixture
def buyer(fair: Fair) -> Browser:
    return fair.browser("buyer")


def test_a_price_changes_for_later_orders_and_stays_in_the_history(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    offer = offered(seller, fair.product, "5.000")
    buyer.get(f"/offers/{offer}")
    before = buyer.form(offer)
    seller.get(f"/sell/{fair.product}/offers/{offer}/price")
    answer = seller.send(seller.form(f"{offer}/price"), price="7.000")
    assert answer.status_code == 200, answer.text
    stale = buyer.send(before)
    assert stale.status_code == 409
    assert "7.000" in stale.text
    page = buyer.get(f"/products/{fair.product}/prices").text
    assert page.index("7.000") < page.index("5.000")
    drawn = buyer.client.get(f"/en/products/{fair.product}/prices.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert len(re.findall("<polyline", drawn.text)) >= 2
    ElementTree.fromstring(drawn.text)


def test_what_is_quoted_has_no_price_and_cannot_be_ordered(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    (offer,) = form.fields["offer"]
    assert seller.send(form, price="0", choice="new", kind="negotiated").status_code == 200
    assert "Price on request" in buyer.get(f"/products/{fair.product}").text
    buyer.get(f"/offers/{offer}")
    refused = buyer.send(buyer.form(offer))
    assert refused.status_code == 409
    assert "quotation" in refused.text


def test_a_price_of_the_state_needs_its_decision(fair: Fair, seller: Browser) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    answer = seller.send(form, price="5", choice="new", kind="state_set")
    assert answer.status_code == 422
    assert "How the price is paid" in answer.text or "how the price is paid" in answer.text
