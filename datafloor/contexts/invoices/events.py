"""What has happened to invoices."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.invoices.model import InvoiceForm, InvoiceId, Series
from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement import Vat
from datafloor.kernel.law import Deadline
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Money


class InvoiceIssued(Event, frozen=True):
    """There is an invoice, under the next number of its seller's series. `gross` is what was paid,
    `vat` the tax in it; it is to be sent until `send`, where this law says so."""

    kind = "invoices.invoice_issued.v1"
    invoice: InvoiceId
    order: OrderId
    product: ProductId
    seller: OrganisationId
    buyer: OrganisationId
    form: InvoiceForm
    series: Series
    number: int
    gross: Money
    vat: Vat | None
    send: Deadline | None
    replaces: InvoiceId | None
    reason: PublicText | None


class InvoiceSent(Event, frozen=True):
    """An invoice has left for the tax authority."""

    kind = "invoices.invoice_sent.v1"
    invoice: InvoiceId
    digest: Digest
