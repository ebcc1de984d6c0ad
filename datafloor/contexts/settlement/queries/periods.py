"""Statements of an organisation's own accounts over a period, and what was given back."""

from typing import Literal

from msgspec import Struct

from datafloor.contexts.settlement.model import wallet
from datafloor.contexts.settlement.model.tax import TaxMethod, vat
from datafloor.contexts.settlement.queries.orders import Line
from datafloor.kernel.db import Tx
from datafloor.kernel.money import Money

Kept = Literal["wallet", "vat"]
"""An organisation's own accounts: what it can spend, and the tax set apart for the State."""


class AccountStatement(Struct, frozen=True):
    """The movements of one account from `since` until before `until`. Always: opening balance and
    movements sum to the closing balance."""

    account: Kept
    currency: str
    since: int
    until: int
    opening_minor: int
    lines: tuple[Line, ...]
    closing_minor: int


class Refund(Struct, frozen=True):
    """An order whose money went back to its buyer."""

    order: str
    buyer: str
    seller: str
    amount: Money
    at: int


_MOVES = (
    "SELECT number, at, CASE WHEN credit = ? THEN minor ELSE -minor END, currency, cause, about"
    " FROM settlement_transfer WHERE number IN (SELECT number FROM settlement_transfer WHERE"
    " debit = ? UNION SELECT number FROM settlement_transfer WHERE credit = ?)"
    " AND currency = ? AND at < ? ORDER BY number"
)


def account_statement(
    tx: Tx,
    organisation: str,
    since: int,
    until: int,
    account: Kept = "wallet",
    currency: str = "VND",
) -> AccountStatement:
    """What moved in an account of an organisation in a period, with the balance after each."""
    name = wallet(organisation) if account == "wallet" else vat(organisation)
    opening, after, lines = 0, 0, []
    for number, at, minor, of, cause, about in tx.rows(_MOVES, name, name, name, currency, until):
        after += minor
        if at < since:
            opening = after
        else:
            lines.append(Line(number, at, minor, of, cause, about, after))
    return AccountStatement(account, currency, since, until, opening, tuple(lines), after)


def currencies_of(tx: Tx, organisation: str) -> list[str]:
    """The currencies in which an organisation ever had money, đồng first."""
    rows = tx.rows(
        "SELECT DISTINCT currency FROM settlement_account WHERE account IN (?, ?)",
        wallet(organisation),
        vat(organisation),
    )
    return sorted((row[0] for row in rows), key=lambda each: (each != "VND", each))


def tax_method(tx: Tx, organisation: str) -> TaxMethod:
    """How an organisation pays value added tax."""
    row = tx.row("SELECT method FROM settlement_tax WHERE organisation = ?", organisation)
    return TaxMethod(row[0]) if row else TaxMethod.direct


def refunds(tx: Tx, organisation: str | None = None, limit: int = 200) -> list[Refund]:
    """What was given back to or by an organisation, or by all; the latest first."""
    whose, values = (
        ("(buyer = ? OR seller = ?) AND ", [organisation, organisation])
        if organisation
        else ("", [])
    )
    rows = tx.rows(
        "SELECT order_id, buyer, seller, minor, currency, state_at FROM settlement_hold"
        f" WHERE {whose}state = 'refunded' ORDER BY state_at DESC, order_id LIMIT ?",
        *values,
        limit,
    )
    return [
        Refund(order, buyer, seller, Money(minor, currency), at)
        for order, buyer, seller, minor, currency, at in rows
    ]
