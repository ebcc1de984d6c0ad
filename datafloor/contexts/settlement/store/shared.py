"""What several of the loads ask."""

from datafloor.contexts.participants import organisation as registered
from datafloor.contexts.settlement.model import COMBINED, BankDetails, Due, EntryFacts, Outcome
from datafloor.kernel.db import Asked, Row, Tx, rows_in
from datafloor.kernel.money import Money

COVERED_AT_ONCE = 20
"""The most awaited orders that one payment covers by itself; each entails three commands more, and
the door lets one command entail a hundred. Older ones go first, the next payment takes the rest."""


def entry_facts(tx: Tx, entry: str) -> EntryFacts | None:
    """What was counted under an entry."""
    row = tx.row(
        "SELECT organisation, minor, currency FROM settlement_entry WHERE entry = ?", entry
    )
    return EntryFacts(*row) if row else None


def balance_asked(account: str, currency: str) -> Asked:
    """The question what is in an account."""
    return (
        "SELECT balance FROM settlement_account WHERE account = ? AND currency = ?",
        (account, currency),
    )


def balance_of(tx: Tx, account: str, currency: str) -> int:
    """What is in an account."""
    sql, values = balance_asked(account, currency)
    row = tx.row(sql, *values)
    return row[0] if row else 0


def payer_of(
    tx: Tx, organisation: str | None, reference: str | None, currency: str
) -> tuple[str | None, tuple[Due, ...], str | None]:
    """Whose money it is, by name or by reference; what of theirs awaits it; and the currency of
    the order that a reference names.

    A reference awaits for what it stands for only. Raises `Refused` where the organisation that is
    named did not join.
    """
    if organisation is not None:
        payer = registered(tx, organisation).organisation
        rows = tx.rows(
            f"{_DUE} WHERE buyer = ? AND state = 'awaited' AND currency = ?"
            " ORDER BY awaited_at, order_id LIMIT ?",
            payer,
            currency,
            COVERED_AT_ONCE,
        )
        return payer, tuple(_due(row) for row in rows), None
    named = orders_named(tx, reference or "")
    found = {row[0]: row for row in rows_in(tx, f"{_DUE} WHERE order_id IN ({{}})", named)}
    if not found:
        return None, (), None
    _, payer, _, _, due_currency, _ = found[named[0]]
    awaited = (found[order] for order in named)
    return (
        payer,
        tuple(_due(row) for row in awaited if (row[4], row[5]) == (currency, "awaited")),
        due_currency,
    )


_DUE = "SELECT order_id, buyer, seller, minor, currency, state FROM settlement_hold"


def _due(row: Row) -> Due:
    return Due(row[0], row[1], row[2], Money(row[3], row[4]))


def orders_named(tx: Tx, reference: str) -> list[str]:
    """The orders for which a reference stands, the oldest first: one, or those of a combined
    payment. Where two ever shared a reference, those of the older."""
    if not reference.startswith(COMBINED):
        row = tx.row(
            "SELECT order_id FROM settlement_hold WHERE reference = ?"
            " ORDER BY awaited_at, order_id LIMIT 1",
            reference,
        )
        return [row[0]] if row else []
    rows = tx.rows(
        "SELECT h.order_id FROM settlement_hold h JOIN settlement_combined c"
        " ON c.order_id = h.order_id WHERE c.combined = (SELECT combined FROM settlement_combined"
        " WHERE reference = ? ORDER BY at, combined LIMIT 1) ORDER BY h.awaited_at, h.order_id",
        reference,
    )
    return [row[0] for row in rows]


def by_hand(tx: Tx, entry: str, organisation: str, minor: int, currency: str, at: int) -> None:
    """An entry that somebody recorded; it is whole, and was booked when it was recorded."""
    tx.run(
        "INSERT INTO settlement_entry (entry, whole, parts, organisation, minor, currency, outcome,"
        " booked_at, at) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)",
        entry,
        entry,
        organisation,
        minor,
        currency,
        Outcome.recorded.value,
        at,
        at,
    )


def forget_payee(tx: Tx, name: str) -> None:
    """What was said of where somebody's money is sent is erased."""
    tx.run("DELETE FROM settlement_payee WHERE id = ?", name)


def keep_payee(tx: Tx, name: str, details: BankDetails) -> None:
    """Where the money of an organisation or of a payout is sent."""
    tx.run(
        "INSERT INTO settlement_payee (id, bank, account, holder) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET bank = excluded.bank, account = excluded.account,"
        " holder = excluded.holder",
        name,
        details.bank,
        details.account,
        details.holder,
    )
