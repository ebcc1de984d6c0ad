"""Charging a bill: from wallet to wallet less the fee, or awaited; never twice."""

from typing import Any

import pytest

from datafloor.contexts.settlement import (
    FEES,
    BillAwaited,
    BillDue,
    BillPaid,
    BillState,
    Cause,
    ChargeBill,
    TaxMethod,
    Transferred,
    reference_of,
    vat,
    wallet,
)
from datafloor.contexts.settlement.model import ChargeFacts
from datafloor.contexts.settlement.rules import charge_bill
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, SELLER, VN, dong, may, said
from tests.rules.settlement.facts import ORDER

DUE = BillDue(new_id("bill"), ORDER, BUYER.organisation, SELLER.organisation, dong(1_001))
ASKED = ChargeBill(due=DUE)
BUYERS, SELLERS = wallet(BUYER.organisation), wallet(SELLER.organisation)


def moved(debit: str, credit: str, minor: int, cause: Cause) -> Transferred:
    return Transferred(debit=debit, credit=credit, amount=dong(minor), cause=cause, about=ORDER)


@pytest.mark.parametrize("state", [None, BillState.awaited, BillState.owed])
def test_paid(state: BillState | None) -> None:
    assert said(charge_bill, ChargeFacts(1_001, 250, state), ASKED) == [
        moved(BUYERS, FEES, 25, Cause.fee),
        moved(BUYERS, SELLERS, 976, Cause.bill),
        BillPaid(due=DUE, fee=dong(25), paid=dong(976)),
    ]


def test_what_the_wallet_lacks_is_awaited_once() -> None:
    short: Any = ChargeFacts(1_000, 250, None)
    assert said(charge_bill, short, ASKED) == [BillAwaited(due=DUE, reference=reference_of(ORDER))]
    for state in (BillState.awaited, BillState.owed):
        assert said(charge_bill, ChargeFacts(1_000, 250, state), ASKED) == []


@pytest.mark.parametrize("state", [BillState.paid, BillState.dropped])
def test_what_is_settled_is_not_charged_again(state: BillState) -> None:
    assert said(charge_bill, ChargeFacts(9_999, 250, state), ASKED) == []


def test_who_may() -> None:
    assert may(ChargeBill) == {"exchange"}


def test_the_tax_of_a_seller_under_the_deduction_method_is_set_apart() -> None:
    facts = ChargeFacts(1_001, 250, None, TaxMethod.deduction)
    *moves, paid = said(charge_bill, facts, ASKED, law=VN)
    assert (paid.fee.minor, paid.vat.amount.minor, paid.paid.minor) == (25, 91, 885)
    assert moves[-1] == moved(BUYERS, vat(SELLER.organisation), 91, Cause.vat)
    assert sum(move.amount.minor for move in moves) == 1_001
