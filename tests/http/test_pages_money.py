"""Money on pages: a payment is counted once however it comes, and the wallet pays what waits."""

import asyncio
import re

from datafloor.contexts import settlement
from datafloor.contexts.settlement import RefundOrder
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.statements import import_statement
from tests.bank.writing import Told, camt
from tests.browsing import Browser, read
from tests.fair import Fair, offered, ordered

BY = Actor("person", "org", frozenset({"operator"}))


def test_a_payment_by_hand_and_in_a_statement_is_counted_once(fair: Fair) -> None:
    order = ordered(fair.browser("buyer"), fair.offer)
    operator = fair.browser("operator")

    def by_hand(name: str) -> int:
        operator.get("/operator/money")
        form = operator.form("/operator/payments")
        typed = {"bank_entry": name, "amount": "7.000", "reference": reference}
        return operator.send(form, **typed).status_code

    def by_import(name: str) -> int:
        content = camt(Told(name, "7000", reference), account="0011001234567")
        return asyncio.run(import_statement(fair.site.exchange, BY, content)).counted

    with fair.site.exchange.database.reading() as tx:
        row = tx.row("SELECT buyer, reference FROM settlement_hold WHERE order_id = ?", order)
        assert row is not None
        organisation, reference = row
    before = _wallet(fair, organisation)
    assert (by_hand("FT-hand-first"), by_import("FT-hand-first")) == (200, 0)
    assert (by_import("FT-import-first"), by_hand("FT-import-first")) == (1, 409)
    assert _wallet(fair, organisation) == before + 14_000


def _wallet(fair: Fair, organisation: str) -> int:
    with fair.site.exchange.database.reading() as tx:
        return settlement.balance(tx, settlement.wallet(organisation))


def test_what_came_back_pays_what_waits(fair: Fair) -> None:
    buyer, operator = fair.browser("buyer"), fair.browser("operator")
    first = ordered(buyer, offered(fair.browser("seller"), fair.product, "70.000.000"))
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
    assert reference is not None
    assert "Pay from the wallet" not in buyer.at.text
    typed = {"bank_entry": f"FT-{first}", "amount": "70.000.000", "reference": reference[0]}
    operator.fill("/operator/money", "/operator/payments", **typed)
    second = ordered(buyer, offered(fair.browser("seller"), fair.product, "70.000.000"))
    refund = RefundOrder(order=first, reason="The table was empty.")
    fair.site.exchange.door.execute(refund, BY, new_id("request"))
    assert "Pay from the wallet" in buyer.get(f"/orders/{second}").text
    assert "Pay from the wallet" not in operator.get(f"/orders/{second}").text
    buyer.fill(f"/orders/{second}", "/wallet-payment")
    assert "paid from the wallet" in " ".join(read(buyer.at).texts)
    assert "Contract runs" in read(buyer.get(f"/orders/{second}")).texts


def test_the_time_to_check_is_set_by_the_operator_only(fair: Fair) -> None:
    operator = fair.browser("operator")
    operator.get("/operator/money")
    answer = operator.send(operator.form("/acceptance"), acceptance_days="91")
    assert answer.status_code == 422
    assert "#acceptance_days" in read(answer).links
    operator.fill("/operator/money", "/acceptance", acceptance_days="10")
    assert "10 days" in read(operator.at).texts
    operator.fill("/operator/money", "/acceptance", acceptance_days="7")
    buyer: Browser = fair.browser("buyer")
    buyer.get("/account")
    form = buyer.form("/sign-out")
    assert buyer.client.post("/en/operator/acceptance", data=form.fields).status_code == 403
