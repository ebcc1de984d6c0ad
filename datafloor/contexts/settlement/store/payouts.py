"""Loading and applying what concerns money that is to leave."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import (
    BatchPayouts,
    CancelPayout,
    RequestPayout,
    SetPayoutAccount,
)
from datafloor.contexts.settlement.events import (
    PayoutAccountSet,
    PayoutCancelled,
    PayoutPaid,
    PayoutRequested,
    PayoutsBatched,
)
from datafloor.contexts.settlement.model import (
    BankDetails,
    BatchFacts,
    CancelFacts,
    Outcome,
    PayeeFacts,
    Payout,
    PayoutState,
    RequestFacts,
    wallet,
)
from datafloor.contexts.settlement.store.shared import balance_of, keep_payee
from datafloor.kernel.db import Row, Tx, rows_in
from datafloor.kernel.message import Apply, Call
from datafloor.kernel.money import Money

_PAYOUT = "SELECT payout, organisation, minor, currency, state, product FROM settlement_payout"


def payouts_named(tx: Tx, payouts: Sequence[str]) -> list[Payout]:
    """Those of these payouts that there are, each once, in the order of their ids."""
    rows = rows_in(tx, f"{_PAYOUT} WHERE payout IN ({{}}) ORDER BY payout", payouts)
    return [_payout(row) for row in sorted(set(rows))]


def payouts_of_batch(tx: Tx, batch: str) -> list[Payout]:
    """The payouts of a batch that have not left yet."""
    rows = tx.rows(f"{_PAYOUT} WHERE batch = ? AND state = 'batched' ORDER BY payout", batch)
    return [_payout(row) for row in rows]


def _payout(row: Row) -> Payout:
    payout, organisation, minor, currency, state, product = row
    return Payout(payout, organisation, Money(minor, currency), PayoutState(state), product)


def load_set_payout_account(tx: Tx, asked: SetPayoutAccount, call: Call) -> PayeeFacts:
    """Where the organisation's money is sent now."""
    row = tx.row(
        "SELECT bank, account, holder FROM settlement_payee WHERE id = ?", call.by.organisation
    )
    return PayeeFacts(BankDetails(*row) if row else None)


def keep_set_payout_account(tx: Tx, asked: SetPayoutAccount, call: Call) -> None:
    """Beside the journal."""
    keep_payee(tx, call.by.organisation, asked.details)


def load_request_payout(tx: Tx, asked: RequestPayout, call: Call) -> RequestFacts:
    """What the organisation has, and whether it said where to send it."""
    own = call.by.organisation
    return RequestFacts(
        wallet=balance_of(tx, wallet(own), asked.amount.currency),
        has_account=tx.row("SELECT 1 FROM settlement_payee WHERE id = ?", own) is not None,
        payout_exists=bool(payouts_named(tx, [asked.payout])),
    )


def keep_request_payout(tx: Tx, asked: RequestPayout, call: Call) -> None:
    """The account as it is now: what is changed later does not redirect this payout."""
    tx.run(
        "INSERT INTO settlement_payee (id, bank, account, holder)"
        " SELECT CAST(? AS TEXT), bank, account, holder FROM settlement_payee WHERE id = ?",
        asked.payout,
        call.by.organisation,
    )


def load_batch_payouts(tx: Tx, asked: BatchPayouts, call: Call) -> BatchFacts:
    """The payouts as they stand."""
    row = tx.row("SELECT 1 FROM settlement_batch WHERE batch = ?", asked.batch)
    return BatchFacts(tuple(payouts_named(tx, asked.payouts)), row is not None)


def load_cancel_payout(tx: Tx, asked: CancelPayout, call: Call) -> CancelFacts:
    """The payout as it stands."""
    found = payouts_named(tx, [asked.payout])
    row = tx.row("SELECT entry FROM settlement_payout WHERE payout = ?", asked.payout)
    return CancelFacts(found[0] if found else None, row[0] if row else None)


def _payout_account_set(tx: Tx, event: PayoutAccountSet, at: int) -> None:
    """What was said is kept where it can be erased; nothing here follows from it."""


def _payout_requested(tx: Tx, event: PayoutRequested, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_payout (payout, organisation, entry, minor, currency, state,"
        " state_at, requested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        event.payout,
        event.organisation,
        event.entry,
        event.amount.minor,
        event.amount.currency,
        PayoutState.requested.value,
        at,
        at,
    )


def _payouts_batched(tx: Tx, event: PayoutsBatched, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_batch (batch, minor, currency, payouts, at) VALUES (?, ?, ?, ?, ?)",
        event.batch,
        event.total.minor,
        event.total.currency,
        len(event.payouts),
        at,
    )
    tx.many(
        "UPDATE settlement_payout SET state = ?, state_at = ?, batch = ? WHERE payout = ?",
        [(PayoutState.batched.value, at, event.batch, payout) for payout in event.payouts],
    )


def _payout_paid(tx: Tx, event: PayoutPaid, at: int) -> None:
    _state(tx, event.payout, PayoutState.paid, at)


def _payout_cancelled(tx: Tx, event: PayoutCancelled, at: int) -> None:
    _state(tx, event.payout, PayoutState.cancelled, at)
    if event.entry is not None:
        tx.run(
            "UPDATE settlement_entry SET outcome = ? WHERE entry = ?",
            Outcome.suspended.value,
            event.entry,
        )


def _state(tx: Tx, payout: str, state: PayoutState, at: int) -> None:
    tx.run(
        "UPDATE settlement_payout SET state = ?, state_at = ? WHERE payout = ?",
        state.value,
        at,
        payout,
    )


APPLY: Apply = {
    PayoutAccountSet: _payout_account_set,
    PayoutRequested: _payout_requested,
    PayoutsBatched: _payouts_batched,
    PayoutPaid: _payout_paid,
    PayoutCancelled: _payout_cancelled,
}
