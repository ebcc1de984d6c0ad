"""Loading and applying what concerns the money of orders, and money recorded by hand."""

from datafloor.contexts.market import PlaceOrder
from datafloor.contexts.settlement.commands import (
    CombinePayments,
    CoverOrder,
    EndAcceptance,
    EndAwaiting,
    FreezeHold,
    PayFromWallet,
    RecordPayment,
    RecordPayout,
    RefundOrder,
    ReleaseEscrow,
    SetAcceptance,
    SetFee,
    SettleHold,
)
from datafloor.contexts.settlement.events import (
    AcceptanceSet,
    AwaitingEnded,
    EscrowReleased,
    FeeSet,
    HoldFrozen,
    OrderCovered,
    OrderRefunded,
    PaymentAwaited,
    PaymentRecorded,
    PaymentsCombined,
    PayoutRecorded,
    Transferred,
)
from datafloor.contexts.settlement.model import (
    ACCEPTANCE_DAYS,
    BANK,
    BELOW_ZERO,
    AcceptanceFacts,
    CombineFacts,
    CoverFacts,
    FeeFacts,
    HoldFacts,
    HoldState,
    PaymentFacts,
    PayoutFacts,
    WalletFacts,
    wallet,
)
from datafloor.contexts.settlement.model.tax import TaxMethod
from datafloor.contexts.settlement.queries.orders import acceptance_days, fee_basis_points
from datafloor.contexts.settlement.store.shared import (
    balance_asked,
    balance_of,
    by_hand,
    entry_facts,
    payer_of,
)
from datafloor.kernel.db import Asked, Tx
from datafloor.kernel.message import Actor, Ahead, Apply, Call
from datafloor.kernel.money import Money

_HELD = "SELECT state FROM settlement_hold WHERE order_id = ?"


def expect_place_order(asked: PlaceOrder, by: Actor) -> list[Asked]:
    """What covering the order will ask, if its price is in the currency of most."""
    return [balance_asked(wallet(by.organisation), "VND"), (_HELD, (asked.order,))]


def load_cover_order(tx: Tx, asked: CoverOrder, call: Call) -> CoverFacts:
    """Wallet, fee and the order's state. Plain questions, which a group of purchases asks once:
    this runs in every purchase."""
    due = asked.due
    row = tx.row(_HELD, due.order)
    return CoverFacts(
        balance_of(tx, wallet(due.buyer), due.price.currency),
        fee_basis_points(tx),
        HoldState(row[0]) if row else None,
        acceptance_days(tx),
    )


def load_combine_payments(tx: Tx, asked: CombinePayments, call: Call) -> CombineFacts:
    """The money of each order."""
    taken = tx.row("SELECT 1 FROM settlement_combined WHERE combined = ?", asked.combined)
    found = (_hold(tx, order) for order in asked.orders)
    return CombineFacts(taken is not None, tuple(each for each in found if each is not None))


def load_pay_from_wallet(tx: Tx, asked: PayFromWallet, call: Call) -> WalletFacts:
    """The order's money, and what its payment would be made of."""
    hold = load_hold(tx, asked, call)
    if hold is None:
        return WalletFacts(None, 0, 0, ACCEPTANCE_DAYS)
    return WalletFacts(
        hold,
        balance_of(tx, wallet(hold.buyer), hold.price.currency),
        fee_basis_points(tx),
        acceptance_days(tx),
    )


def load_hold(
    tx: Tx,
    asked: PayFromWallet
    | EndAwaiting
    | ReleaseEscrow
    | EndAcceptance
    | RefundOrder
    | FreezeHold
    | SettleHold,
    call: Call,
) -> HoldFacts | None:
    """The money of the order as it stands."""
    return _hold(tx, asked.order)


def _hold(tx: Tx, order_id: str) -> HoldFacts | None:
    row = tx.row(
        "SELECT order_id, buyer, seller, minor, currency, state, fee_basis_points,"
        " acceptance_ends_at, coalesce((SELECT method FROM settlement_tax"
        " WHERE organisation = seller), 'direct') FROM settlement_hold WHERE order_id = ?",
        order_id,
    )
    if row is None:
        return None
    order, buyer, seller, minor, currency, state, fee, ends_at, method = row
    return HoldFacts(
        order,
        buyer,
        seller,
        Money(minor, currency),
        HoldState(state),
        fee,
        ends_at,
        TaxMethod(method),
    )


def load_record_payment(tx: Tx, asked: RecordPayment, call: Call) -> PaymentFacts:
    """Whose money it is, and what of theirs awaits it. A reference awaits for its own order only;
    where two orders ever shared one, for the older. Raises `Refused` where the organisation that
    is named did not join."""
    currency = asked.amount.currency
    payer, awaited, due_currency = payer_of(tx, asked.organisation, asked.reference, currency)
    if payer is None:
        return PaymentFacts(None, None, 0, 0, ())
    return PaymentFacts(
        entry=entry_facts(tx, asked.entry),
        organisation=payer,
        held=-balance_of(tx, BANK, currency),
        wallet=balance_of(tx, wallet(payer), currency),
        awaited=awaited,
        currency=due_currency,
    )


def load_record_payout(tx: Tx, asked: RecordPayout, call: Call) -> PayoutFacts:
    """What the organisation has."""
    return PayoutFacts(
        entry_facts(tx, asked.entry),
        balance_of(tx, wallet(asked.organisation), asked.amount.currency),
    )


def load_set_fee(tx: Tx, asked: SetFee, call: Call) -> FeeFacts:
    """The fee as it stands."""
    return FeeFacts(fee_basis_points(tx))


def load_set_acceptance(tx: Tx, asked: SetAcceptance, call: Call) -> AcceptanceFacts:
    """The time as it stands."""
    return AcceptanceFacts(acceptance_days(tx))


_ADD = (
    "INSERT INTO settlement_account (account, currency, balance) VALUES (?, ?, ?)"
    " ON CONFLICT (account, currency)"
    " DO UPDATE SET balance = settlement_account.balance + excluded.balance"
)
_TAKE = "UPDATE settlement_account SET balance = balance - ? WHERE account = ? AND currency = ?"


def _transferred(tx: Tx, event: Transferred, at: int) -> None:
    minor, currency = event.amount.minor, event.amount.currency
    if event.debit in BELOW_ZERO:  # the first movement of either may take
        tx.run(_ADD, event.debit, currency, -minor)
    else:
        tx.run(_TAKE, minor, event.debit, currency)
    tx.run(_ADD, event.credit, currency, minor)
    tx.run(
        "INSERT INTO settlement_transfer (number, at, debit, credit, minor, currency, cause, about)"
        " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM settlement_transfer),"
        " ?, ?, ?, ?, ?, ?, ?)",
        at,
        event.debit,
        event.credit,
        minor,
        currency,
        event.cause.value,
        event.about,
    )


def _payment_awaited(tx: Tx, event: PaymentAwaited, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_hold (order_id, buyer, seller, minor, currency, state, state_at,"
        " reference, awaited_at, fee_basis_points) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        event.order,
        event.buyer,
        event.seller,
        event.amount.minor,
        event.amount.currency,
        HoldState.awaited.value,
        at,
        event.reference,
        at,
    )


def _payments_combined(tx: Tx, event: PaymentsCombined, at: int) -> None:
    for place, order in enumerate(event.orders):
        tx.run(
            "INSERT INTO settlement_combined (combined, order_id, place, reference, buyer,"
            " currency, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            event.combined,
            order,
            place,
            event.reference,
            event.buyer,
            event.currency,
            at,
        )


def _order_covered(tx: Tx, event: OrderCovered, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_hold (order_id, buyer, seller, minor, currency, state, state_at,"
        " fee_basis_points, acceptance_ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (order_id) DO UPDATE SET state = excluded.state,"
        " state_at = excluded.state_at, fee_basis_points = excluded.fee_basis_points,"
        " acceptance_ends_at = excluded.acceptance_ends_at",
        event.order,
        event.buyer,
        event.seller,
        event.amount.minor,
        event.amount.currency,
        (HoldState.held if event.amount.minor else HoldState.free).value,
        at,
        event.fee_basis_points,
        event.acceptance_ends_at,
    )


def _awaiting_ended(tx: Tx, event: AwaitingEnded, at: int) -> None:
    _state(tx, event.order, HoldState.dropped, at)


def _escrow_released(tx: Tx, event: EscrowReleased, at: int) -> None:
    _state(tx, event.order, HoldState.released, at)


def _order_refunded(tx: Tx, event: OrderRefunded, at: int) -> None:
    _state(tx, event.order, HoldState.refunded, at)


def _hold_frozen(tx: Tx, event: HoldFrozen, at: int) -> None:
    tx.run("UPDATE settlement_hold SET acceptance_ends_at = NULL WHERE order_id = ?", event.order)


def _state(tx: Tx, order: str, state: HoldState, at: int) -> None:
    tx.run(
        "UPDATE settlement_hold SET state = ?, state_at = ? WHERE order_id = ?",
        state.value,
        at,
        order,
    )


def _payment_recorded(tx: Tx, event: PaymentRecorded, at: int) -> None:
    by_hand(tx, event.entry, event.organisation, event.amount.minor, event.amount.currency, at)


def _payout_recorded(tx: Tx, event: PayoutRecorded, at: int) -> None:
    by_hand(tx, event.entry, event.organisation, -event.amount.minor, event.amount.currency, at)


def _fee_set(tx: Tx, event: FeeSet, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_fee (one, basis_points) VALUES (1, ?)"
        " ON CONFLICT (one) DO UPDATE SET basis_points = excluded.basis_points",
        event.basis_points,
    )


def _acceptance_set(tx: Tx, event: AcceptanceSet, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_acceptance (one, days) VALUES (1, ?)"
        " ON CONFLICT (one) DO UPDATE SET days = excluded.days",
        event.days,
    )


APPLY: Apply = {
    Transferred: _transferred,
    PaymentAwaited: _payment_awaited,
    PaymentsCombined: _payments_combined,
    AwaitingEnded: _awaiting_ended,
    OrderCovered: _order_covered,
    PaymentRecorded: _payment_recorded,
    PayoutRecorded: _payout_recorded,
    EscrowReleased: _escrow_released,
    OrderRefunded: _order_refunded,
    HoldFrozen: _hold_frozen,
    FeeSet: _fee_set,
    AcceptanceSet: _acceptance_set,
}

AHEAD: Ahead = {PlaceOrder: expect_place_order}
