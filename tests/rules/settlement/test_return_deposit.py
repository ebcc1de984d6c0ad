"""A deposit goes back to its bidder, once."""

from typing import Any

import pytest

from datafloor.contexts.settlement import (
    Cause,
    DepositReturned,
    DepositState,
    ReturnDeposit,
    Transferred,
    deposit,
    wallet,
)
from datafloor.contexts.settlement.model import DepositFacts
from datafloor.contexts.settlement.rules import return_deposit
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, dong, may, said

DEPOSIT, AUCTION = new_id("deposit"), new_id("auction")
DONE = [
    Transferred(
        debit=deposit(DEPOSIT),
        credit=wallet(BUYER.organisation),
        amount=dong(100),
        cause=Cause.deposit_returned,
        about=AUCTION,
    ),
    DepositReturned(deposit=DEPOSIT),
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
def test_return_deposit(state: DepositState | None, comes_to: Any) -> None:
    facts = state and DepositFacts(BUYER.organisation, AUCTION, dong(100), state)
    asked = ReturnDeposit(deposit=DEPOSIT)
    assert said(return_deposit, facts, asked) == comes_to
    assert may(ReturnDeposit) == {"exchange"}
