"""Questions about money that is to leave."""

from msgspec import Struct

from datafloor.contexts.settlement.model import BankDetails
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money

_PAYOUT = (
    "SELECT payout, organisation, minor, currency, state, state_at, requested_at, batch"
    " FROM settlement_payout"
)


class PayoutView(Struct, frozen=True):
    """A payout as it stands."""

    payout: str
    organisation: str | None
    amount: Money
    state: str
    state_at: int
    requested_at: int
    batch: str | None


class BatchView(Struct, frozen=True):
    """A file of payouts."""

    batch: str
    total: Money
    payouts: int
    at: int


class Transfer(Struct, frozen=True):
    """A payout as the bank is told it. The payee is `None` once it was erased."""

    payout: str
    amount: Money
    payee: BankDetails | None


def payouts(
    tx: Tx, organisation: str, *, before: str = "payout_Z", limit: int = 50
) -> list[PayoutView]:
    """An organisation's payouts, the newest id first."""
    rows = tx.rows(
        f"{_PAYOUT} WHERE organisation = ? AND payout < ? ORDER BY payout DESC LIMIT ?",
        organisation,
        before,
        limit,
    )
    return [_payout_view(row) for row in rows]


def open_payouts(tx: Tx, limit: int = 1000) -> list[PayoutView]:
    """What is still to leave, the oldest first."""
    rows = tx.rows(
        f"{_PAYOUT} WHERE state IN ('requested', 'batched') ORDER BY requested_at, payout LIMIT ?",
        limit,
    )
    return [_payout_view(row) for row in rows]


def _payout_view(row: Row) -> PayoutView:
    payout, organisation, minor, currency, *rest = row
    return PayoutView(payout, organisation, Money(minor, currency), *rest)


def payee(tx: Tx, organisation: str) -> BankDetails | None:
    """Where an organisation's money is sent."""
    row = tx.row("SELECT bank, account, holder FROM settlement_payee WHERE id = ?", organisation)
    return BankDetails(*row) if row else None


def batches(tx: Tx, limit: int = 100) -> list[BatchView]:
    """The files of payouts, the newest first."""
    rows = tx.rows(
        "SELECT batch, minor, currency, payouts, at FROM settlement_batch"
        " ORDER BY batch DESC LIMIT ?",
        limit,
    )
    return [_batch_view(row) for row in rows]


def batch(tx: Tx, batch: str) -> BatchView | None:
    """One file of payouts."""
    row = tx.row(
        "SELECT batch, minor, currency, payouts, at FROM settlement_batch WHERE batch = ?", batch
    )
    return _batch_view(row) if row else None


def _batch_view(row: Row) -> BatchView:
    batch, minor, currency, count, at = row
    return BatchView(batch, Money(minor, currency), count, at)


def transfers(tx: Tx, batch: str) -> list[Transfer]:
    """What a batch tells the bank, in the order of the payouts' ids; also what was cancelled
    since, for a file that the bank may have is always the same file."""
    rows = tx.rows(
        "SELECT p.payout, p.minor, p.currency, d.bank, d.account, d.holder"
        " FROM settlement_payout p LEFT JOIN settlement_payee d ON d.id = p.payout"
        " WHERE p.batch = ? ORDER BY p.payout",
        batch,
    )
    return [
        Transfer(row[0], Money(row[1], row[2]), BankDetails(*row[3:]) if row[3] else None)
        for row in rows
    ]


def paid_alike(tx: Tx, organisation: str) -> frozenset[str]:
    """Other organisations whose payouts go to the same bank account: a sign of one hand."""
    rows = tx.rows(
        "SELECT o.id FROM settlement_payee p JOIN settlement_payee o"
        " ON o.bank = p.bank AND o.account = p.account AND o.id <> p.id WHERE p.id = ?",
        organisation,
    )
    return frozenset(row[0] for row in rows if row[0].startswith("org_"))
