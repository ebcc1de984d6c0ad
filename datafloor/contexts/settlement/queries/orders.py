"""Questions about orders' money, and about balances."""

from msgspec import Struct

from datafloor.contexts.settlement.model import ACCEPTANCE_DAYS, wallet
from datafloor.kernel.db import Tx
from datafloor.kernel.money import Money


class Line(Struct, frozen=True):
    """One movement as an organisation sees it: signed, with its balance after it."""

    number: int
    at: int
    minor: int
    currency: str
    cause: str
    about: str
    balance: int


class Awaited(Struct, frozen=True):
    """A payment that an order awaits."""

    order: str
    buyer: str
    seller: str
    amount: Money
    reference: str
    awaited_at: int


class HoldView(Struct, frozen=True):
    """Where the money of an order is."""

    order: str
    amount: Money
    state: str
    state_at: int
    reference: str | None
    fee_basis_points: int
    acceptance_ends_at: int | None


class Combined(Struct, frozen=True):
    """One transfer for several orders, with the money of each as it stands."""

    combined: str
    buyer: str
    currency: str
    reference: str
    at: int
    orders: list[HoldView]


def balance(tx: Tx, account: str, currency: str = "VND") -> int:
    """What was credited to an account less what was debited; 0 for one that never had any."""
    row = tx.row(
        "SELECT balance FROM settlement_account WHERE account = ? AND currency = ?",
        account,
        currency,
    )
    return row[0] if row else 0


def statement(
    tx: Tx, organisation: str, currency: str = "VND", *, before: int = 2**62, limit: int = 200
) -> list[Line]:
    """The movements of an organisation's wallet in a currency before a number, the last first."""
    own = wallet(organisation)
    of = own, currency
    later = tx.row(
        "SELECT coalesce(sum(CASE WHEN credit = ? THEN minor ELSE -minor END), 0)"
        " FROM settlement_transfer WHERE (debit = ? OR credit = ?) AND currency = ?"
        " AND number >= ?",
        own,
        own,
        *of,
        before,
    )
    assert later is not None
    after = balance(tx, *of) - later[0]
    rows = tx.rows(
        "SELECT * FROM (SELECT number, at, -minor AS minor, cause, about FROM settlement_transfer"
        " WHERE debit = ? AND currency = ? AND number < ? ORDER BY number DESC LIMIT ?) AS d"
        " UNION ALL SELECT * FROM (SELECT number, at, minor, cause, about FROM settlement_transfer"
        " WHERE credit = ? AND currency = ? AND number < ? ORDER BY number DESC LIMIT ?) AS c"
        " ORDER BY number DESC LIMIT ?",
        *(*of, before, limit),
        *(*of, before, limit),
        limit,
    )
    lines = []
    for number, at, minor, cause, about in rows:
        lines.append(Line(number, at, minor, currency, cause, about, after))
        after -= minor
    return lines


def trial_balance(tx: Tx) -> dict[str, int]:
    """The sum of all balances, by currency. Anything but zero is a defect."""
    rows = tx.rows(
        "SELECT currency, CAST(sum(balance) AS BIGINT) FROM settlement_account GROUP BY currency"
    )
    return dict(rows)


def awaited(tx: Tx, buyer: str | None = None, limit: int = 200) -> list[Awaited]:
    """The payments that a buyer's orders await, or everyone's, the oldest first."""
    whose, values = ("buyer = ? AND ", [buyer]) if buyer is not None else ("", [])
    rows = tx.rows(
        "SELECT order_id, buyer, seller, minor, currency, reference, awaited_at"
        f" FROM settlement_hold WHERE {whose}state = 'awaited'"
        " ORDER BY awaited_at, order_id LIMIT ?",
        *values,
        limit,
    )
    return [Awaited(row[0], row[1], row[2], Money(row[3], row[4]), row[5], row[6]) for row in rows]


def hold(tx: Tx, order: str) -> HoldView | None:
    """Where the money of an order is, or `None`."""
    row = tx.row(
        "SELECT order_id, minor, currency, state, state_at, reference, fee_basis_points,"
        " acceptance_ends_at FROM settlement_hold WHERE order_id = ?",
        order,
    )
    if row is None:
        return None
    order, minor, currency, *rest = row
    return HoldView(order, Money(minor, currency), *rest)


def combined(tx: Tx, name: str) -> Combined | None:
    """A combined payment, or `None`."""
    rows = tx.rows(
        "SELECT order_id, buyer, currency, reference, at FROM settlement_combined"
        " WHERE combined = ? ORDER BY place",
        name,
    )
    if not rows:
        return None
    _, buyer, currency, reference, at = rows[0]
    holds = [each for row in rows if (each := hold(tx, row[0])) is not None]
    return Combined(name, buyer, currency, reference, at, holds)


def due_acceptances(tx: Tx, now: int, limit: int = 100) -> list[str]:
    """The orders whose time to check the delivery is over and whose money is still held."""
    rows = tx.rows(
        "SELECT order_id FROM settlement_hold WHERE state = 'held' AND acceptance_ends_at <= ?"
        " ORDER BY acceptance_ends_at, order_id LIMIT ?",
        now,
        limit,
    )
    return [row[0] for row in rows]


def acceptance_days(tx: Tx) -> int:
    """For how many days the delivery of an order covered now may be checked."""
    row = tx.row("SELECT days FROM settlement_acceptance")
    return row[0] if row else ACCEPTANCE_DAYS


def fee_basis_points(tx: Tx) -> int:
    """The exchange's share of the price of an order covered now."""
    row = tx.row("SELECT basis_points FROM settlement_fee")
    return row[0] if row else 0
