"""What has happened to money. Only `Transferred` moves any."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement.model import (
    About,
    AcceptanceDays,
    Account,
    AuctionId,
    BankDetails,
    BasisPoints,
    BatchId,
    BillDue,
    Cause,
    ClaimId,
    CombinedId,
    DepositId,
    Due,
    Ground,
    Outcome,
    PayoutId,
    Reference,
    SignedMinor,
)
from datafloor.contexts.settlement.model.tax import TaxMethod, Vat
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Currency, Money


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


class PaymentsCombined(Event, frozen=True):
    """One transfer with this reference pays what is awaited of these orders of one buyer."""

    kind = "settlement.payments_combined.v1"
    combined: CombinedId
    buyer: OrganisationId
    orders: tuple[OrderId, ...]
    currency: Currency
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


class EscrowReleased(Event, frozen=True, omit_defaults=True):
    """The seller was paid for an order; `vat` was set apart for the State before."""

    kind = "settlement.escrow_released.v1"
    order: OrderId
    ground: Ground
    fee: Money
    paid: Money
    vat: Vat | None = None


class BillAwaited(Event, frozen=True):
    """A bill waits for money in its buyer's wallet, or a bank transfer with this reference."""

    kind = "settlement.bill_awaited.v1"
    due: BillDue
    reference: Reference


class BillPaid(Event, frozen=True, omit_defaults=True):
    """The seller was paid for a bill, less the fee; `vat` was set apart for the State before."""

    kind = "settlement.bill_paid.v1"
    due: BillDue
    fee: Money
    paid: Money
    vat: Vat | None = None


class BillsClosed(Event, frozen=True):
    """The bills under a contract that were awaited are still owed after its end, or dropped."""

    kind = "settlement.bills_closed.v1"
    order: OrderId
    owed: bool


class OrderRefunded(Event, frozen=True):
    """The buyer got back what was held for an order."""

    kind = "settlement.order_refunded.v1"
    order: OrderId
    amount: Money
    reason: PublicText


class HoldFrozen(Event, frozen=True):
    """What is held for an order waits until it is settled whether its contract was broken."""

    kind = "settlement.hold_frozen.v1"
    order: OrderId


class FeeSet(Event, frozen=True):
    """The exchange's share of a price, for orders covered from now on."""

    kind = "settlement.fee_set.v1"
    basis_points: BasisPoints


class AcceptanceSet(Event, frozen=True):
    """How long a buyer may check a delivery, for orders covered from now on."""

    kind = "settlement.acceptance_set.v1"
    days: AcceptanceDays


class BankAccountSet(Event, frozen=True):
    """Where money in a currency is paid to the exchange from now on."""

    kind = "settlement.bank_account_set.v1"
    currency: Currency
    details: BankDetails


class EntryCounted(Event, frozen=True):
    """An entry of a bank's statement was counted, and what became of it. `order` is the first
    order that its text names; the orders in `covers` can now be covered."""

    kind = "settlement.entry_counted.v1"
    entry: Digest
    whole: Digest
    parts_count: int
    incoming: bool
    amount: Money
    booked_at: Instant
    outcome: Outcome
    organisation: OrganisationId | None
    order: OrderId | None
    covers: tuple[Due, ...]


class EntryAssigned(Event, frozen=True):
    """Suspended money turned out to be an organisation's."""

    kind = "settlement.entry_assigned.v1"
    entry: Digest
    organisation: OrganisationId
    amount: Money
    covers: tuple[Due, ...]


class EntryReturned(Event, frozen=True):
    """Suspended money is to go back by a payout."""

    kind = "settlement.entry_returned.v1"
    entry: Digest
    payout: PayoutId


class EntryExplained(Event, frozen=True):
    """Money that left was an organisation's, or else a cost of the exchange."""

    kind = "settlement.entry_explained.v1"
    entry: Digest
    organisation: OrganisationId | None
    amount: Money


class StatementRecorded(Event, frozen=True):
    """A bank's statement was read to its end."""

    kind = "settlement.statement_recorded.v1"
    statement: Digest
    currency: Currency
    opening_minor: SignedMinor
    closing_minor: SignedMinor
    closes_at: Instant
    entries_count: int


class PayoutAccountSet(Event, frozen=True):
    """An organisation said where its money is to be sent. What it said is kept beside the journal,
    where it can be erased."""

    kind = "settlement.payout_account_set.v1"
    organisation: OrganisationId


class PayoutRequested(Event, frozen=True):
    """Money is to be paid out: an organisation's, or back to whom a bank entry came from."""

    kind = "settlement.payout_requested.v1"
    payout: PayoutId
    organisation: OrganisationId | None
    amount: Money
    entry: Digest | None


class PersonPayoutRequested(Event, frozen=True):
    """Money is to be paid out to one of the people in a product's data."""

    kind = "settlement.person_payout_requested.v1"
    payout: PayoutId
    claim: ClaimId
    product: ProductId
    amount: Money


class PayoutsBatched(Event, frozen=True):
    """Payouts were put into a file for the bank."""

    kind = "settlement.payouts_batched.v1"
    batch: BatchId
    payouts: tuple[PayoutId, ...]
    total: Money


class PayoutPaid(Event, frozen=True):
    """A bank entry confirms that a payout has left."""

    kind = "settlement.payout_paid.v1"
    payout: PayoutId
    entry: Digest


class PayoutCancelled(Event, frozen=True):
    """A payout was given up; its money is back where it came from."""

    kind = "settlement.payout_cancelled.v1"
    payout: PayoutId
    entry: Digest | None


class TaxMethodSet(Event, frozen=True):
    """An organisation pays value added tax in this way from now on."""

    kind = "settlement.tax_method_set.v1"
    organisation: OrganisationId
    method: TaxMethod


class VatPaid(Event, frozen=True):
    """A bank entry that paid an organisation's value added tax to the State was counted."""

    kind = "settlement.vat_paid.v1"
    entry: Digest
    organisation: OrganisationId
    amount: Money


class DepositHeld(Event, frozen=True):
    """A bidder's deposit lies in an account of its own."""

    kind = "settlement.deposit_held.v1"
    deposit: DepositId
    organisation: OrganisationId
    auction: AuctionId
    amount: Money


class DepositReturned(Event, frozen=True):
    """A bidder has its deposit back."""

    kind = "settlement.deposit_returned.v1"
    deposit: DepositId


class DepositForfeited(Event, frozen=True):
    """A deposit went to who was let down."""

    kind = "settlement.deposit_forfeited.v1"
    deposit: DepositId
    organisation: OrganisationId
