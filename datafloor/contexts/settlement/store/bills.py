"""Loading and applying what concerns the money of bills."""

from datafloor.contexts.settlement.commands import ChargeBill, CloseBills
from datafloor.contexts.settlement.events import BillAwaited, BillPaid, BillsClosed
from datafloor.contexts.settlement.model import BillDue, BillState, ChargeFacts, wallet
from datafloor.contexts.settlement.model.tax import TaxMethod
from datafloor.contexts.settlement.queries import awaits_bill
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_charge_bill(tx: Tx, asked: ChargeBill, call: Call) -> ChargeFacts:
    """Wallet, fee and the bill's state, in one question."""
    due = asked.due
    row = tx.row(
        "SELECT (SELECT balance FROM settlement_account WHERE account = ? AND currency = ?),"
        " (SELECT basis_points FROM settlement_fee),"
        " (SELECT state FROM settlement_bill WHERE bill = ?),"
        " (SELECT method FROM settlement_tax WHERE organisation = ?)",
        wallet(due.buyer),
        due.price.currency,
        due.bill,
        due.seller,
    )
    assert row is not None
    balance, fee, state, method = row
    return ChargeFacts(
        balance or 0,
        fee or 0,
        BillState(state) if state else None,
        TaxMethod(method) if method else TaxMethod.direct,
    )


def load_close_bills(tx: Tx, asked: CloseBills, call: Call) -> bool:
    """Whether any bill is awaited."""
    return awaits_bill(tx, asked.order)


def _bill(tx: Tx, due: BillDue, state: BillState, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_bill (bill, order_id, buyer, seller, minor, currency, state,"
        " state_at, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bill)"
        " DO UPDATE SET state = excluded.state, state_at = excluded.state_at",
        due.bill,
        due.order,
        due.buyer,
        due.seller,
        due.price.minor,
        due.price.currency,
        state.value,
        at,
        at,
    )


def _bill_awaited(tx: Tx, event: BillAwaited, at: int) -> None:
    """The order's reference finds its bills too, also where the order itself needed none."""
    _bill(tx, event.due, BillState.awaited, at)
    tx.run(
        "UPDATE settlement_hold SET reference = ?, awaited_at = ?"
        " WHERE order_id = ? AND reference IS NULL",
        event.reference,
        at,
        event.due.order,
    )


def _bill_paid(tx: Tx, event: BillPaid, at: int) -> None:
    _bill(tx, event.due, BillState.paid, at)


def _bills_closed(tx: Tx, event: BillsClosed, at: int) -> None:
    tx.run(
        "UPDATE settlement_bill SET state = ?, state_at = ? WHERE order_id = ? AND state = ?",
        (BillState.owed if event.owed else BillState.dropped).value,
        at,
        event.order,
        BillState.awaited.value,
    )


APPLY: Apply = {BillAwaited: _bill_awaited, BillPaid: _bill_paid, BillsClosed: _bills_closed}
