"""A deposit goes to the seller whom its bidder let down, once."""

from typing import Any

import pytest

from datafloor.contexts.settlement import (
    Cause,
    DepositForfeited,
    DepositState,
    ForfeitDeposit,
    Transferred,
    deposit,
    wallet,
)
from datafloor.contexts.settlement.model import DepositFacts
from datafloor.contexts.settlement.rules import forfeit_deposit
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, SELLER, dong, may, said

DEPOSIT, AUCTION = new_id("deposit"), new_id("auction")
DONE = [
    Transferred(
        debit=deposit(DEPOSIT),
        credit=wallet(SELLER.organisation),
        amount=dong(100),
        cause=Cause.deposit_forfeited,
        about=AUCTION,
    ),
    DepositForfeited(deposit=DEPOSIT, organisation=SELLER.organisation),
]


@pytest.mark.parametrize(
    ("state", "comes_to"),
    [
        (DepositState.held, DONE),
        (DepositState.returned, []),
        (DepositState.forfeited, []),
        (None, []),
    ],
)
def test_forfeit_deposit(state: DepositState | None, comes_to: Any) -> None:
    facts = state and DepositFacts(BUYER.organisation, AUCTION, dong(100), state)
    asked = ForfeitDeposit(deposit=DEPOSIT, organisation=SELLER.organisation)
    assert said(forfeit_deposit, facts, asked) == comes_to
    assert may(ForfeitDeposit) == {"exchange"}
