"""Replacing: by the seller, once, with the same sums under the next number."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.invoices import ReplaceInvoice
from datafloor.contexts.invoices.model import ReplaceFacts
from datafloor.contexts.invoices.rules import replace_invoice
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, SELLER, may, said
from tests.rules.invoices.facts import INVOICE, VAT

FACTS = ReplaceFacts(invoice=INVOICE, exists=False, last_number=7)
ASKED = ReplaceInvoice(
    invoice=INVOICE.invoice, replacement=new_id("invoice"), reason="The buyer's name was wrong."
)


def test_another_takes_its_place() -> None:
    (issued,) = said(replace_invoice, FACTS, ASKED, SELLER)
    assert (issued.invoice, issued.replaces) == (ASKED.replacement, INVOICE.invoice)
    assert (issued.number, issued.gross, issued.vat) == (8, INVOICE.gross, VAT)
    assert issued.reason == ASKED.reason


@pytest.mark.parametrize(
    ("facts", "by", "refusal"),
    [
        ({"invoice": None}, SELLER, "invoice_unknown"),
        ({}, BUYER, "not_yours"),
        (
            {"invoice": msgspec.structs.replace(INVOICE, replaced=True)},
            SELLER,
            "invoice_replaced",
        ),
        ({"exists": True}, SELLER, "id_taken"),
    ],
)
def test_refused(facts: dict[str, Any], by: Actor, refusal: str) -> None:
    changed = msgspec.structs.replace(FACTS, **facts)
    assert said(replace_invoice, changed, ASKED, by) == refusal


def test_who_may() -> None:
    assert may(ReplaceInvoice) == {"seller"}
