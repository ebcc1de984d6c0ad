"""What can be asked about invoices."""

from datafloor.contexts.invoices.model import InvoiceId
from datafloor.contexts.market import OrderId
from datafloor.contexts.settlement import Vat
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange
from datafloor.kernel.money import Money


class IssueInvoice(Command, frozen=True):
    """The seller was paid for an order, or for a bill under its contract, so there is an invoice.
    `gross` is all that was paid for it."""

    kind = "invoices.issue_invoice"
    may = the_exchange
    invoice: InvoiceId
    order: OrderId
    gross: Money
    vat: Vat | None


class ReplaceInvoice(Command, frozen=True):
    """A seller puts another invoice in the place of one in which something is wrong, as a name that
    the register has right now. The sums stay."""

    kind = "invoices.replace_invoice"
    may = role("seller")
    invoice: InvoiceId
    replacement: InvoiceId
    reason: PublicText


class RecordSending(Command, frozen=True):
    """An invoice, signed, has left for the tax authority. `digest` is that of the file."""

    kind = "invoices.record_sending"
    may = the_exchange
    invoice: InvoiceId
    digest: Digest
