"""The table of invoices.

Trust: who can write `invoices_invoice` can forge what was invoiced or hide what is late; the
journal shows it, and so does a gap in a series, which the table itself refuses to have twice.
"""

from datafloor.contexts.invoices.commands import IssueInvoice, RecordSending, ReplaceInvoice
from datafloor.contexts.invoices.events import InvoiceIssued, InvoiceSent
from datafloor.contexts.invoices.model import InvoiceFacts, IssueFacts, ReplaceFacts, series
from datafloor.contexts.invoices.queries import invoice_facts
from datafloor.contexts.market import order_facts
from datafloor.kernel import canonical
from datafloor.kernel.clock import day_of
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE invoices_invoice (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    form TEXT NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    vat TEXT,
    issued_at INTEGER NOT NULL,
    send_until INTEGER,
    sent_at INTEGER,
    file_digest TEXT,
    replaces TEXT,
    replaced_by TEXT,
    reason TEXT,
    UNIQUE (seller, series, number)
) STRICT;
CREATE INDEX invoices_invoice_buyer ON invoices_invoice (buyer, id);
CREATE INDEX invoices_invoice_unsent ON invoices_invoice (issued_at) WHERE sent_at IS NULL
"""


def _last(tx: Tx, seller: str, now: int) -> int:
    """The last number that a seller used this year."""
    row = tx.row(
        "SELECT coalesce(max(number), 0) FROM invoices_invoice WHERE seller = ? AND series = ?",
        seller,
        series(day_of(now).year),
    )
    return row[0] if row else 0


def load_issue_invoice(tx: Tx, asked: IssueInvoice, call: Call) -> IssueFacts:
    """The order, and the next number's predecessor."""
    order = order_facts(tx, asked.order)
    found = tx.row("SELECT 1 FROM invoices_invoice WHERE id = ?", asked.invoice)
    return IssueFacts(order, found is not None, _last(tx, order.seller, call.now) if order else 0)


def load_replace_invoice(tx: Tx, asked: ReplaceInvoice, call: Call) -> ReplaceFacts:
    """The invoice as it stands, and the next number's predecessor."""
    old = invoice_facts(tx, asked.invoice)
    return ReplaceFacts(
        invoice=old,
        exists=invoice_facts(tx, asked.replacement) is not None,
        last_number=_last(tx, old.seller, call.now) if old else 0,
    )


def load_record_sending(tx: Tx, asked: RecordSending, call: Call) -> InvoiceFacts | None:
    """The invoice as it stands."""
    return invoice_facts(tx, asked.invoice)


def _invoice_issued(tx: Tx, event: InvoiceIssued, at: int) -> None:
    tx.run(
        "INSERT INTO invoices_invoice (id, order_id, product, seller, buyer, form, series, number,"
        " minor, currency, vat, issued_at, send_until, replaces, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.invoice,
        event.order,
        event.product,
        event.seller,
        event.buyer,
        event.form.value,
        event.series,
        event.number,
        event.gross.minor,
        event.gross.currency,
        canonical.encode(event.vat).decode() if event.vat else None,
        at,
        event.send.until if event.send else None,
        event.replaces,
        event.reason,
    )
    if event.replaces is not None:
        tx.run(
            "UPDATE invoices_invoice SET replaced_by = ? WHERE id = ?",
            event.invoice,
            event.replaces,
        )


def _invoice_sent(tx: Tx, event: InvoiceSent, at: int) -> None:
    tx.run(
        "UPDATE invoices_invoice SET sent_at = ?, file_digest = ? WHERE id = ?",
        at,
        event.digest,
        event.invoice,
    )


APPLY: Apply = {InvoiceIssued: _invoice_issued, InvoiceSent: _invoice_sent}
