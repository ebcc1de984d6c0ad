"""Statements over HTTP: each entry counted once, and each payment on its way."""

import pytest

from datafloor.contexts import settlement
from datafloor.kernel.ids import new_id
from tests.bank.served import PRICE, THEIRS, Served
from tests.bank.writing import DAY, Told, camt

NEXT_DAY = "2026-11-24"


def pay(
    exchange: Served, name: str, reference: str, amount: int = PRICE, day: str = DAY
) -> list[tuple[str, bool]]:
    text = f"MBVCB.77.{reference.lower()}.CT"
    return exchange.outcomes(camt(Told(name, str(amount), text, day=day)))


def test_what_to_pay(exchange: Served) -> None:
    order, reference = exchange.order()
    asked = exchange.get(exchange.buyer, f"/orders/{order}/payment").json()
    assert asked["amount"] == {"minor": PRICE, "currency": "VND"}
    assert asked["reference"] == reference
    assert asked["vietqr"].startswith("00020101021238")
    assert f"0814{reference}6304" in asked["vietqr"]
    picture = exchange.get(exchange.buyer, f"/orders/{order}/payment.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    assert exchange.get(exchange.seller, f"/orders/{order}/payment").status_code == 200
    assert exchange.get(exchange.buyer, f"/orders/{new_id('order')}/payment").status_code == 404
    assert pay(exchange, "FT1", reference, 400_000) == [("underpaid", True)]
    asked = exchange.get(exchange.buyer, f"/orders/{order}/payment").json()
    assert asked["amount"]["minor"] == 600_000
    assert pay(exchange, "FT2", reference, 600_000) == [("paid", True)]
    answer = exchange.get(exchange.buyer, f"/orders/{order}/payment")
    assert answer.json()["code"] == "payment_not_awaited"
    assert exchange.get(exchange.buyer, f"/orders/{order}").json()["order"]["contract"]
    exchange.reconciled()


def test_each_way_of_paying(exchange: Served) -> None:
    (paid, one), (over, two), (under, three) = (exchange.order() for _ in range(3))
    late, four = exchange.order()
    exchange.done(exchange.buyer, "/orders/cancellations", {"order": late})
    content = camt(
        Told("FT1", str(PRICE), one),
        Told("FT2", str(PRICE + 5), f"tra tien {two[:7]} {two[7:]}"),
        Told("FT4", "7", four),
        Told("FT5", "8", "ai do gui tien"),
        Told("FT6", "9", f"{one} {two}", status="PDNG"),
        Told("FT7", "3", "phi dich vu", incoming=False),
        opening="0",
        closing=str(2 * PRICE + 17),
    )
    expected = ["paid", "overpaid", "late", "suspended", "pending", "unexplained"]
    assert exchange.outcomes(content) == [(each, each != "pending") for each in expected]
    # What was too much or late is the buyer's, so it is not needed of the third order.
    assert pay(exchange, "FT3", three, PRICE - 13, NEXT_DAY) == [("underpaid", True)]
    assert pay(exchange, "FT8", three, 1, NEXT_DAY) == [("paid", True)]
    for order in (paid, over, under):
        assert exchange.get(exchange.buyer, f"/orders/{order}").json()["hold"]["state"] == "held"
    report = exchange.reconciled()
    assert (report["suspense_minor"], report["outgo_minor"]) == (8, -3)
    waiting = exchange.get(exchange.operator, "/entries").json()
    assert sorted(each["outcome"] for each in waiting) == ["suspended", "unexplained"]
    assert exchange.trading.wallet(exchange.buyer) == 0


def test_however_often_and_in_whatever_message(exchange: Served) -> None:
    _, reference = exchange.order()
    told = Told("FT1", str(PRICE), reference)
    assert exchange.outcomes(camt(told, message="camt.054")) == [("paid", True)]
    moved = exchange.trading.rows("SELECT count(*) FROM settlement_transfer")
    assert exchange.outcomes(camt(told, message="camt.054", version="02")) == [("paid", False)]
    assert exchange.outcomes(camt(told, told, version="02")) == [("paid", False)] * 2
    assert exchange.trading.rows("SELECT count(*) FROM settlement_transfer") == moved
    assert exchange.outcomes(camt(told, opening="0", closing=str(PRICE))) == [("paid", False)]
    second = Told("FT2", "5", "x", day=NEXT_DAY)
    assert exchange.outcomes(camt(second, second)) == [("suspended", True), ("suspended", False)]
    exchange.reconciled()


def test_parts_of_an_entry_are_counted_once_too(exchange: Served) -> None:
    (_, one), (_, two) = exchange.order(), exchange.order()
    cut = Told("FT1", str(PRICE + 70), parts=[(str(PRICE), one), ("70", two)])
    whole = Told("FT1", str(PRICE + 70), "gop")
    expected = ["paid", "underpaid"]
    assert exchange.outcomes(camt(cut)) == [(each, True) for each in expected]
    assert exchange.outcomes(camt(cut, version="02")) == [(each, False) for each in expected]
    assert exchange.outcomes(camt(whole)) == [("known", False)]
    assert exchange.send(camt(Told("FT1", "71", "gop"))).json()["code"] == "statement_line_differs"
    exchange.reconciled()


def test_a_changed_line_is_refused_by_name_and_nothing_is_counted(exchange: Served) -> None:
    _, reference = exchange.order()
    assert exchange.outcomes(camt(Told("FT1", "8"))) == [("suspended", True)]
    fresh = Told("FT2", str(PRICE), reference)
    for changed in (Told("FT1", "9"), Told("FT1", "8", incoming=False)):
        answer = exchange.send(camt(fresh, changed))
        assert (answer.status_code, answer.json()["code"]) == (409, "statement_line_differs")
        assert "Line 2 " in answer.json()["title"]
    twice = exchange.send(camt(fresh, Told("FT2", "1", reference)))
    assert twice.json()["code"] == "statement_line_differs"
    assert exchange.trading.wallet(exchange.buyer) == 0
    assert len(exchange.trading.rows("SELECT * FROM settlement_entry")) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "statement_unreadable"),
        (b"<!DOCTYPE a><a/>", "statement_unreadable"),
        (camt(Told("FT1", "8.5")), "statement_line_unreadable"),
        (camt(Told("", "8")), "statement_line_unreadable"),
        (camt(Told("FT1", "8"), account="1"), "statement_of_other_account"),
        (camt(Told("FT1", "8", currency="USD")), "currency_differs"),
        (camt(Told("FT1", "8", currency="USD"), currency="USD"), "bank_account_unset"),
    ],
    ids=["no XML", "DOCTYPE", "half a dong", "no reference", "account", "line", "currency"],
)
def test_refused(exchange: Served, content: bytes, code: str) -> None:
    answer = exchange.send(content)
    assert answer.json()["code"] == code
    assert exchange.trading.rows("SELECT * FROM settlement_entry") == []


def test_who_may(exchange: Served) -> None:
    for by in (exchange.buyer, exchange.seller):
        assert exchange.send(camt(Told("FT1", "8")), by).json()["code"] == "role_missing"
        assert exchange.get(by, "/reconciliation").json()["code"] == "role_missing"
        assert exchange.get(by, "/entries").json()["code"] == "role_missing"
        assert exchange.get(by, "/payouts/open").json()["code"] == "role_missing"
        assert exchange.get(by, "/payouts/batches").json()["code"] == "role_missing"


def test_a_statement_with_other_balances(exchange: Served) -> None:
    told = Told("FT1", "8")
    exchange.outcomes(camt(told, opening="0", closing="8"))
    exchange.outcomes(camt(told, opening="0", closing="8"))
    answer = exchange.send(camt(told, opening="1", closing="9"))
    assert answer.json()["code"] == "statement_differs"


def test_a_bank_that_holds_something_else_is_found(exchange: Served) -> None:
    exchange.outcomes(camt(Told("FT1", "8"), opening="100", closing="108"))
    (report,) = exchange.get(exchange.operator, "/reconciliation").json()
    assert not report["agrees"]
    assert [each["what"] for each in report["agreements"] if not each["agrees"]] == [
        "books_and_bank_statement"
    ]


def test_suspended_money_is_assigned_or_returned(exchange: Served) -> None:
    order, reference = exchange.order()
    one, two = Told("FT1", str(PRICE), "khong ro"), Told("FT2", "9", "nham")
    lines = exchange.send(camt(one, two)).json()["lines"]
    first, second = (line["entry"] for line in lines)
    exchange.done(
        exchange.operator, "/entries/assignments", {"entry": first, "reference": reference}
    )
    assert exchange.get(exchange.buyer, f"/orders/{order}").json()["hold"]["state"] == "held"
    payout = new_id("payout")
    asked = {"entry": second, "payout": payout, "payee": THEIRS}
    exchange.done(exchange.operator, "/entries/returns", asked)
    again = exchange.post(
        exchange.operator, "/entries/returns", asked | {"payout": new_id("payout")}
    )
    assert again.json()["code"] == "entry_settled"
    assert exchange.reconciled()["payouts_minor"] == 9
    exchange.done(exchange.operator, "/payouts/cancellations", {"payout": payout})
    assert exchange.reconciled()["suspense_minor"] == 9
    exchange.done(exchange.operator, "/entries/returns", asked | {"payout": new_id("payout")})
    (waiting,) = exchange.get(exchange.operator, "/payouts/open").json()
    name = settlement.payment_name(waiting["payout"])
    back = Told("FT3", "9", incoming=False, end_to_end=name)
    assert exchange.outcomes(camt(back)) == [("paid_out", True)]
    assert exchange.reconciled()["payouts_minor"] == 0


def test_money_that_left_is_explained(exchange: Served) -> None:
    _, reference = exchange.order()
    pay(exchange, "FT1", reference, 50)
    left = [Told("FT2", "20", "phi", incoming=False), Told("FT3", "30", "?", incoming=False)]
    lines = exchange.send(camt(*left)).json()["lines"]
    cost, theirs = (line["entry"] for line in lines)
    answer = exchange.post(exchange.operator, "/entries/explanations", {"entry": cost})
    assert answer.json()["code"] == "wallet_short", "there are no fees yet to bear a cost"
    exchange.done(
        exchange.operator,
        "/entries/explanations",
        {"entry": theirs, "organisation": exchange.buyer.organisation},
    )
    assert exchange.trading.wallet(exchange.buyer) == 20
    assert exchange.reconciled()["outgo_minor"] == -20
