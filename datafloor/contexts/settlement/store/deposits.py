"""Loading and applying what concerns deposits of bidders."""

from datafloor.contexts.settlement.commands import ForfeitDeposit, HoldDeposit, ReturnDeposit
from datafloor.contexts.settlement.events import DepositForfeited, DepositHeld, DepositReturned
from datafloor.contexts.settlement.model import (
    DepositFacts,
    DepositState,
    NewDepositFacts,
    wallet,
)
from datafloor.contexts.settlement.store.shared import balance_of
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call
from datafloor.kernel.money import Money


def load_hold_deposit(tx: Tx, asked: HoldDeposit, call: Call) -> NewDepositFacts:
    """What the bidder has."""
    return NewDepositFacts(
        exists=deposit_facts(tx, asked.deposit) is not None,
        wallet=balance_of(tx, wallet(asked.organisation), asked.amount.currency),
    )


def load_deposit(tx: Tx, asked: ReturnDeposit | ForfeitDeposit, call: Call) -> DepositFacts | None:
    """The deposit as it stands."""
    return deposit_facts(tx, asked.deposit)


def deposit_facts(tx: Tx, deposit: str) -> DepositFacts | None:
    """A deposit, or `None` where there is none."""
    row = tx.row(
        "SELECT organisation, auction, minor, currency, state FROM settlement_deposit"
        " WHERE deposit = ?",
        deposit,
    )
    if row is None:
        return None
    return DepositFacts(row[0], row[1], Money(row[2], row[3]), DepositState(row[4]))


def _deposit_held(tx: Tx, event: DepositHeld, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_deposit (deposit, organisation, auction, minor, currency, state,"
        " state_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.deposit,
        event.organisation,
        event.auction,
        event.amount.minor,
        event.amount.currency,
        DepositState.held.value,
        at,
    )


def _deposit_returned(tx: Tx, event: DepositReturned, at: int) -> None:
    _state(tx, event.deposit, DepositState.returned, at)


def _deposit_forfeited(tx: Tx, event: DepositForfeited, at: int) -> None:
    _state(tx, event.deposit, DepositState.forfeited, at)


def _state(tx: Tx, deposit: str, state: DepositState, at: int) -> None:
    tx.run(
        "UPDATE settlement_deposit SET state = ?, state_at = ? WHERE deposit = ?",
        state.value,
        at,
        deposit,
    )


APPLY: Apply = {
    DepositHeld: _deposit_held,
    DepositReturned: _deposit_returned,
    DepositForfeited: _deposit_forfeited,
}
