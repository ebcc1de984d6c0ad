"""Sharing on the pages: proposed, agreed, contributed, sold, and shown line by line."""

import re
from time import monotonic, sleep
from typing import Any

import pytest

from tests.browsing import Browser, site
from tests.fair import draft, name_account, offered, ordered, record_payment

OWN = "giờ,của\n" + "".join(f"{hour},me\n" for hour in range(60))
OTHERS = "giờ,của\n" + "".join(f"{hour},us\n" for hour in range(50, 100))


def organisation(browser: Browser) -> str:
    """Whose account it is."""
    found = re.search(r"org_\w{26}", browser.get("/account").text)
    assert found is not None
    return found[0]


def measured(browser: Browser) -> str:
    """The page once the exchange has measured, which it does by itself."""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        text = browser.get("/shares").text
        if "in force" in text:
            return text
        sleep(0.2)
    raise AssertionError(text)


def test_a_shared_sale(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shared")
    with (
        site(folder) as served,
        served.browser() as seller,
        served.browser() as other,
        served.browser() as buyer,
        served.browser() as operator,
    ):
        seller.join("seller", "seller")
        other.join("other", "seller")
        buyer.join("buyer", "buyer")
        operator.sign_in("operator")
        operator.fill(
            "/operator/people",
            "/operator/people",
            share_percent="10",
            equal_percent="50",
            processing_percent="20",
            threshold="10.000",
            claim_days="365",
            fund=organisation(operator),
        )
        product = draft(seller, "Shared")
        answer = seller.get(f"/sell/{product}/sharing")
        bad = seller.send(seller.form("/sharing"), key=["giờ"], processing_percent="50")
        assert bad.status_code == 422, bad.text
        assert "2000 of ten thousand at most" in bad.text
        answer = seller.send(
            seller.form("/sharing"),
            providers=[organisation(other)],
            key=["giờ"],
            processing_percent="10",
            people_percent="0",
        )
        assert "The proposal waits for the others." in answer.text
        seller.send(seller.form("/contributions"), file=("own.csv", OWN.encode()))
        assert "is registered" in seller.at.text
        other.get("/shares")
        other.send(other.form("/contributions"), file=("own.csv", OTHERS.encode()))
        other.send(other.form("/agreement"))
        assert "Your answer is recorded." in other.at.text
        assert "60 rows supplied" in measured(seller)
        assert "of these shared with others" in seller.at.text

        _sold(seller, other, buyer, operator, product)


def _sold(seller: Browser, other: Browser, buyer: Browser, operator: Browser, product: str) -> None:
    """It is listed, offered and bought, and the sale is shown to each who has a part of it."""
    seller.fill(f"/sell/{product}/listing", "/submission")
    operator.fill(f"/operator/products/{product}", product, decision="list", reason="Looked at.")
    offer = offered(seller, product, "1.000.000")
    order = ordered(buyer, offer)
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
    assert reference is not None
    name_account(operator)
    record_payment(operator, "FT1", "1.002.000", reference[0])
    buyer.get(f"/orders/{order}")
    buyer.send(buyer.form("/confirmation"))
    assert "How this sale was shared" in buyer.get(f"/orders/{order}").text
    # 900.000 over 55 and 45 of a hundred
    for browser in (seller, other, buyer):
        text = browser.get(f"/orders/{order}/split").text
        assert ("495,000" in text or "495.000" in text) and "405" in text
    assert "405" in other.get("/shares").text
    _billed(seller, other, buyer, product)
    other.language = "vi"
    assert "Lần bán này được chia thế nào" in other.get(f"/orders/{order}/split").text


def _billed(seller: Browser, other: Browser, buyer: Browser, product: str) -> None:
    """A bill is paid with what the buyer has left, and shared as the sale was."""
    typed: dict[str, Any] = {"kind": "usage", "meter": "row", "lot_count": "1", "tiers": "1"}
    seller.get(f"/sell/{product}/offers")
    form = seller.form("/offers")
    (offer,) = form.fields["offer"]
    seller.send(form, price="0", choice="new", days="", minimum="2.000", **typed)
    order = ordered(buyer, offer)
    seller.get(f"/orders/{order}")
    seller.send(seller.form("/ending"), reason="It was agreed.")
    assert "How it was shared" in seller.at.text
    bill = re.search(rf"/orders/{order}/split\?bill=(bill_\w{{26}})", seller.at.text)
    assert bill is not None
    for browser in (seller, other, buyer):
        text = browser.get(f"/orders/{order}/split?bill={bill[1]}").text
        assert "990 ₫" in text and "810 ₫" in text
    assert f"?bill={bill[1]}" in other.get("/shares").text
    assert buyer.get(f"/orders/{order}/split").status_code == 404


def test_fixed_parts_and_a_claim(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fixed")
    with site(folder) as served, served.browser() as seller, served.browser() as other:
        seller.join("seller", "seller")
        other.join("other", "seller")
        product = draft(seller, "Fixed")
        typed: dict[str, Any] = {"fixed_1": organisation(other), "head": "trạm"}
        own = organisation(seller)
        seller.get(f"/sell/{product}/sharing")
        answer = seller.send(seller.form("/sharing"), fixed_percent_1="30", **typed)
        assert answer.status_code == 422  # the other 70 per cent need columns
        answer = seller.send(seller.form("/sharing"), fixed_percent_1="", **typed)
        assert "Its part, in per cent: Please fill this in" in answer.text
        both = typed | {"fixed_2": own, "fixed_percent_2": "69"}
        answer = seller.send(seller.form("/sharing"), fixed_percent_1="30", key=["giờ"], **both)
        assert "The proposal waits for the others." in answer.text
        assert "30 %: " in other.get("/shares").text
        seller.get(f"/sell/{product}/sharing")
        both["fixed_percent_2"] = "70"
        answer = seller.send(seller.form("/sharing"), fixed_percent_1="30", **both)
        assert "The proposal waits for the others." in answer.text
        _claimed(seller, other, product)


def _claimed(seller: Browser, other: Browser, product: str) -> None:
    """The seller finds the code of one of its stations' keepers, claims for her, and forgets."""
    page = f"/products/{product}/claims"
    assert other.get(page).status_code == 404
    seller.get(page)
    assert seller.send(seller.form("/code"), called="").status_code == 422
    text = seller.send(seller.form("/code"), called="HN1").text
    found = re.search(r"<code[^>]*>([0-9a-f]{16})</code>", text)
    assert found is not None and "HN1" not in text
    account: dict[str, Any] = {"bank": "970415", "account": "101010101010", "holder": "LE BINH"}
    form = seller.form("/claims")
    assert seller.send(form, head="x", **account).status_code == 422
    answer = seller.send(seller.form("/claims"), head=found[1], **account)
    assert "Her part is paid to her from now on." in answer.text
    again = seller.send(seller.form("/claims"), head=found[1], **account)
    assert again.status_code == 409
    seller.get(page)
    assert "are erased" in seller.send(seller.form("/erasure")).text
    assert "/erasure" not in seller.get(page).text


def test_declining_needs_a_reason(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("declined")
    with site(folder) as served, served.browser() as seller, served.browser() as other:
        seller.join("seller", "seller")
        other.join("other", "seller")
        product = draft(seller, "Declined")
        seller.get(f"/sell/{product}/sharing")
        seller.send(seller.form("/sharing"), providers=[organisation(other)], key=["giờ"])
        other.get("/shares")
        assert other.send(other.form("/refusal"), reason="").status_code == 422
        other.send(other.form("/refusal"), reason="Too little for us.")
        assert "Too little for us." in seller.get("/shares").text
