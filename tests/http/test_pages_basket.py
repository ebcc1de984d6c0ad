"""The basket: several offers ordered with one click, each an order of its own."""

import re

import pytest

from datafloor.contexts import market
from tests.browsing import Browser
from tests.fair import Fair, fair, listed, offered

__all__ = ["fair"]


@pytest.fixture
def offers(fair: Fair) -> list[str]:
    seller = fair.browser("seller")
    return [
        offered(seller, listed(fair.site, seller, title), price)
        for title, price in (("Rain in the delta", "1.000.000"), ("Salt in the delta", "0"))
    ]


def put(buyer: Browser, offer: str) -> str:
    """Put an offer into the basket, as the button on its product's page does."""
    buyer.get("/basket")
    token = re.search(r'name="form_token" value="(\w+)"', buyer.get("/account").text)
    assert token is not None
    answer = buyer.client.post("/en/basket", data={"form_token": token[1], "add": offer})
    assert answer.status_code == 303, answer.text
    return buyer.get("/basket").text


def test_all_lines_become_orders_of_their_own(fair: Fair, offers: list[str]) -> None:
    buyer = fair.browser("buyer")
    for offer in offers:
        put(buyer, offer)
    page = put(buyer, offers[0])
    assert page.count('class="card"') == 2, "what is in it already is not put in again"
    assert "1.000.000" in page
    before = fair.site.acts()
    form = buyer.form("/basket/orders")
    done = buyer.send(form, purpose="research", country="VN")
    assert "Everything in your basket is ordered." in done.text
    assert "Rain in the delta" in done.text
    after = fair.site.acts()
    assert after > before
    assert "Your basket is empty" in buyer.get("/basket").text
    buyer.client.cookies.set("datafloor_basket", ".".join(offers))
    again = buyer.send(form, purpose="research", country="VN")
    assert again.status_code == 200
    assert fair.site.acts() == after, "the same form again orders nothing more"


def test_what_cannot_be_ordered_stays_with_its_reason(fair: Fair, offers: list[str]) -> None:
    buyer = fair.browser("buyer")
    for offer in offers:
        put(buyer, offer)
    seller = fair.browser("seller")
    facts = fair.site.exchange.question_now(market.offer_facts, offers[0])
    assert facts is not None
    seller.get(f"/sell/{facts.product}")
    seller.send(seller.form(f"/offers/{offers[0]}/withdrawal"))
    buyer.get("/basket")
    answer = buyer.send(buyer.form("/basket/orders"), purpose="research", country="VN")
    assert answer.status_code == 422
    assert answer.text.count('class="card"') == 1
    assert 'class="fault" role="alert"' in answer.text
    left = buyer.get("/basket").text
    assert "Rain in the delta" in left
    assert "Salt in the delta" not in left
    buyer.send(buyer.form("/basket"))
    assert "Your basket is empty" in buyer.get("/basket").text


def test_it_is_full_at_twenty(fair: Fair, offers: list[str]) -> None:
    buyer = fair.browser("buyer")
    many = [f"offer_{number:026}" for number in range(20)]
    buyer.client.cookies.set("datafloor_basket", ".".join(many))
    token = re.search(r'name="form_token" value="(\w+)"', buyer.get("/account").text)
    assert token is not None
    sent = {"form_token": token[1], "add": offers[0]}
    answer = buyer.client.post("/en/basket", data=sent)
    assert answer.status_code == 409
    assert "basket_full" in answer.text or "holds 20 offers" in answer.text


def test_a_cookie_that_somebody_wrote_does_no_harm(fair: Fair) -> None:
    buyer = fair.browser("buyer")
    for wrong in ("x", "offer_1.offer_2", "<script>", "." * 4000):
        buyer.client.cookies.set("datafloor_basket", wrong)
        assert "Your basket is empty" in buyer.get("/basket").text
