"""The bank's pages: a statement read, what it leaves open, a payout from request to file."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bank.writing import Told, camt, schema
from tests.browsing import Browser, Site, site
from tests.fair import fair

__all__ = ["fair"]

ACCOUNT = "0011001234567"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An exchange with a bank account, and an organisation on it."""
    with site(tmp_path_factory.mktemp("bank")) as served:
        with served.browser() as operator, served.browser() as buyer:
            operator.sign_in("operator")
            account = {"bank": "970436", "account": ACCOUNT, "holder": "SAN DU LIEU MAU"}
            operator.fill("/operator/money", "/bank-account", **account)
            buyer.join("buyer", "buyer")
        yield served


def signed_in(desk: Site, who: str) -> Browser:
    browser = desk.browser()
    browser.sign_in(who)
    return browser


def read(operator: Browser, content: bytes) -> str:
    operator.get("/operator/bank")
    return operator.send(operator.form("/statements"), ("day.xml", content)).text


def organisation(buyer: Browser) -> str:
    found = re.search(r"org_\w{26}", buyer.get("/account").text)
    assert found is not None
    return found[0]


def test_money_from_a_statement_to_a_payout_file(desk: Site) -> None:
    operator, buyer = signed_in(desk, "operator"), signed_in(desk, "buyer")
    day = camt(Told("FT1", "500000", "ai do gui tien"), account=ACCOUNT)
    assert "1 entry counted now" in read(operator, day)
    again = read(operator, day)
    assert "0 entries counted now" in again
    assert "Nobody knows whose it is" in again

    operator.get("/operator/bank")
    name = organisation(buyer)
    done = operator.send(operator.form("/assign_entry"), organisation=name)
    assert "Every entry has found its place." in done.text

    buyer.get("/money/payouts")
    details: dict[str, Any] = {"bank": "970418", "account": "12345678", "holder": "CONG TY MAU"}
    buyer.send(buyer.form("/payouts/account"), **details)
    asked = buyer.send(buyer.form("/money/payouts"), amount="200.000")
    assert "Asked for" in asked.text
    too_much = buyer.send(buyer.form("/money/payouts"), amount="400.000")
    assert too_much.status_code == 409
    assert 'value="400.000"' in too_much.text

    operator.get("/operator/bank")
    payouts = re.findall(r"payout_\w{26}", operator.at.text)
    made = operator.send(operator.form("/batches"), payouts=payouts[:1])
    assert "In a file for the bank" in made.text
    batch = re.search(r"batch_\w{26}(?=\" download)", made.text)
    assert batch is not None
    file = operator.get(f"/operator/bank/batches/{batch[0]}")
    schema("pain001", "templates/pain.001.001.09", "pain.001.001.09").validate(file.text)
    assert "does not agree" not in operator.get("/operator/bank").text


def test_a_payout_is_given_up(desk: Site) -> None:
    operator, buyer = signed_in(desk, "operator"), signed_in(desk, "buyer")
    read(operator, camt(Told("FT9", "7000", "khac"), account=ACCOUNT))
    operator.get("/operator/bank")
    operator.send(operator.form("/assign_entry"), organisation=organisation(buyer))
    buyer.get("/money/payouts")
    if "Set the account" in buyer.at.text and "Have money sent" not in buyer.at.text:
        details: dict[str, Any] = {"bank": "970418", "account": "12345678", "holder": "CONG TY MAU"}
        buyer.send(buyer.form("/payouts/account"), **details)
    buyer.send(buyer.form("/money/payouts"), amount="7000")
    given_up = buyer.send(buyer.form("/cancellation"))
    assert "Given up" in given_up.text


def test_what_is_no_statement_is_told(desk: Site) -> None:
    operator = signed_in(desk, "operator")
    text = read(operator, b"<html>not a statement</html>")
    assert operator.at.status_code in (400, 422)
    assert 'role="alert"' in text
    operator.get("/operator/bank")
    assert operator.send(operator.form("/statements")).status_code == 422


def test_the_supervisor_looks_and_does_nothing(desk: Site) -> None:
    supervisor = signed_in(desk, "supervisor")
    page = supervisor.get("/operator/bank").text
    assert "Does all agree?" in page
    assert "/statements" not in page
