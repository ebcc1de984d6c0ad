"""Questions about bank accounts, their entries, and whether all sums agree."""

from collections.abc import Sequence

from msgspec import Struct

from datafloor.contexts.settlement.model import BankDetails
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import Row, Tx, rows_in

_ENTRY = (
    "SELECT entry, whole, parts, organisation, order_id, minor, currency, outcome, booked_at, at"
    " FROM settlement_entry"
)


class EntryView(Struct, frozen=True):
    """A bank entry as it was counted: positive where money came, negative where it left."""

    entry: str
    whole: str
    parts: int
    organisation: str | None
    order: str | None
    minor: int
    currency: str
    outcome: str
    booked_at: int
    at: int


class Known(Struct, frozen=True):
    """What the exchange knows of a statement's entries and of the names in its texts. `counted`
    has the parts of each entry by its whole."""

    counted: dict[str, list[EntryView]]
    references: frozenset[str]
    payouts: frozenset[str]
    batches: frozenset[str]


class Agreement(Struct, frozen=True):
    """Two sums of one currency that must be the same, and whether they are."""

    what: str
    books_minor: int
    other_minor: int
    agrees: bool


class Reconciliation(Struct, frozen=True):
    """The accounts of one currency by kind, and what must agree with what.

    `bank` is what the exchange's bank account must hold by the books. `statement_closes_at` is
    the day of the latest statement, `None` where none was read.
    """

    currency: str
    bank_minor: int
    wallets_minor: int
    escrows_minor: int
    fees_minor: int
    suspense_minor: int
    outgo_minor: int
    payouts_minor: int
    people_minor: int
    vat_minor: int
    deposits_minor: int
    statement_closes_at: int | None
    agreements: tuple[Agreement, ...]
    agrees: bool


def bank_account(tx: Tx, currency: str = "VND") -> BankDetails | None:
    """Where money in a currency is paid to the exchange."""
    row = tx.row(
        "SELECT bank, account, holder FROM settlement_bank_account WHERE currency = ?", currency
    )
    return BankDetails(*row) if row else None


def bank_accounts(tx: Tx) -> dict[str, BankDetails]:
    """The exchange's bank account in each currency."""
    rows = tx.rows("SELECT currency, bank, account, holder FROM settlement_bank_account")
    return {row[0]: BankDetails(*row[1:]) for row in sorted(rows)}


def known(
    tx: Tx,
    wholes: Sequence[str],
    references: Sequence[str],
    payouts: Sequence[str],
    batches: Sequence[str],
) -> Known:
    """What there is of all these, in a few questions whatever their number."""
    counted: dict[str, list[EntryView]] = {}
    for row in rows_in(tx, f"{_ENTRY} WHERE whole IN ({{}})", wholes):
        counted.setdefault(row[1], []).append(_entry_view(row))
    hold = "SELECT reference FROM settlement_hold WHERE reference IN ({})"
    combined = "SELECT reference FROM settlement_combined WHERE reference IN ({})"
    payout = "SELECT payout FROM settlement_payout WHERE payout IN ({})"
    batch = "SELECT batch FROM settlement_batch WHERE batch IN ({})"
    return Known(
        counted=counted,
        references=frozenset(
            row[0] for sql in (hold, combined) for row in rows_in(tx, sql, references)
        ),
        payouts=frozenset(row[0] for row in rows_in(tx, payout, payouts)),
        batches=frozenset(row[0] for row in rows_in(tx, batch, batches)),
    )


def entries(tx: Tx, entries: Sequence[str]) -> dict[str, EntryView]:
    """Those of these entries that were counted."""
    rows = rows_in(tx, f"{_ENTRY} WHERE entry IN ({{}})", entries)
    return {row[0]: _entry_view(row) for row in rows}


def open_entries(tx: Tx, limit: int = 1000) -> list[EntryView]:
    """What waits for the operator: money suspended or unexplained, the oldest first."""
    rows = tx.rows(
        f"{_ENTRY} WHERE outcome IN ('suspended', 'unexplained') ORDER BY at, entry LIMIT ?",
        limit,
    )
    return [_entry_view(row) for row in rows]


def _entry_view(row: Row) -> EntryView:
    return EntryView(*row)


def reconciliation(tx: Tx) -> list[Reconciliation]:
    """For each currency: do all accounts sum to nothing; is in each kind what its orders, entries,
    payouts and deposits say; and is the bank's closing balance what the books hold of the entries
    up to that day?"""
    rows = tx.rows("SELECT DISTINCT currency FROM settlement_account ORDER BY currency")
    return [_reconciled(tx, row[0]) for row in rows]


KINDS = (
    *("bank", "wallet", "escrow", "fees", "suspense", "outgo", "payouts", "people", "vat"),
    "deposit",
)
"""The kinds of account: what stands before the colon in an account's name."""


def _reconciled(tx: Tx, currency: str) -> Reconciliation:
    kinds = dict.fromkeys(KINDS, 0)
    for account, balance in tx.rows(
        "SELECT account, balance FROM settlement_account WHERE currency = ?", currency
    ):
        kinds[account.partition(":")[0]] += balance
    held = _sum(tx, "settlement_hold WHERE state = 'held' AND currency = ?", currency)
    leaving = _sum(
        tx,
        "settlement_payout WHERE state IN ('requested', 'batched') AND currency = ?",
        currency,
    )
    suspended = _sum(tx, "settlement_entry WHERE outcome = 'suspended' AND currency = ?", currency)
    unexplained = _sum(
        tx, "settlement_entry WHERE outcome = 'unexplained' AND currency = ?", currency
    )
    placed = _sum(tx, "settlement_deposit WHERE state = 'held' AND currency = ?", currency)
    entered = _sum(tx, "settlement_entry WHERE currency = ?", currency)
    agreements = [
        _agreement("all_accounts_and_nothing", sum(kinds.values()), 0),
        _agreement("bank_and_entries", -kinds["bank"], entered),
        _agreement("escrow_and_orders_held", kinds["escrow"], held),
        _agreement("suspense_and_entries", kinds["suspense"], suspended),
        _agreement("outgo_and_entries", kinds["outgo"], unexplained),
        _agreement("payouts_and_their_orders", kinds["payouts"], leaving),
        _agreement("deposits_and_bidders", kinds["deposit"], placed),
    ]
    latest = tx.row(
        "SELECT closes_at, closing FROM settlement_statement WHERE currency = ?"
        " ORDER BY closes_at DESC, at DESC, statement DESC LIMIT 1",
        currency,
    )
    if latest is not None:
        until = _sum(
            tx,
            "settlement_entry WHERE currency = ? AND booked_at < ?",
            currency,
            latest[0] + DAY,
        )
        agreements.append(_agreement("books_and_bank_statement", until, latest[1]))
    return Reconciliation(
        currency=currency,
        bank_minor=-kinds["bank"],
        wallets_minor=kinds["wallet"],
        escrows_minor=kinds["escrow"],
        fees_minor=kinds["fees"],
        suspense_minor=kinds["suspense"],
        outgo_minor=kinds["outgo"],
        payouts_minor=kinds["payouts"],
        people_minor=kinds["people"],
        vat_minor=kinds["vat"],
        deposits_minor=kinds["deposit"],
        statement_closes_at=latest[0] if latest else None,
        agreements=tuple(agreements),
        agrees=all(each.agrees for each in agreements),
    )


def _sum(tx: Tx, of: str, *values: object) -> int:
    row = tx.row(f"SELECT CAST(coalesce(sum(minor), 0) AS BIGINT) FROM {of}", *values)
    assert row is not None
    return int(row[0])


def _agreement(what: str, books: int, other: int) -> Agreement:
    return Agreement(what, books, other, books == other)
