"""Nouns: invoices, and the facts that decisions about them need."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.market import OrderFacts
from datafloor.contexts.settlement import Vat
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.money import Money

InvoiceId = Annotated[str, Meta(pattern=pattern("invoice"))]

Series = Annotated[str, Meta(pattern=whole("[CK][0-9]{2}[A-Z]{3}"))]
"""With (C) or without (K) a code of the tax authority, the year, the kind of invoice, two letters
of the issuer's choice."""


class InvoiceForm(StrEnum):
    """An invoice that shows value added tax, of a seller under the deduction method; or a sales
    invoice, of one that pays directly."""

    vat = "vat"
    sales = "sales"


def series(year: int) -> str:
    """The series of invoices of a year: without code, electronic, of this exchange."""
    return f"K{year % 100:02}TDF"


class InvoiceFacts(Struct, frozen=True):
    """An invoice as it stands. `gross` is what was paid, with the tax in it."""

    invoice: str
    order: str
    product: str
    seller: str
    buyer: str
    form: InvoiceForm
    gross: Money
    vat: Vat | None
    replaced: bool
    sent: bool


class IssueFacts(Struct, frozen=True):
    """The order, whether it has its invoice, and the last number of its seller this year."""

    order: OrderFacts | None
    exists: bool
    last_number: int


class ReplaceFacts(Struct, frozen=True):
    """The invoice, whether the new id is taken, and the last number of its seller this year."""

    invoice: InvoiceFacts | None
    exists: bool
    last_number: int
