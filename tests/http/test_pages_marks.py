"""Marks on pages: declared, told to the buyer before and after the order, and a leak traced."""

import re
from typing import Any

import pytest

from tests.browsing import Browser, read
from tests.fair import LOOKED, Fair, draft, offered, ordered
from tests.marks.selling import air, wait


@pytest.fixture(scope="module")
def product(fair: Fair) -> str:
    """A draft with measured air in it."""
    seller = fair.browser("seller")
    product = draft(seller, "Measured air")
    seller.get(f"/sell/{product}/data")
    file = ("air.csv", air(4_000).write_csv().encode())
    answer = seller.send(seller.form("/versions"), file=file, mode="overwrite")
    assert answer.status_code == 200, answer.text
    return product


def said(browser: Browser) -> str:
    return " ".join(read(browser.at).texts)


def refused(seller: Browser, typed: dict[str, Any]) -> None:
    """The form of marks is sent and shown again."""
    assert seller.send(seller.form("/marks"), None, **typed).status_code == 422


def test_from_the_tolerance_to_the_trace(fair: Fair, product: str) -> None:
    seller, buyer = fair.browser("seller"), fair.browser("buyer")
    seller.get(f"/sell/{product}/marks")
    assert "Never marked" in said(seller)
    assert "station: " in said(seller)
    (field,) = re.findall(r'for="(tolerance_\d)">Tolerance of temperature', seller.at.text)
    path = f"/sell/{product}/marks"
    refused(seller, {field: "a lot"})
    assert "This cannot be accepted as it is" in said(seller)
    refused(seller, {field: "0.1"})
    assert "lie 0.1 apart" in said(seller)
    assert "Nothing was changed" in said(seller)
    seller.fill(path, "/marks", **{field: "0,2"}, one_in_count="10")
    assert "From now on each buyer's copy carries marks." in said(seller)
    assert "no value is moved by more than 0.1" in said(seller)

    seller.fill(f"/sell/{product}/listing", "/submission")
    operator = fair.browser("operator")
    operator.fill(f"/operator/products/{product}", product, decision="list", reason=LOOKED)
    offer = offered(seller, product, "0")
    for place in (f"/products/{product}", f"/offers/{offer}"):
        buyer.get(place)
        assert "Each buyer gets a copy of its own" in said(buyer)
    order = ordered(buyer, offer)

    def made() -> bool:
        buyer.get(f"/orders/{order}")
        return "Digest of this copy" in said(buyer)

    assert "A copy with marks" in said(buyer)
    wait(made)
    assert "Distribution (KS)" in said(buyer)
    seller.get(path)
    assert "Distribution (KS)" in said(seller)

    leak = ("leak.csv", air(4_000).write_csv().encode())
    assert seller.send(seller.form("/traces"), file=leak).status_code == 200
    (trace,) = re.findall(r"/traces/(trace_\w{26})", str(seller.at.url))
    assert "Waits for the two keys" in said(seller)
    for office in ("operator", "supervisor"):
        turning = fair.browser(office)
        turning.get("/traces")
        assert f"/traces/{trace}" in turning.at.text
        turning.fill(f"/traces/{trace}", "/unlocking")
        assert "Your key is turned." in said(turning)

    def told() -> bool:
        seller.get(f"/traces/{trace}")
        return "It cannot be told" in said(seller)

    wait(told)
    assert "it is no copy, or too small a part of one" in said(seller)
    buyer.get(f"/traces/{trace}")
    assert buyer.at.status_code == 404


def test_a_trace_without_a_file_asks_for_it(fair: Fair, product: str) -> None:
    seller = fair.browser("seller")
    seller.get(f"/sell/{product}/marks")
    seller.send(seller.form("/traces"))
    assert "Please fill this in" in said(seller)
