"""What can be asked about money."""

from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement.model import BasisPoints, Due, Reference
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange
from datafloor.kernel.money import Money


class CoverOrder(Command, frozen=True):
    """Hold the price of an order from the buyer's wallet, or await its payment. `due` is what the
    order said when it was placed."""

    kind = "settlement.cover_order"
    may = the_exchange
    due: Due


class EndAwaiting(Command, frozen=True):
    """An order was cancelled: no payment is awaited for it."""

    kind = "settlement.end_awaiting"
    may = the_exchange
    order: OrderId


class RecordPayment(Command, frozen=True):
    """Money came to the exchange's bank account, from an organisation or with a reference.

    `entry` is the digest of the bank's own id of the entry, so that it is counted once and the
    journal holds nothing that a payer wrote.
    """

    kind = "settlement.record_payment"
    may = role("operator", "exchange")
    entry: Digest
    amount: Money
    organisation: OrganisationId | None = None
    reference: Reference | None = None


class RecordPayout(Command, frozen=True):
    """Money left the exchange's bank account for an organisation. `entry` as with a payment."""

    kind = "settlement.record_payout"
    may = role("operator", "exchange")
    entry: Digest
    organisation: OrganisationId
    amount: Money


class ReleaseEscrow(Command, frozen=True):
    """Delivery is proven: the seller gets what is held, less the fee."""

    kind = "settlement.release_escrow"
    may = the_exchange
    order: OrderId


class EndAcceptance(Command, frozen=True):
    """The time to check a delivery is over: the seller gets what is held, less the fee."""

    kind = "settlement.end_acceptance"
    may = the_exchange
    order: OrderId


class RefundOrder(Command, frozen=True):
    """The buyer gets back all that is held for an order, and the contract ends."""

    kind = "settlement.refund_order"
    may = role("seller", "operator", "exchange")
    order: OrderId
    reason: PublicText


class SetFee(Command, frozen=True):
    """The operator sets the exchange's share of a price, for orders that are covered from now."""

    kind = "settlement.set_fee"
    may = role("operator")
    basis_points: BasisPoints
