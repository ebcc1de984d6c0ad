"""Invoices: one for each sale, by its deadline, numbered without gaps.

When a seller is **paid** for an order there is an **invoice**, in the same transaction: a VAT
invoice of a seller under the deduction method, a sales invoice of one that pays directly. It has
the next **number** of its seller's **series** of that year. Signed and as a file it is **sent** to
the tax authority until the deadline that the law sets; what is late is told. One in which
something is wrong is **replaced**, never changed.

What always holds: prices include value added tax, so net and tax sum to what was paid; a seller's
numbers of one year are 1, 2, 3 and so on; nothing that was paid is without an invoice.
"""

from datafloor.contexts.invoices import reactions, rules, store
from datafloor.contexts.invoices.commands import IssueInvoice, RecordSending, ReplaceInvoice
from datafloor.contexts.invoices.events import InvoiceIssued, InvoiceSent
from datafloor.contexts.invoices.model import InvoiceForm, InvoiceId
from datafloor.contexts.invoices.queries import (
    InvoiceView,
    invoices_of,
    late_invoices,
    one_invoice,
    unsent_invoices,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="invoices",
    schema=store.SCHEMA,
    commands={
        IssueInvoice: Way(store.load_issue_invoice, rules.issue_invoice),
        ReplaceInvoice: Way(store.load_replace_invoice, rules.replace_invoice),
        RecordSending: Way(store.load_record_sending, rules.record_sending),
    },
    apply=store.APPLY,
    reactions=reactions.REACTIONS,
)

__all__ = [
    "CONTEXT",
    "InvoiceForm",
    "InvoiceId",
    "InvoiceIssued",
    "InvoiceSent",
    "InvoiceView",
    "IssueInvoice",
    "RecordSending",
    "ReplaceInvoice",
    "invoices_of",
    "late_invoices",
    "one_invoice",
    "unsent_invoices",
]
