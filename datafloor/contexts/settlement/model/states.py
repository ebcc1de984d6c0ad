"""In which states money and its papers are, and why money moves."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a bank entry.

    Money that came with an order's reference pays it; or is too much or not enough for it, or
    comes when nothing is awaited any more, and then stays in the buyer's wallet. Money that nobody
    can place is suspended until the operator assigns or returns it. Money that left confirms
    payouts, or is unexplained until the operator explains it. `recorded` is by hand.
    """

    recorded = "recorded"
    paid = "paid"
    overpaid = "overpaid"
    underpaid = "underpaid"
    late = "late"
    suspended = "suspended"
    assigned = "assigned"
    returned = "returned"
    paid_out = "paid_out"
    unexplained = "unexplained"
    explained = "explained"


class PayoutState(StrEnum):
    """Where a payout stands: asked for, in a file for the bank, seen on a statement, or given up
    before that."""

    requested = "requested"
    batched = "batched"
    paid = "paid"
    cancelled = "cancelled"


class Cause(StrEnum):
    """Why money moves."""

    payment = "payment"
    hold = "hold"
    fee = "fee"
    release = "release"
    refund = "refund"
    payout = "payout"
    suspended = "suspended"
    assigned = "assigned"
    returned = "returned"
    unexplained = "unexplained"
    explained = "explained"
    requested = "requested"
    cancelled = "cancelled"
    share = "share"
    people = "people"
    unclaimed = "unclaimed"
    bill = "bill"
    vat = "vat"
    vat_paid = "vat_paid"
    deposit = "deposit"
    deposit_returned = "deposit_returned"
    deposit_forfeited = "deposit_forfeited"


class DepositState(StrEnum):
    """Where a deposit is: held apart, back with its bidder, or with who was let down."""

    held = "held"
    returned = "returned"
    forfeited = "forfeited"


class HoldState(StrEnum):
    """Where the money of an order is: awaited or no longer; held; with the seller or back with
    the buyer; or none was due."""

    awaited = "awaited"
    dropped = "dropped"
    held = "held"
    released = "released"
    refunded = "refunded"
    free = "free"


class Ground(StrEnum):
    """Why the seller is paid."""

    delivery_proven = "delivery_proven"
    acceptance_ended = "acceptance_ended"
    period_over = "period_over"
    settled = "settled"


class BillState(StrEnum):
    """Where the money of a bill is: awaited, with the seller; still owed although the contract has
    ended, or no longer asked for."""

    awaited = "awaited"
    paid = "paid"
    owed = "owed"
    dropped = "dropped"
