"""What becomes due with invoices when a seller is paid."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.invoices.commands import IssueInvoice
from datafloor.contexts.settlement import BillPaid, EscrowReleased
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Command, Event
from datafloor.kernel.money import Money


def _paid(event: EscrowReleased | BillPaid, order: str, about: str) -> Sequence[Command]:
    """Fee, tax and what the seller got are all that the buyer paid."""
    parts = [event.fee, event.paid, *([event.vat.amount] if event.vat else [])]
    gross = Money(sum(each.minor for each in parts), event.paid.currency)
    invoice = derived("invoice", about)
    return [IssueInvoice(invoice=invoice, order=order, gross=gross, vat=event.vat)]


def _escrow_released(event: EscrowReleased) -> Sequence[Command]:
    return _paid(event, event.order, event.order)


def _bill_paid(event: BillPaid) -> Sequence[Command]:
    return _paid(event, event.due.order, event.due.bill)


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    EscrowReleased: _escrow_released,
    BillPaid: _bill_paid,
}
