"""Loading and applying what concerns shares in a sale, and money of the people in the data."""

from datafloor.contexts.settlement.commands import GiveUnclaimed, PayPerson, ShareIncome
from datafloor.contexts.settlement.events import PersonPayoutRequested
from datafloor.contexts.settlement.model import (
    BalanceFacts,
    PayoutState,
    PersonFacts,
    people,
    wallet,
)
from datafloor.contexts.settlement.store.shared import balance_of
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_share_income(tx: Tx, asked: ShareIncome, call: Call) -> BalanceFacts:
    """What the seller has."""
    return BalanceFacts(balance_of(tx, wallet(asked.seller), asked.people.currency))


def load_pay_person(tx: Tx, asked: PayPerson, call: Call) -> PersonFacts:
    """What belongs to the people, and where this one's money is sent."""
    known = "SELECT 1 FROM settlement_payee WHERE id = ?"
    paid = "SELECT 1 FROM settlement_payout WHERE payout = ?"
    return PersonFacts(
        balance=balance_of(tx, people(asked.product), asked.amount.currency),
        payout_exists=tx.row(paid, asked.payout) is not None,
        has_account=tx.row(known, asked.claim) is not None,
    )


def keep_pay_person(tx: Tx, asked: PayPerson, call: Call) -> None:
    """The account as it is now."""
    tx.run(
        "INSERT INTO settlement_payee (id, bank, account, holder)"
        " SELECT CAST(? AS TEXT), bank, account, holder FROM settlement_payee WHERE id = ?",
        asked.payout,
        asked.claim,
    )


def load_give_unclaimed(tx: Tx, asked: GiveUnclaimed, call: Call) -> BalanceFacts:
    """What belongs to the people."""
    return BalanceFacts(balance_of(tx, people(asked.product), asked.amount.currency))


def _person_payout_requested(tx: Tx, event: PersonPayoutRequested, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_payout (payout, product, minor, currency, state, state_at,"
        " requested_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.payout,
        event.product,
        event.amount.minor,
        event.amount.currency,
        PayoutState.requested.value,
        at,
        at,
    )


APPLY: Apply = {PersonPayoutRequested: _person_payout_requested}
