"""Pages and API of invoices, statements of account and refunds."""

import re
import xml.etree.ElementTree as ET

import pytest

from datafloor.contexts import settlement
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.web.signing_in import COOKIE
from tests.browsing import Browser, read
from tests.fair import Fair, offered, ordered, record_payment


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.fixture
def buyer(fair: Fair) -> Browser:
    return fair.browser("buyer")


def texts(browser: Browser) -> str:
    return " ".join(read(browser.at).texts)


def paid(fair: Fair, seller: Browser, buyer: Browser, price: str) -> str:
    """An order that is paid: by the wallet where other tests left enough, else by the bank."""
    order = ordered(buyer, offered(seller, fair.product, price))
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
    if reference is not None:
        record_payment(fair.browser("operator"), f"FT-{order}", price, reference[0])
    return order


def sold(fair: Fair, seller: Browser, buyer: Browser, price: str) -> str:
    """An order that is paid and released to the seller."""
    order = paid(fair, seller, buyer, price)
    exchange = fair.site.exchange
    exchange.door.execute(settlement.ReleaseEscrow(order=order), EXCHANGE, new_id("request"))
    return order


def test_a_sale_has_its_invoice_with_the_tax_in_it(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    seller.fill("/invoices", "/tax-method", method="deduction")
    assert "It holds for what you are paid from now on." in texts(seller)
    order = sold(fair, seller, buyer, "1.100.000")
    invoice = order.replace("order", "invoice")
    seller.get("/invoices")
    assert "value added tax 10 %: 100.000 ₫" in texts(seller)
    assert f"/en/invoices/{invoice}/file" in read(seller.at).links
    buyer.get("/invoices")
    assert "VAT invoice" in texts(buyer)

    answer = buyer.get(f"/invoices/{invoice}/file")
    assert answer.headers["content-type"].startswith("application/xml")
    assert ET.fromstring(answer.content).findtext("DLHDon/NDHDon/TToan/TgTTTBSo") == "1100000"
    with fair.site.browser() as stranger:
        assert stranger.get(f"/invoices/{invoice}/file").status_code in (303, 401)

    seller.get("/invoices")
    seller.send(seller.form(f"{invoice}/replacement"), reason="The name was wrong.")
    assert "The new invoice has taken the place of the old one." in texts(seller)
    assert "Another invoice has taken its place." in texts(seller)
    again = seller.client.post(
        f"/en/invoices/{invoice}/replacement", data={"reason": "Again.", **_hidden(seller)}
    )
    assert again.status_code == 409
    assert "was replaced already" in again.text

    seller.get("/money/statement?account=vat")
    assert "Value added tax set apart" in texts(seller)
    assert "+100.000 ₫" in texts(seller).replace("+ ", "+")
    seller.fill("/invoices", "/tax-method", method="direct")


def _hidden(browser: Browser) -> dict[str, str]:
    return {"form_token": browser.form().fields["form_token"][0]}


def test_a_statement_of_account_is_a_page_and_rows(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    sold(fair, seller, buyer, "2.000")
    seller.get("/money")
    assert "/en/money/statement" in read(seller.at).links
    seller.get("/money/statement")
    assert "Opening balance" in texts(seller)
    (link,) = (each for each in read(seller.at).links if ".csv" in each)
    rows = seller.client.get(link)
    assert rows.headers["content-type"].startswith("text/csv")
    first, *_, last = rows.text.strip().splitlines()
    assert first == "number,at,cause,about,amount,balance,currency"
    assert ",closing," in last
    seller.get("/money/statement?since=2001-01-01&until=2001-01-31")
    assert "No money" not in texts(seller)
    assert len(seller.client.get(link.replace("since=20", "since=nothing")).content) > 50


def test_what_was_given_back_is_listed(fair: Fair, seller: Browser, buyer: Browser) -> None:
    order = paid(fair, seller, buyer, "3.000")
    command = settlement.RefundOrder(order=order, reason="Not readable.")
    fair.site.exchange.door.execute(command, EXCHANGE, new_id("request"))
    for who in ("buyer", "seller", "operator"):
        browser = fair.browser(who)
        browser.get("/money/refunds")
        assert f"/en/orders/{order}" in read(browser.at).links


def test_the_offices_see_what_is_late(fair: Fair) -> None:
    operator = fair.browser("operator")
    operator.get("/invoices")
    assert "Late invoices" in texts(operator)


def test_the_same_over_the_api(fair: Fair, seller: Browser, buyer: Browser) -> None:
    order = sold(fair, seller, buyer, "5.000")
    secret = seller.client.cookies[COOKIE]
    named = {"authorization": f"Bearer {secret}"}
    ask = seller.client
    (found,) = (
        each for each in ask.get("/api/invoices", headers=named).json() if each["order"] == order
    )
    one = ask.get(f"/api/invoices/{found['invoice']}", headers=named).json()
    assert one == found
    file = ask.get(f"/api/invoices/{found['invoice']}/file", headers=named)
    assert ET.fromstring(file.content).findtext("DLHDon/TTChung/SHDon") == str(found["number"])
    period = "since=0&until=253402300799000000"
    said = ask.get(f"/api/account-statement?{period}", headers=named).json()
    assert said["opening_minor"] == 0
    assert sum(line["minor"] for line in said["lines"]) == said["closing_minor"]
    rows = ask.get(f"/api/account-statement.csv?{period}", headers=named).text.splitlines()
    assert len(rows) == len(said["lines"]) + 3
    assert ask.get("/api/invoices/late", headers=named).json()["code"] == "role_missing"
    assert isinstance(ask.get("/api/refunds", headers=named).json(), list)
