"""The decisions about invoices."""

from collections.abc import Sequence

from datafloor.contexts.invoices.commands import IssueInvoice, RecordSending, ReplaceInvoice
from datafloor.contexts.invoices.events import InvoiceIssued, InvoiceSent
from datafloor.contexts.invoices.model import (
    InvoiceFacts,
    InvoiceForm,
    IssueFacts,
    ReplaceFacts,
    series,
)
from datafloor.kernel import law
from datafloor.kernel.clock import day_of
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

SEND = "invoice.send"


def issue_invoice(facts: IssueFacts, asked: IssueInvoice, call: Call) -> Sequence[Event]:
    """At once when the seller is paid: the service was accepted then and its money received, and
    the law gives no more than that day (Decree 254/2026, article 9.2)."""
    order = facts.order
    assert order is not None, "what is paid was ordered"
    if facts.exists:
        return []
    return [
        InvoiceIssued(
            invoice=asked.invoice,
            order=asked.order,
            product=order.product,
            seller=order.seller,
            buyer=order.buyer,
            form=InvoiceForm.vat if asked.vat else InvoiceForm.sales,
            series=series(day_of(call.now).year),
            number=facts.last_number + 1,
            gross=asked.gross,
            vat=asked.vat,
            send=law.deadline(call.law, SEND, call.now),
            replaces=None,
            reason=None,
        )
    ]


def replace_invoice(facts: ReplaceFacts, asked: ReplaceInvoice, call: Call) -> Sequence[Event]:
    """An invoice is replaced once; after that its replacement is."""
    old = facts.invoice
    if old is None:
        raise Refused(Refusal.invoice_unknown)
    if old.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if old.replaced:
        raise Refused(Refusal.invoice_replaced)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        InvoiceIssued(
            invoice=asked.replacement,
            order=old.order,
            product=old.product,
            seller=old.seller,
            buyer=old.buyer,
            form=old.form,
            series=series(day_of(call.now).year),
            number=facts.last_number + 1,
            gross=old.gross,
            vat=old.vat,
            send=law.deadline(call.law, SEND, call.now),
            replaces=asked.invoice,
            reason=asked.reason,
        )
    ]


def record_sending(facts: InvoiceFacts | None, asked: RecordSending, call: Call) -> Sequence[Event]:
    """Once."""
    if facts is None:
        raise Refused(Refusal.invoice_unknown)
    return [] if facts.sent else [InvoiceSent(invoice=asked.invoice, digest=asked.digest)]
