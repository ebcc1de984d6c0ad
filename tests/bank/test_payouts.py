"""Payouts over HTTP: asked for, put into a file, and confirmed by the next statement."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from datafloor.contexts.settlement import payment_name
from datafloor.kernel.ids import new_id
from tests.bank.served import THEIRS, Served
from tests.bank.writing import Told, camt, schema


def rich(exchange: Served, minor: int = 1_000) -> None:
    """The seller has so much, and has said where to send it."""
    exchange.trading.pay(exchange.operator, exchange.seller, minor)
    exchange.done(exchange.seller, "/payouts/account", {"details": THEIRS})


def ask(exchange: Served, minor: int) -> str:
    payout = new_id("payout")
    asked = {"payout": payout, "amount": {"minor": minor, "currency": "VND"}}
    exchange.done(exchange.seller, "/payouts/requests", asked)
    return payout


@pytest.mark.parametrize("version", ["03", "09"])
def test_from_the_wallet_to_the_statement(exchange: Served, version: str) -> None:
    rich(exchange)
    payouts = sorted([ask(exchange, 300), ask(exchange, 450)])
    assert exchange.trading.wallet(exchange.seller) == 250
    batch = new_id("batch")
    exchange.done(exchange.operator, "/payouts/batches", {"batch": batch, "payouts": payouts})
    file = exchange.get(exchange.operator, f"/payouts/batches/{batch}/pain001?version={version}")
    assert file.headers["content-type"].startswith("application/xml")
    message = f"pain.001.001.{version}"
    schema("pain001", f"templates/{message}", message).validate(file.text)
    space = f"{{urn:iso:std:iso:20022:tech:xsd:{message}}}"
    named = [each.text for each in ET.fromstring(file.text).iter(f"{space}EndToEndId")]
    assert named == [payment_name(payout) for payout in payouts]
    later = {"details": THEIRS | {"account": "999"}}
    exchange.done(exchange.seller, "/payouts/account", later)
    same = exchange.get(exchange.operator, f"/payouts/batches/{batch}/pain001?version={version}")
    assert same.content == file.content, "what was asked for is not sent elsewhere"
    sums = {each["payout"]: each["amount"]["minor"] for each in seen(exchange)}
    left = [
        Told(f"FT{n}", str(sums[payout]), incoming=False, end_to_end=payment_name(payout))
        for n, payout in enumerate(payouts)
    ]
    assert exchange.outcomes(camt(*left)) == [("paid_out", True)] * 2
    assert exchange.outcomes(camt(*left)) == [("paid_out", False)] * 2
    assert {each["state"] for each in seen(exchange)} == {"paid"}
    assert exchange.reconciled()["payouts_minor"] == 0


def seen(exchange: Served) -> list[dict[str, Any]]:
    return list(exchange.get(exchange.seller, "/payouts").json())


def test_a_bank_that_books_the_batch_at_once(exchange: Served) -> None:
    rich(exchange)
    payouts = [ask(exchange, 300), ask(exchange, 450)]
    batch = new_id("batch")
    exchange.done(exchange.operator, "/payouts/batches", {"batch": batch, "payouts": payouts})
    told = Told("FT1", "750", f"LO {payment_name(batch)}", incoming=False)
    assert exchange.outcomes(camt(told)) == [("paid_out", True)]
    assert {each["state"] for each in seen(exchange)} == {"paid"}
    exchange.reconciled()


def test_another_sum_left_than_was_asked_for(exchange: Served) -> None:
    rich(exchange)
    name = payment_name(ask(exchange, 300))
    told = Told("FT1", "301", incoming=False, end_to_end=name)
    assert exchange.outcomes(camt(told)) == [("unexplained", True)]
    assert [each["state"] for each in seen(exchange)] == ["requested"]
    assert exchange.reconciled()["outgo_minor"] == -301


def test_what_the_bank_refused_comes_back(exchange: Served) -> None:
    rich(exchange)
    payout = ask(exchange, 300)
    batch = new_id("batch")
    exchange.done(exchange.operator, "/payouts/batches", {"batch": batch, "payouts": [payout]})
    refused = exchange.post(exchange.seller, "/payouts/cancellations", {"payout": payout})
    assert refused.json()["code"] == "payout_closed"
    exchange.done(exchange.operator, "/payouts/cancellations", {"payout": payout})
    assert exchange.trading.wallet(exchange.seller) == 1_000
    exchange.reconciled()


def test_refused(exchange: Served) -> None:
    exchange.trading.pay(exchange.operator, exchange.seller, 10)
    asked = {"payout": new_id("payout"), "amount": {"minor": 5, "currency": "VND"}}
    answer = exchange.post(exchange.seller, "/payouts/requests", asked)
    assert answer.json()["code"] == "payout_account_missing"
    assert exchange.get(exchange.seller, "/payouts/account").json() is None
    rich(exchange, 1)
    assert exchange.get(exchange.seller, "/payouts/account").json() == THEIRS
    asked["amount"] = {"minor": 12, "currency": "VND"}
    answer = exchange.post(exchange.seller, "/payouts/requests", asked)
    assert answer.json()["code"] == "wallet_short"
    batch = {"batch": new_id("batch"), "payouts": [new_id("payout")]}
    answer = exchange.post(exchange.operator, "/payouts/batches", batch)
    assert answer.json()["code"] == "payout_unknown"
    answer = exchange.get(exchange.operator, f"/payouts/batches/{batch['batch']}/pain001")
    assert answer.json()["code"] == "batch_unknown"
    answer = exchange.post(exchange.operator, "/entries/explanations", {"entry": "0" * 64})
    assert answer.json()["code"] == "entry_unknown"
