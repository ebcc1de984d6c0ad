"""What has happened to money. Only `Transferred` moves any."""

from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement.model import (
    About,
    Account,
    BasisPoints,
    Cause,
    Due,
    Ground,
    Reference,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Money


class Transferred(Event, frozen=True):
    """Money went from the debit account to the credit account. `about` is the order, or the
    digest of the bank entry, that it was for."""

    kind = "settlement.transferred.v1"
    debit: Account
    credit: Account
    amount: Money
    cause: Cause
    about: About


class PaymentAwaited(Event, frozen=True):
    """An order waits for a bank transfer with this reference."""

    kind = "settlement.payment_awaited.v1"
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    amount: Money
    reference: Reference


class AwaitingEnded(Event, frozen=True):
    """No payment is awaited for an order any more; what comes stays in the buyer's wallet."""

    kind = "settlement.awaiting_ended.v1"
    order: OrderId


class OrderCovered(Event, frozen=True):
    """The price of an order is held, or none is due. The fee is fixed here, so that nobody can
    change it between payment and release."""

    kind = "settlement.order_covered.v1"
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    amount: Money
    fee_basis_points: BasisPoints
    acceptance_ends_at: Instant


class PaymentRecorded(Event, frozen=True):
    """A bank entry was counted; the orders in `covers` can now be covered, in this order."""

    kind = "settlement.payment_recorded.v1"
    entry: Digest
    organisation: OrganisationId
    amount: Money
    covers: tuple[Due, ...]


class PayoutRecorded(Event, frozen=True):
    """A bank entry that paid an organisation was counted."""

    kind = "settlement.payout_recorded.v1"
    entry: Digest
    organisation: OrganisationId
    amount: Money


class EscrowReleased(Event, frozen=True):
    """The seller was paid for an order."""

    kind = "settlement.escrow_released.v1"
    order: OrderId
    ground: Ground
    fee: Money
    paid: Money


class OrderRefunded(Event, frozen=True):
    """The buyer got back what was held for an order."""

    kind = "settlement.order_refunded.v1"
    order: OrderId
    amount: Money
    reason: PublicText


class FeeSet(Event, frozen=True):
    """The exchange's share of a price, for orders covered from now on."""

    kind = "settlement.fee_set.v1"
    basis_points: BasisPoints
