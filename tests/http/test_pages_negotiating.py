"""The pages on which two sides find each other and agree, without script."""

import re
from typing import Any

import pytest

from tests.browsing import Browser, read
from tests.fair import Fair

WANTED: dict[str, Any] = {
    "title": "Air of every hour",
    "content": "Means of each station",
    "period": "2026",
    "subject": "Environment",
    "coverage": "Hà Nội",
    "format": "A table",
    "delivery": "Delta Sharing",
    "quality": "No gaps",
    "use": "To warn schools",
    "days": "30",
    "purposes": ["research"],
    "territory": "VN",
    "exclusive": "no",
    "budget": "5.000.000",
    "open_days": "30",
}
PROPOSAL: dict[str, Any] = {
    "price": "",
    "days": "30",
    "purposes": ["research"],
    "territory": "VN",
    "exclusive": "no",
    "onward": "none",
    "ip": ["attribution"],
    "purpose": "research",
    "country": "VN",
    "valid_days": "7",
}


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.fixture
def buyer(fair: Fair) -> Browser:
    return fair.browser("buyer")


def at(browser: Browser, what: str) -> str:
    """The id in the open page's address."""
    found = re.search(rf"{what}_\w{{26}}", str(browser.at.url))
    assert found is not None, browser.at.url
    return found[0]


def texts(browser: Browser) -> str:
    return " ".join(read(browser.at).texts)


def test_a_quotation_is_asked_given_beaten_down_and_ordered(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    buyer.get(f"/products/{fair.product}")
    assert f"/en/products/{fair.product}/negotiation" in read(buyer.at).links
    buyer.fill(f"/products/{fair.product}/negotiation", "/negotiation", **PROPOSAL)
    talk = at(buyer, "negotiation")
    assert "Your proposal is with the other side." in texts(buyer)
    assert "The other side has the word." in texts(buyer)

    seller.get("/negotiations")
    assert "Your turn" in texts(seller)
    path = f"/negotiations/{talk}"
    seller.fill(path, "/proposals", **PROPOSAL | {"price": "9.000", "note": "Best <b>price</b>"})
    buyer.fill(path, "/proposals", **PROPOSAL | {"price": "7.000", "days": ""})
    assert "Price : was 9.000 ₫ , now 7.000 ₫" in texts(buyer).replace("Price:", "Price :")
    assert "was 30 days , now without end" in texts(buyer)
    assert "Best &lt;b&gt;price" in buyer.at.text
    seller.fill(path, "/proposals", **PROPOSAL | {"price": "8.000"})
    buyer.fill(path, "/acceptance")
    seller.fill(path, "/agreement")
    buyer.get(path)
    assert "The seller is bound." in texts(buyer)
    buyer.fill(path, "/verification")
    assert "Both sides agreed" in texts(buyer)
    order = f"/en/orders/{talk.replace('negotiation', 'order')}"
    assert order in read(buyer.at).links
    buyer.get(order.removeprefix("/en"))
    assert "8.000 ₫" in texts(buyer)
    vietnamese = fair.browser("buyer", "vi")
    assert vietnamese.get(path).status_code == 200
    assert "trước là 9.000 ₫ , nay 7.000 ₫" in texts(vietnamese)


def test_a_button_pressed_on_an_old_page_binds_nobody(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    buyer.fill(
        f"/products/{fair.product}/negotiation", "/negotiation", **PROPOSAL | {"price": "500"}
    )
    path = f"/negotiations/{at(buyer, 'negotiation')}"
    seller.get(path)
    old = seller.form("/agreement")
    seller.send(seller.form("/proposals"), **PROPOSAL | {"price": "600"})
    buyer.fill(path, "/proposals", **PROPOSAL | {"price": "400"})
    answer = seller.send(old)
    assert answer.status_code == 409
    assert "Another proposal is on the table now" in texts(seller)
    buyer.get(path)
    assert "The other side has the word." in texts(buyer)
    seller.fill(path, "/termination", why="price")
    assert "We cannot agree on the price" in texts(seller)


def test_what_was_typed_wrong_is_said_beside_it_and_kept(fair: Fair, buyer: Browser) -> None:
    buyer.get(f"/products/{fair.product}/negotiation")
    typed = PROPOSAL | {"price": "dear", "valid_days": "90", "note": "kept"}
    answer = buyer.send(buyer.form("/negotiation"), **typed)
    assert answer.status_code == 422
    again = buyer.form("/negotiation")
    assert (again.fields["note"], again.fields["price"]) == (["kept"], ["dear"])
    links = read(buyer.at).links
    assert "#price" in links
    assert "#valid_days" in links
    refused = buyer.send(again, **PROPOSAL | {"purpose": "ai_training"})
    assert refused.status_code == 403
    assert "does not permit this purpose" in texts(buyer)


def test_a_buy_request_is_answered_with_an_offer_and_with_a_proposal(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    buyer.fill("/wanted/new", "/wanted/new", **WANTED)
    wanted = at(buyer, "wanted")
    assert "To warn schools" in texts(buyer)
    with fair.site.browser() as stranger:
        stranger.get("/wanted")
        assert "Air of every hour" in texts(stranger)
        stranger.get(f"/wanted/{wanted}")
        assert "On offer already, and perhaps near" in texts(stranger)
    seller.get("/wanted")
    assert "What your products may fit" in texts(seller)
    seller.fill(f"/wanted/{wanted}", "/answers", offer=fair.offer)
    assert f"/en/offers/{fair.offer}" in read(seller.at).links
    path = f"/wanted/{wanted}/offers/{fair.product}"
    assert f"/en{path}" in read(seller.at).links
    seller.get(path)
    assert seller.form(path).fields["days"] == ["30"]
    seller.fill(path, path, price="4.000")
    buyer.get(f"/wanted/{wanted}")
    assert f"/en/negotiations/{at(seller, 'negotiation')}" in read(buyer.at).links
    buyer.fill(f"/wanted/{wanted}", "/withdrawal", reason="We found it.")
    assert "takes no more answers" in texts(buyer)
    seller.get(f"/wanted/{wanted}")
    assert "We found it." in texts(seller)


def test_strangers_do_not_see_a_negotiation(fair: Fair, buyer: Browser) -> None:
    buyer.fill(f"/products/{fair.product}/negotiation", "/negotiation", **PROPOSAL)
    path = f"/negotiations/{at(buyer, 'negotiation')}"
    assert fair.browser("operator").get(path).status_code == 404
    assert fair.browser("supervisor").get(path).status_code == 200
    with fair.site.browser() as stranger:
        assert stranger.get(path).status_code in (200, 303, 401)
        assert "conversation" not in texts(stranger)
