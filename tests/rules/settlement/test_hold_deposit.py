"""A deposit is taken from what the bidder has, and lies in an account of its own."""

from typing import Any

import pytest

from datafloor.contexts.settlement import (
    Cause,
    DepositHeld,
    HoldDeposit,
    Transferred,
    deposit,
    wallet,
)
from datafloor.contexts.settlement.model import NewDepositFacts
from datafloor.contexts.settlement.rules import hold_deposit
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, dong, may, said

DEPOSIT, AUCTION = new_id("deposit"), new_id("auction")
HELD = [
    Transferred(
        debit=wallet(BUYER.organisation),
        credit=deposit(DEPOSIT),
        amount=dong(100),
        cause=Cause.deposit,
        about=AUCTION,
    ),
    DepositHeld(
        deposit=DEPOSIT, organisation=BUYER.organisation, auction=AUCTION, amount=dong(100)
    ),
]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (NewDepositFacts(False, 100), HELD),
        (NewDepositFacts(False, 99), "wallet_short"),
        (NewDepositFacts(True, 100), "id_taken"),
    ],
)
def test_hold_deposit(facts: NewDepositFacts, comes_to: Any) -> None:
    asked = HoldDeposit(
        deposit=DEPOSIT, organisation=BUYER.organisation, auction=AUCTION, amount=dong(100)
    )
    assert said(hold_deposit, facts, asked) == comes_to
    assert may(HoldDeposit) == {"exchange"}
