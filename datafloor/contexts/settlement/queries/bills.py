"""Questions about the money of bills."""

from msgspec import Struct

from datafloor.contexts.settlement.model import BillDue
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money


class BillMoney(Struct, frozen=True):
    """Where the money of a bill is; `since` is when it was first asked for."""

    bill: str
    order: str
    amount: Money
    state: str
    state_at: int
    since: int


_DUE = "b.bill, b.order_id, b.buyer, b.seller, b.minor, b.currency"


def payable_bills(tx: Tx, limit: int = 100) -> list[BillDue]:
    """Awaited and owed bills that their buyers' wallets suffice for by now, the oldest first."""
    rows = tx.rows(
        f"SELECT {_DUE} FROM settlement_bill b JOIN settlement_account a"
        " ON a.account = 'wallet:' || b.buyer AND a.currency = b.currency"
        " WHERE b.state IN ('awaited', 'owed') AND a.balance >= b.minor"
        " ORDER BY b.since, b.bill LIMIT ?",
        limit,
    )
    return [_due(row) for row in rows]


def unpaid_bills(tx: Tx, before: int, limit: int = 100) -> list[BillDue]:
    """Bills that have been awaited since before an instant, the oldest first. Both states are
    named, as the index of open bills has them."""
    rows = tx.rows(
        f"SELECT {_DUE} FROM settlement_bill b "
        " WHERE b.state IN ('awaited', 'owed') AND b.state = 'awaited' AND b.since <= ?"
        " ORDER BY b.since, b.bill LIMIT ?",
        before,
        limit,
    )
    return [_due(row) for row in rows]


def bill_money(tx: Tx, order: str) -> dict[str, BillMoney]:
    """The money of the bills under an order's contract, by bill."""
    rows = tx.rows(
        "SELECT bill, order_id, minor, currency, state, state_at, since FROM settlement_bill"
        " WHERE order_id = ?",
        order,
    )
    return {
        bill: BillMoney(bill, of, Money(minor, currency), state, state_at, since)
        for bill, of, minor, currency, state, state_at, since in rows
    }


def awaits_bill(tx: Tx, order: str) -> bool:
    """Whether a bill under an order's contract is awaited."""
    row = tx.row(
        "SELECT 1 FROM settlement_bill WHERE order_id = ? AND state = 'awaited' LIMIT 1", order
    )
    return row is not None


def _due(row: Row) -> BillDue:
    bill, order, buyer, seller, minor, currency = row
    return BillDue(bill, order, buyer, seller, Money(minor, currency))
