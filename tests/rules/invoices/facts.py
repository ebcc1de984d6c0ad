"""An invoice as tables of cases vary it."""

from datafloor.contexts.invoices import InvoiceForm
from datafloor.contexts.invoices.model import InvoiceFacts
from datafloor.contexts.settlement import Vat
from datafloor.kernel.ids import derived
from datafloor.kernel.law import Status
from tests.rules.deciding import dong
from tests.rules.market.facts import ORDER

VAT = Vat(
    amount=dong(454_545),
    percent=10,
    rule="tax.vat",
    cites=("LVAT 9",),
    status=Status.unverified,
)
INVOICE = InvoiceFacts(
    invoice=derived("invoice", ORDER.order),
    order=ORDER.order,
    product=ORDER.product,
    seller=ORDER.seller,
    buyer=ORDER.buyer,
    form=InvoiceForm.vat,
    gross=ORDER.price,
    vat=VAT,
    replaced=False,
    sent=False,
)
