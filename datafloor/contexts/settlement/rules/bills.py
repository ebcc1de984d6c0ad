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
from datafloor.contexts.settlement.model.tax import vat
from datafloor.contexts.settlement.rules.moves import transferred
from datafloor.contexts.settlement.rules.tax import vat_within
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
    fee_minor, rest = split(due.price.minor, [rate, 10_000 - rate])
    tax = vat_within(due.price, facts.tax_method, rest, call)
    fee, paid = Money(fee_minor, currency), Money(rest - (tax.amount.minor if tax else 0), currency)
    payer = wallet(due.buyer)
    moves = [
        transferred(payer, FEES, fee, Cause.fee, due.order),
        transferred(payer, wallet(due.seller), paid, Cause.bill, due.order),
    ]
    if tax is not None:
        moves.append(transferred(payer, vat(due.seller), tax.amount, Cause.vat, due.order))
    return [
        *(move for move in moves if move.amount.minor),
        BillPaid(due=due, fee=fee, paid=paid, vat=tax),
    ]


def close_bills(facts: bool, asked: CloseBills, call: Call) -> Sequence[Event]:
    """`facts`: whether any is awaited."""
    return [BillsClosed(order=asked.order, owed=asked.owed)] if facts else []
