"""The decisions about the money of bills: what is due under a contract after its order."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import ChargeBill, CloseBills
from datafloor.contexts.settlement.events import BillAwaited, BillPaid, BillsClosed
from datafloor.contexts.settlement.model import (
    FEES,
    BillState,
    Cause,
    ChargeFacts,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.rules.moves import transferred
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money, split


def charge_bill(facts: ChargeFacts, asked: ChargeBill, call: Call) -> Sequence[Event]:
    """From the buyer's wallet to the seller's, less the fee, if the wallet has it; else awaited.

    Nothing is held: what a bill is for was delivered, or is stopped until it is paid.
    """
    due = asked.due
    if facts.state in (BillState.paid, BillState.dropped) or due.price.minor == 0:
        return []
    if facts.wallet < due.price.minor:
        if facts.state is not None:
            return []
        reference = reference_of(due.order)
        return [BillAwaited(due=due, reference=reference)]
    rate, currency = facts.fee_basis_points, due.price.currency
    fee, paid = (Money(m, currency) for m in split(due.price.minor, [rate, 10_000 - rate]))
    payer = wallet(due.buyer)
    moves = [
        transferred(payer, FEES, fee, Cause.fee, due.order),
        transferred(payer, wallet(due.seller), paid, Cause.bill, due.order),
    ]
    return [*(move for move in moves if move.amount.minor), BillPaid(due=due, fee=fee, paid=paid)]


def close_bills(facts: bool, asked: CloseBills, call: Call) -> Sequence[Event]:
    """`facts`: whether any is awaited."""
    return [BillsClosed(order=asked.order, owed=asked.owed)] if facts else []
