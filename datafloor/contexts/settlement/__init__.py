"""Settlement: whose money it is, in double entry.

A **payment** to the bank credits the payer's **wallet**. An order's price is **held** in an
**escrow** of its own until delivery is proven or the time to check it is over; then it is
**released** to the seller less the exchange's **fee**, or before that **refunded**. An order that
the wallet does not cover **awaits** a payment with its reference.

What always holds: money moves only by `Transferred`; all balances of a currency sum to zero (the
bank's is negative: what it holds for the others); no wallet and no escrow is below zero; a bank
entry is counted once; an order whose money is held has its contract, in the same transaction.
"""

from datafloor.contexts.settlement import rules, store
from datafloor.contexts.settlement.commands import (
    CoverOrder,
    EndAcceptance,
    EndAwaiting,
    RecordPayment,
    RecordPayout,
    RefundOrder,
    ReleaseEscrow,
    SetFee,
)
from datafloor.contexts.settlement.events import (
    AwaitingEnded,
    EscrowReleased,
    FeeSet,
    OrderCovered,
    OrderRefunded,
    PaymentAwaited,
    PaymentRecorded,
    PayoutRecorded,
    Transferred,
)
from datafloor.contexts.settlement.model import (
    ACCEPTANCE,
    BANK,
    FEES,
    BasisPoints,
    Cause,
    Due,
    Ground,
    HoldState,
    Reference,
    escrow,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.queries import (
    Awaited,
    HoldView,
    Line,
    awaited,
    balance,
    due_acceptances,
    fee_basis_points,
    hold,
    statement,
    trial_balance,
)
from datafloor.contexts.settlement.reactions import REACTIONS
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="settlement",
    schema=store.SCHEMA,
    commands={
        CoverOrder: Way(store.load_cover_order, rules.cover_order),
        EndAwaiting: Way(store.load_hold, rules.end_awaiting),
        RecordPayment: Way(store.load_record_payment, rules.record_payment),
        RecordPayout: Way(store.load_record_payout, rules.record_payout),
        ReleaseEscrow: Way(store.load_hold, rules.release_escrow),
        EndAcceptance: Way(store.load_hold, rules.end_acceptance),
        RefundOrder: Way(store.load_hold, rules.refund_order),
        SetFee: Way(store.load_set_fee, rules.set_fee),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
)

__all__ = [
    "ACCEPTANCE",
    "BANK",
    "CONTEXT",
    "FEES",
    "Awaited",
    "AwaitingEnded",
    "BasisPoints",
    "Cause",
    "CoverOrder",
    "Due",
    "EndAcceptance",
    "EndAwaiting",
    "EscrowReleased",
    "FeeSet",
    "Ground",
    "HoldState",
    "HoldView",
    "Line",
    "OrderCovered",
    "OrderRefunded",
    "PaymentAwaited",
    "PaymentRecorded",
    "PayoutRecorded",
    "RecordPayment",
    "RecordPayout",
    "Reference",
    "RefundOrder",
    "ReleaseEscrow",
    "SetFee",
    "Transferred",
    "awaited",
    "balance",
    "due_acceptances",
    "escrow",
    "fee_basis_points",
    "hold",
    "reference_of",
    "statement",
    "trial_balance",
    "wallet",
]
