"""What a price rests on: costs declared, a dossier issued, read by both sides, and checked."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from datafloor.kernel.refusal import Refusal
from datafloor.verify.command import check_text
from datafloor.verify.trust import Trust
from tests.browsing import Browser, Site, site
from tests.fair import draft, listed, name_account, offered, ordered, record_payment
from tests.stock import stock

NOBODY_TRUSTED = Trust((), (), 0)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An exchange on which forty products are on offer."""
    with site(tmp_path_factory.mktemp("place")) as served:
        stock(served.exchange, 40)
        with served.browser() as operator:
            operator.sign_in("operator")
            name_account(operator)
        yield served


@pytest.fixture(scope="module")
def seller(place: Site) -> Browser:
    browser = place.browser()
    browser.join("seller", "seller")
    return browser


@pytest.fixture(scope="module")
def buyer(place: Site) -> Browser:
    browser = place.browser()
    browser.join("buyer", "buyer")
    return browser


def declare(seller: Browser, product: str, **typed: Any) -> httpx.Response:
    seller.get(f"/products/{product}/price-evidence")
    said: dict[str, Any] = {
        "amount": "40.000.000",
        "spent_on": "2026-03-31",
        "sales_count": "100",
    } | typed
    return seller.send(seller.form("/costs"), **said)


def issued(who: Browser, path: str) -> str:
    """Have a dossier issued on this page; its id."""
    who.fill(path, "/dossiers")
    found = re.search(r"dossier_\w{26}", str(who.at.url))
    assert found is not None
    return found[0]


def checked(text: str) -> tuple[list[str], list[str]]:
    """What `datafloor verify` holds of a file, and what is wrong."""
    answer = check_text("dossier", text, NOBODY_TRUSTED)
    return answer.holds, answer.wrong


def test_costs_and_income_are_declared_and_withdrawn(place: Site, seller: Browser) -> None:
    product = draft(seller, "Costs of one draft")
    assert declare(seller, product).status_code == 200
    assert "Each sale must bring 400.000 ₫" in seller.at.text
    kept = declare(seller, product, amount="much", sales_count="0")
    assert kept.status_code == 422 and 'value="much"' in kept.text
    seller.get(f"/products/{product}/price-evidence")
    typed: dict[str, Any] = {"yearly": "1.000.000", "years": "2", "discount_percent": "10"}
    assert seller.send(seller.form("/income"), **typed).status_code == 200
    assert "1.735.536 ₫ now" in seller.at.text
    assert seller.send(seller.form("/income"), yearly="5", years="x").status_code == 422
    seller.get(f"/products/{product}/price-evidence")
    seller.send(seller.form("/income"), yearly="")
    assert "No income is declared." in seller.at.text
    seller.send(seller.form("/withdrawal"))
    assert "No cost is declared." in seller.at.text
    with place.browser() as stranger:
        stranger.join("other", "seller")
        assert stranger.get(f"/products/{product}/price-evidence").status_code == 404


def test_a_dossier_is_read_by_both_sides_of_a_trade_and_checked_without_the_exchange(
    place: Site, seller: Browser, buyer: Browser
) -> None:
    product = listed(place, seller, "Hourly rainfall of one more hill")
    declare(seller, product)
    offer = offered(seller, product, "1.000.000")
    first = issued(seller, f"/products/{product}/price-evidence")
    page = seller.get(f"/dossiers/{first}").text
    assert "Comparable products on offer here point to" in page and "Hourly rainfall" in page
    assert "400.000 ₫" in page and "Price on offer" in page
    assert buyer.get(f"/dossiers/{first}").status_code == 404, "not before there is a trade"
    order = ordered(buyer, offer)
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
    assert reference is not None
    with place.browser("vi") as operator:
        operator.sign_in("operator")
        record_payment(operator, "FT-dossier", "1.000.000", reference[0])
        second = issued(operator, f"/orders/{order}/dossiers")
        assert "Giá đã thỏa thuận" in operator.get(f"/dossiers/{second}").text
    shown = buyer.get(f"/orders/{order}/dossiers").text
    assert first in shown and second in shown and "Issue a dossier" not in shown
    file = buyer.client.get(f"/en/dossiers/{second}/file")
    assert second in file.headers["content-disposition"]
    holds, wrong = checked(file.text)
    assert len(holds) == 1 and not wrong
    cheaper = json.loads(file.text)
    cheaper["dossier"]["price"]["minor"] = 1
    assert checked(json.dumps(cheaper))[1] == [
        f"The price dossier {second} of {product} is not what its digest says."
    ]
    del cheaper["jws"]
    assert checked(json.dumps(cheaper))[1]
    bundle = evidence(buyer, order)
    for name in (first, second):
        what = f"The price dossier {name} of {product} is"
        assert any(each.startswith(f"{what} signed with the exchange's key") for each in bundle)


def evidence(buyer: Browser, order: str) -> list[str]:
    """What holds of the evidence of a trade, as its buyer downloads it."""
    for _ in range(100):  # the public log takes an entry up within about a second
        answer = buyer.client.get(f"/en/orders/{order}/evidence")
        if answer.status_code != Refusal.log_behind.value.status:
            break
        time.sleep(0.1)
    assert answer.status_code == 200, answer.text
    holds, wrong = checked(answer.text)
    assert not wrong
    return holds


def test_a_dossier_of_nothing_is_refused(seller: Browser) -> None:
    answer = seller.get("/dossiers/dossier_00000000000000000000000000")
    assert answer.status_code == Refusal.dossier_unknown.value.status
    assert "no such price dossier" in answer.text
    assert seller.get("/orders/order_00000000000000000000000000/dossiers").status_code == 404
