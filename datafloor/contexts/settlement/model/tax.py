"""Nouns of value added tax."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.law.values import Citation, RuleId, Status
from datafloor.kernel.money import Money


class TaxMethod(StrEnum):
    """How an organisation pays value added tax: by deduction, which its invoices show and the
    exchange sets apart; or directly on its sales, which is its own affair."""

    deduction = "deduction"
    direct = "direct"


class Vat(Struct, frozen=True):
    """Value added tax within what was paid, its rate, and the rule that says so."""

    amount: Money
    percent: Annotated[int, Meta(ge=0, le=100)]
    rule: RuleId
    cites: tuple[Citation, ...]
    status: Status


class TaxFacts(Struct, frozen=True):
    """How the organisation pays value added tax now."""

    method: TaxMethod


def vat(organisation: str) -> str:
    """The value added tax in what an organisation was paid."""
    return f"vat:{organisation}"
