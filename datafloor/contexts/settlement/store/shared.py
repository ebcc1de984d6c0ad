"""What several of the loads ask."""

from datafloor.contexts.participants import organisation as registered
from datafloor.contexts.settlement.model import BankDetails, Due, EntryFacts, Outcome
from datafloor.kernel.db import Asked, Tx
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

    A reference awaits for its own order only; where two orders ever shared one, for the older.
    Raises `Refused` where the organisation that is named did not join.
    """
    where, value, due_currency = "reference = ?", reference, None
    payer: str | None = None
    if organisation is not None:
        payer = registered(tx, organisation).organisation
        where, value = "buyer = ?", payer
    elif reference is not None:
        row = tx.row(
            "SELECT buyer, currency FROM settlement_hold WHERE reference = ?"
            " ORDER BY awaited_at, order_id",
            reference,
        )
        payer, due_currency = row or (None, None)
    if payer is None:
        return None, (), None
    rows = tx.rows(
        "SELECT order_id, buyer, seller, minor, currency FROM settlement_hold"
        f" WHERE {where} AND state = 'awaited' AND buyer = ? AND currency = ?"
        " ORDER BY awaited_at, order_id LIMIT ?",
        value,
        payer,
        currency,
        COVERED_AT_ONCE,
    )
    awaited = tuple(Due(row[0], row[1], row[2], Money(row[3], row[4])) for row in rows)
    return payer, awaited, due_currency


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
