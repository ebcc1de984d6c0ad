"""Beside the field of a price: what it can rest on, where it lies, and what can be outwitted."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import Browser, Form, Site, site
from tests.fair import listed, offered
from tests.stock import stock

RAIN = "Hourly rainfall of one more valley"


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An exchange on which forty products are on offer."""
    with site(tmp_path_factory.mktemp("market")) as served:
        stock(served.exchange, 40)
        yield served


@pytest.fixture(scope="module")
def seller(market: Site) -> Browser:
    """A seller who has a product of her own to price."""
    browser = market.browser()
    browser.join("seller", "seller")
    return browser


@pytest.fixture(scope="module")
def product(market: Site, seller: Browser) -> str:
    return listed(market, seller, RAIN)


def panel(answer: str) -> str:
    """What the panel says."""
    begin = answer.index('id="price-help"')
    return answer[begin : answer.index("</section>", begin)]


def reference(answer: str) -> str:
    """The price to which the comparables point."""
    found = re.search(r"point to ([0-9.]+)", panel(answer))
    assert found is not None
    return found[1]


def look(seller: Browser, form: Form, **typed: Any) -> str:
    """What the panel says of what is typed."""
    answer = seller.send(form, look="price", **typed)
    assert answer.status_code == 200, answer.text
    return panel(answer.text)


def test_without_script_a_price_is_looked_at_before_it_is_sent(
    market: Site, seller: Browser, product: str
) -> None:
    shown = seller.get(f"/sell/{product}/offers").text
    assert "point to" in panel(shown) and "Hourly rainfall" in panel(shown)
    form, before = seller.form("/offers"), market.entries()
    fair = reference(shown)
    inside = look(seller, form, price=fair)
    assert "within the range of eight of ten" in inside
    assert 'class="price"' in inside
    assert seller.form("/offers").fields["price"] == [fair]
    assert "below the range in which nine" in look(seller, form, price="12")
    assert "above the range in which nine" in look(seller, form, price="999.000.000.000")
    assert market.entries() == before, "looking changes nothing"


def test_a_list_that_can_be_outwitted_is_named_with_the_combination(
    seller: Browser, product: str
) -> None:
    seller.get(f"/sell/{product}/offers")
    form = seller.form("/offers")
    halves = {
        "kind": "variants",
        "price": "1.000.000",
        "variant_2": "air",
        "price_2": "300.000",
        "columns_2": "giờ pm25",
        "variant_3": "place",
        "price_3": "900.000",
        "columns_3": "giờ",
    }
    assert "place costs 900.000 ₫, but air together cost 600.000 ₫ less" in look(
        seller, form, **halves
    )
    assert "cannot be outwitted" in look(seller, form, **halves | {"price_3": "200.000"})
    tiers = {"kind": "usage", "meter": "row", "price": "0", "tiers": "10 5\n50"}
    assert "can be outwitted: 20 costs" in look(seller, form, **tiers)
    assert "can be outwitted" not in look(seller, form, **tiers | {"tiers": "not a tier"})


def test_with_script_the_panel_comes_alone(market: Site, seller: Browser, product: str) -> None:
    seller.get(f"/sell/{product}/offers")
    fields = seller.form("/offers").fields | {"price": ["5"]}
    answer = seller.client.post(f"/en/sell/{product}/price-help", data=fields)
    assert answer.status_code == 200
    assert "<html" not in answer.text and "below the range" in answer.text
    stranger = market.browser()
    stranger.join("other", "seller")
    stranger.get("/sell/new")
    token = stranger.form("/sell/new").fields["form_token"]
    refused = stranger.client.post(f"/en/sell/{product}/price-help", data={"form_token": token})
    assert refused.status_code == 404


def test_it_stands_beside_the_change_of_a_price_too(seller: Browser, product: str) -> None:
    offer = offered(seller, product, "7")
    shown = seller.get(f"/sell/{product}/offers/{offer}/price").text
    assert "below the range" in panel(shown)
    assert "within the range" in look(seller, seller.form("/price"), price=reference(shown))


def test_on_a_small_exchange_it_says_that_no_range_can_be_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with site(tmp_path_factory.mktemp("small")) as served, served.browser("vi") as seller:
        seller.join("seller", "seller")
        product = listed(served, seller, RAIN)
        seller.get(f"/sell/{product}/offers")
        assert "quá ít để nêu khoảng giá" in panel(seller.at.text)
