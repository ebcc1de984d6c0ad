"""What can be asked about money."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement.model import (
    AcceptanceDays,
    AccrualId,
    AuctionId,
    BankDetails,
    BasisPoints,
    BatchId,
    BillDue,
    ClaimId,
    CombinedId,
    DepositId,
    Due,
    Ground,
    PayoutId,
    Reference,
    Share,
    SignedMinor,
)
from datafloor.contexts.settlement.model.tax import TaxMethod
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange
from datafloor.kernel.money import Currency, Money


class CoverOrder(Command, frozen=True):
    """Hold the price of an order from the buyer's wallet, or await its payment. `due` is what the
    order said when it was placed."""

    kind = "settlement.cover_order"
    may = the_exchange
    due: Due


class PayFromWallet(Command, frozen=True):
    """The buyer has the price of an awaited order in the wallet by now, from a refund, a sale or a
    payout that was cancelled, and pays with that."""

    kind = "settlement.pay_from_wallet"
    may = role("buyer")
    order: OrderId


class CombinePayments(Command, frozen=True):
    """The buyer will pay several awaited orders with one transfer. Each can still be paid alone;
    money with the combined reference covers what is awaited of them when it comes."""

    kind = "settlement.combine_payments"
    may = role("buyer")
    combined: CombinedId
    orders: Annotated[tuple[OrderId, ...], Meta(min_length=2, max_length=20)]


class EndAwaiting(Command, frozen=True):
    """An order was cancelled: no payment is awaited for it."""

    kind = "settlement.end_awaiting"
    may = the_exchange
    order: OrderId


class RecordPayment(Command, frozen=True):
    """Money came to the exchange's bank account, from an organisation or with a reference.

    It covers up to 20 of the payer's awaited orders, the oldest first; those left can be paid from
    the wallet.

    `entry` is made as for `CountEntry`, so that what is recorded by hand and comes in a statement
    as well is counted once, and the journal holds nothing that a payer wrote.
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
    """Delivery is proven, or the time that was paid for is over: the seller gets what is held,
    less the fee."""

    kind = "settlement.release_escrow"
    may = the_exchange
    order: OrderId
    ground: Ground = Ground.delivery_proven


class ChargeBill(Command, frozen=True):
    """A bill under a contract is due: charge it to the buyer's wallet, or await its payment. Asked
    again when the wallet suffices."""

    kind = "settlement.charge_bill"
    may = the_exchange
    due: BillDue


class CloseBills(Command, frozen=True):
    """A contract has ended: what its bills await is still `owed`, or was never delivered."""

    kind = "settlement.close_bills"
    may = the_exchange
    order: OrderId
    owed: bool


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


class FreezeHold(Command, frozen=True):
    """A contract is said to be broken: what is held for its order goes nowhere by itself."""

    kind = "settlement.freeze_hold"
    may = the_exchange
    order: OrderId


class SettleHold(Command, frozen=True):
    """What is held for a broken contract is parted: `back` to the buyer, no more than there is;
    the rest to the seller, less the fee."""

    kind = "settlement.settle_hold"
    may = the_exchange
    order: OrderId
    back: Money
    reason: PublicText


class ShareIncome(Command, frozen=True):
    """Of what a seller was paid for an order, others have their shares, and the people in the
    data theirs."""

    kind = "settlement.share_income"
    may = the_exchange
    order: OrderId
    seller: OrganisationId
    product: ProductId
    shares: Annotated[tuple[Share, ...], Meta(max_length=20)]
    people: Money


class PayPerson(Command, frozen=True):
    """One of the people in a product's data is to be paid what came together for her."""

    kind = "settlement.pay_person"
    may = the_exchange
    payout: PayoutId
    claim: ClaimId
    product: ProductId
    amount: Money


class GiveUnclaimed(Command, frozen=True):
    """What none of the people claimed in time goes where the rule says."""

    kind = "settlement.give_unclaimed"
    may = the_exchange
    accrual: AccrualId
    product: ProductId
    organisation: OrganisationId
    amount: Money


class SetFee(Command, frozen=True):
    """The operator sets the exchange's share of a price, for orders that are covered from now."""

    kind = "settlement.set_fee"
    may = role("operator")
    basis_points: BasisPoints


class SetAcceptance(Command, frozen=True):
    """The operator sets how long a buyer may check a delivery, for orders covered from now."""

    kind = "settlement.set_acceptance"
    may = role("operator")
    days: AcceptanceDays


class SetBankAccount(Command, frozen=True):
    """The operator says to which account of the exchange money in a currency is paid."""

    kind = "settlement.set_bank_account"
    may = role("operator")
    currency: Currency
    details: BankDetails


class CountEntry(Command, frozen=True):
    """A bank's statement has this entry, or this part of one.

    `entry` is the SHA-256 of the account, a line break and the bank's own reference of the entry
    (AcctSvcrRef), and for a part another line break and its place; `whole` that of the whole
    entry. So however often and in whatever message it comes, it is counted once, and cut in one
    way. `references`, `payouts` and `batches` are what the exchange knows of the names in its
    text; nothing else of the text comes here.
    """

    kind = "settlement.count_entry"
    may = role("operator", "exchange")
    entry: Digest
    whole: Digest
    parts_count: Annotated[int, Meta(ge=1, le=100_000)]
    incoming: bool
    amount: Money
    booked_at: Instant
    references: Annotated[tuple[Reference, ...], Meta(max_length=20)] = ()
    payouts: Annotated[tuple[PayoutId, ...], Meta(max_length=20)] = ()
    batches: Annotated[tuple[BatchId, ...], Meta(max_length=1)] = ()


class AssignEntry(Command, frozen=True):
    """The operator found out whose money was suspended: an organisation's, or for an order."""

    kind = "settlement.assign_entry"
    may = role("operator")
    entry: Digest
    organisation: OrganisationId | None = None
    reference: Reference | None = None


class ReturnEntry(Command, frozen=True):
    """The operator sends suspended money back to where it came from, as a payout."""

    kind = "settlement.return_entry"
    may = role("operator")
    entry: Digest
    payout: PayoutId
    payee: BankDetails


class ExplainEntry(Command, frozen=True):
    """The operator found out why money left: for an organisation, or as a cost of the exchange,
    which its fees bear."""

    kind = "settlement.explain_entry"
    may = role("operator")
    entry: Digest
    organisation: OrganisationId | None = None


class RecordStatement(Command, frozen=True):
    """A bank's statement was read to its end: what the account had before and after it."""

    kind = "settlement.record_statement"
    may = role("operator")
    statement: Digest
    currency: Currency
    opening_minor: SignedMinor
    closing_minor: SignedMinor
    closes_at: Instant
    entries_count: Annotated[int, Meta(ge=0, le=10_000_000)]


class SetPayoutAccount(Command, frozen=True):
    """An organisation says where its money is to be sent."""

    kind = "settlement.set_payout_account"
    may = role("seller", "buyer")
    details: BankDetails


class RequestPayout(Command, frozen=True):
    """An organisation asks for money out of its wallet. It goes to the account that it named
    before, as that is now."""

    kind = "settlement.request_payout"
    may = role("seller", "buyer")
    payout: PayoutId
    amount: Money


class BatchPayouts(Command, frozen=True):
    """The operator puts payouts of one currency into a file for the bank."""

    kind = "settlement.batch_payouts"
    may = role("operator")
    batch: BatchId
    payouts: Annotated[tuple[PayoutId, ...], Meta(min_length=1, max_length=1_000)]


class CancelPayout(Command, frozen=True):
    """A payout is given up: by who asked for it before it is in a file, or by the operator before
    a statement shows it, since the bank refused it. The money goes back to where it came from."""

    kind = "settlement.cancel_payout"
    may = role("seller", "buyer", "operator")
    payout: PayoutId


class SetTaxMethod(Command, frozen=True):
    """A seller says how it pays value added tax, for what it is paid from now on."""

    kind = "settlement.set_tax_method"
    may = role("seller")
    method: TaxMethod


class PayVat(Command, frozen=True):
    """Value added tax that was set apart went to the State. `entry` as with a payment."""

    kind = "settlement.pay_vat"
    may = role("operator")
    entry: Digest
    organisation: OrganisationId
    amount: Money


class HoldDeposit(Command, frozen=True):
    """A bidder's deposit goes from its wallet to an account of its own."""

    kind = "settlement.hold_deposit"
    may = the_exchange
    deposit: DepositId
    organisation: OrganisationId
    auction: AuctionId
    amount: Money


class ReturnDeposit(Command, frozen=True):
    """A deposit goes back to its bidder's wallet."""

    kind = "settlement.return_deposit"
    may = the_exchange
    deposit: DepositId


class ForfeitDeposit(Command, frozen=True):
    """A winner did not pay: its deposit goes to the seller who was let down."""

    kind = "settlement.forfeit_deposit"
    may = the_exchange
    deposit: DepositId
    organisation: OrganisationId
