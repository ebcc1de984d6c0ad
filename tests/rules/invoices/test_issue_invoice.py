"""Issuing: once for each sale, under the next number, with the day by which it is to be sent."""

import pytest

from datafloor.contexts.invoices import InvoiceForm, InvoiceIssued, IssueInvoice
from datafloor.contexts.invoices.model import IssueFacts
from datafloor.contexts.invoices.rules import issue_invoice
from datafloor.contexts.settlement import Vat
from datafloor.kernel.clock import iso
from datafloor.kernel.ids import derived
from tests.rules.deciding import EXCHANGE, NOW, VN, may, said
from tests.rules.invoices.facts import VAT
from tests.rules.market.facts import ORDER


def asked(vat: Vat | None) -> IssueInvoice:
    return IssueInvoice(
        invoice=derived("invoice", ORDER.order), order=ORDER.order, gross=ORDER.price, vat=vat
    )


@pytest.mark.parametrize(("vat", "form"), [(VAT, InvoiceForm.vat), (None, InvoiceForm.sales)])
def test_the_next_number(vat: Vat | None, form: InvoiceForm) -> None:
    (issued,) = said(
        issue_invoice,
        IssueFacts(ORDER, exists=False, last_number=41),
        asked(vat),
    )
    assert issued == InvoiceIssued(
        invoice=derived("invoice", ORDER.order),
        order=ORDER.order,
        product=ORDER.product,
        seller=ORDER.seller,
        buyer=ORDER.buyer,
        form=form,
        series="K26TDF",
        number=42,
        gross=ORDER.price,
        vat=vat,
        send=None,
        replaces=None,
        reason=None,
    )


def test_it_is_to_be_sent_on_the_next_working_day() -> None:
    """Released on Monday 23 November 2026; Tuesday is Vietnam Culture Day."""
    (issued,) = said(
        issue_invoice,
        IssueFacts(ORDER, exists=False, last_number=0),
        asked(None),
        EXCHANGE,
        NOW,
        VN,
    )
    assert issued.send.rule == "invoice.send"
    assert issued.send.cites == ("ND254 16",)
    assert iso(issued.send.until).startswith("2026-11-25T16:59:59")


def test_once() -> None:
    facts = IssueFacts(ORDER, exists=True, last_number=1)
    assert said(issue_invoice, facts, asked(None)) == []


def test_who_may() -> None:
    assert may(IssueInvoice) == {"exchange"}
