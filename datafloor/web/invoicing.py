"""Invoices as files: written from what the journal says and the register knows, and sent."""

import asyncio
import contextlib
import logging
from hashlib import sha256

from datafloor.adapters.e_invoice import Invoice, Named, Side, written
from datafloor.adapters.secrets import Key
from datafloor.adapters.tax_office import TaxOffice
from datafloor.contexts import catalogue, invoices, participants
from datafloor.contexts.invoices import InvoiceView, RecordSending
from datafloor.kernel.clock import day_of
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
from datafloor.web.exchange import Exchange

_log = logging.getLogger(__name__)


def content(tx: Tx, view: InvoiceView) -> Invoice:
    """What the invoice says, with the names that the register has now."""
    old = invoices.one_invoice(tx, view.replaces) if view.replaces else None
    return Invoice(
        named=_named(view),
        seller=_side(tx, view.seller),
        buyer=_side(tx, view.buyer),
        what=f"Quyền sử dụng dữ liệu: {catalogue.titles(tx, [view.product])[view.product][1]}",
        currency=view.gross.currency,
        net_minor=view.net.minor,
        vat_minor=view.gross.minor - view.net.minor,
        vat_percent=view.vat.percent if view.vat else None,
        replaces=_named(old) if old else None,
    )


def _named(view: InvoiceView) -> Named:
    return Named(view.form, view.series, view.number, day_of(view.issued_at))


def _side(tx: Tx, organisation: str) -> Side:
    found = participants.organisation(tx, organisation)
    return Side(found.name, found.tax_code)


def file_of(tx: Tx, view: InvoiceView, key: Key) -> bytes:
    """The signed file of an invoice."""
    return written(content(tx, view), key.derive("invoice key", view.seller))


def file_name(tx: Tx, view: InvoiceView) -> str:
    """Where the file of an invoice lies: seller, series, number."""
    tax_code = participants.organisation(tx, view.seller).tax_code
    return f"{tax_code}/{view.series}/{view.number:08}.xml"


async def send_invoices(exchange: Exchange, office: TaxOffice) -> None:
    """Send what waits, the oldest first. One that cannot be sent waits on, and is late in time."""

    def ready(tx: Tx) -> list[tuple[str, str, bytes]]:
        return [
            (each.invoice, file_name(tx, each), file_of(tx, each, exchange.key))
            for each in invoices.unsent_invoices(tx)
        ]

    for invoice, name, file in await exchange.question(ready):
        try:
            await asyncio.to_thread(office.send, name, file)
        except OSError:
            _log.exception("invoice %s was not sent; it is tried again", invoice)
            continue
        command = RecordSending(invoice=invoice, digest=sha256(file).hexdigest())
        with contextlib.suppress(Refused):  # recorded meanwhile
            await exchange.door.ask(command, EXCHANGE, new_id("request"))
