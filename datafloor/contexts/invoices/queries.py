"""Questions about invoices."""

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.contexts.invoices.model import InvoiceFacts, InvoiceForm
from datafloor.contexts.settlement import Vat
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money

_vat = Decoder(Vat).decode


class InvoiceView(Struct, frozen=True):
    """An invoice as its seller, its buyer and the overseers see it."""

    invoice: str
    order: str
    product: str
    seller: str
    buyer: str
    form: str
    series: str
    number: int
    gross: Money
    net: Money
    vat: Vat | None
    issued_at: int
    send_until: int | None
    sent_at: int | None
    file_digest: str | None
    replaces: str | None
    replaced_by: str | None
    reason: str | None

    def is_late(self, now: int) -> bool:
        """Whether it should have been sent before now and was not, or was sent too late."""
        return self.send_until is not None and (self.sent_at or now) > self.send_until


_INVOICE = (
    "SELECT id, order_id, product, seller, buyer, form, series, number, minor, currency, vat,"
    " issued_at, send_until, sent_at, file_digest, replaces, replaced_by, reason"
    " FROM invoices_invoice"
)


def _view(row: Row) -> InvoiceView:
    name, order, product, seller, buyer, form, series, number, minor, currency, vat, *rest = row
    tax = _vat(vat) if vat else None
    return InvoiceView(
        name,
        order,
        product,
        seller,
        buyer,
        form,
        series,
        number,
        Money(minor, currency),
        Money(minor - (tax.amount.minor if tax else 0), currency),
        tax,
        *rest,
    )


def invoice_facts(tx: Tx, invoice: str) -> InvoiceFacts | None:
    """An invoice as it stands, or `None`."""
    found = one_invoice(tx, invoice)
    if found is None:
        return None
    return InvoiceFacts(
        invoice=found.invoice,
        order=found.order,
        product=found.product,
        seller=found.seller,
        buyer=found.buyer,
        form=InvoiceForm(found.form),
        gross=found.gross,
        vat=found.vat,
        replaced=found.replaced_by is not None,
        sent=found.sent_at is not None,
    )


def one_invoice(tx: Tx, invoice: str) -> InvoiceView | None:
    """One invoice, or `None`."""
    row = tx.row(f"{_INVOICE} WHERE id = ?", invoice)
    return _view(row) if row else None


def invoices_of(
    tx: Tx, organisation: str, *, before: str = "invoice_Z", limit: int = 100
) -> list[InvoiceView]:
    """The invoices that an organisation issued or got, the newest id first."""
    rows = tx.rows(
        f"{_INVOICE} WHERE (seller = ? OR buyer = ?) AND id < ? ORDER BY id DESC LIMIT ?",
        organisation,
        organisation,
        before,
        limit,
    )
    return [_view(row) for row in rows]


def unsent_invoices(tx: Tx, limit: int = 100) -> list[InvoiceView]:
    """The invoices that wait to be sent, the oldest first."""
    rows = tx.rows(f"{_INVOICE} WHERE sent_at IS NULL ORDER BY issued_at, id LIMIT ?", limit)
    return [_view(row) for row in rows]


def late_invoices(tx: Tx, now: int, limit: int = 200) -> list[InvoiceView]:
    """The invoices whose time to be sent has passed, sent since or not; the oldest first."""
    rows = tx.rows(
        f"{_INVOICE} WHERE send_until < coalesce(sent_at, ?) ORDER BY send_until, id LIMIT ?",
        now,
        limit,
    )
    return [_view(row) for row in rows]
