"""Recording that an invoice left: once."""

import msgspec

from datafloor.contexts.invoices import InvoiceSent, RecordSending
from datafloor.contexts.invoices.rules import record_sending
from tests.rules.deciding import may, said
from tests.rules.invoices.facts import INVOICE

ASKED = RecordSending(invoice=INVOICE.invoice, digest="d" * 64)


def test_it_left() -> None:
    assert said(record_sending, INVOICE, ASKED) == [
        InvoiceSent(invoice=INVOICE.invoice, digest="d" * 64)
    ]


def test_once() -> None:
    assert said(record_sending, msgspec.structs.replace(INVOICE, sent=True), ASKED) == []


def test_unknown() -> None:
    assert said(record_sending, None, ASKED) == "invoice_unknown"


def test_who_may() -> None:
    assert may(RecordSending) == {"exchange"}
