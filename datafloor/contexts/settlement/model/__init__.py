"""Nouns: accounts, why money moves, and where the money of an order is."""

from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement.model.states import BillState as BillState
from datafloor.contexts.settlement.model.states import Cause as Cause
from datafloor.contexts.settlement.model.states import DepositState as DepositState
from datafloor.contexts.settlement.model.states import Ground as Ground
from datafloor.contexts.settlement.model.states import HoldState as HoldState
from datafloor.contexts.settlement.model.states import Outcome as Outcome
from datafloor.contexts.settlement.model.states import PayoutState as PayoutState
from datafloor.contexts.settlement.model.tax import TaxMethod
from datafloor.kernel.ids import BODY, pattern, whole
from datafloor.kernel.money import Money

Account = Annotated[
    str,
    Meta(
        pattern=whole(
            f"bank|fees|suspense|outgo|payouts|wallet:(org_{BODY})|escrow:(order_{BODY})"
            f"|people:(product_{BODY})|vat:(org_{BODY})|deposit:(deposit_{BODY})"
        )
    ),
]
"""The chart of accounts: the bank, the exchange's fees, an organisation's wallet, what is held for
an order; what came and belongs to nobody known (suspense), what left and nobody knows why (outgo),
what is to be paid out and has not left the bank yet (payouts); what belongs to the people whom
a product's data are about, until it is paid to them (people); what a bidder placed with an
auction, each deposit apart (deposit); and the value added tax in what an organisation was paid,
until it is paid to the State (vat)."""

About = Annotated[
    str, Meta(pattern=whole(rf"((order|payout|accrual|auction)_{BODY}|[0-9a-f]{{64}})"))
]
"""What a movement is for: an order, a payout, an accrual of people's shares, an auction, or the
digest of a bank entry."""

Reference = Annotated[str, Meta(pattern=whole("D[FG][0-9A-HJKMNP-TV-Z]{12}"))]
"""What a payer writes on a bank transfer, so that the money finds its order (`DF`), or the several
orders of a combined payment (`DG`)."""

BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
"""Hundredths of a per cent."""

SignedMinor = Annotated[int, Meta(ge=-(10**18), le=10**18)]
"""A balance as a bank says it, which may be below nothing."""

BANK: Account = "bank"
FEES: Account = "fees"
SUSPENSE: Account = "suspense"
OUTGO: Account = "outgo"
PAYOUTS: Account = "payouts"
BELOW_ZERO = frozenset({BANK, OUTGO})
"""The two accounts of what others hold or took; all others are never below nothing."""

LIMIT = 10**18
"""The most, in smallest units, that the exchange holds in one currency. All money enters from the
bank, so no balance of any account can pass it, and none comes near the end of 64 bits."""

AcceptanceDays = Annotated[int, Meta(ge=1, le=90)]
"""How long a buyer may check a delivery before the seller is paid all the same."""

ACCEPTANCE_DAYS: AcceptanceDays = 7
"""Until the operator sets another. No law that we know of says how long."""


def wallet(organisation: str) -> Account:
    """What an organisation can spend or be paid out."""
    return f"wallet:{organisation}"


def escrow(order: str) -> Account:
    """What is held for one order."""
    return f"escrow:{order}"


def people(product: str) -> Account:
    """What belongs to the people whom a product's data are about."""
    return f"people:{product}"


def deposit(deposit: str) -> Account:
    """What a bidder placed with one auction."""
    return f"deposit:{deposit}"


def reference_of(order: str) -> Reference:
    """`DF` and the last 12 characters of the order's id: 60 random bits."""
    return f"DF{order[-12:]}"


COMBINED = "DG"
"""How the reference of a combined payment begins."""


def combined_reference(combined: str) -> Reference:
    """`DG` and the last 12 characters of a combined payment's id. No order has such a one."""
    return COMBINED + combined[-12:]


CombinedId = Annotated[str, Meta(pattern=pattern("combined"))]
"""One bank transfer for several orders."""

BillId = Annotated[str, Meta(pattern=pattern("bill"))]
PayoutId = Annotated[str, Meta(pattern=pattern("payout"))]
BatchId = Annotated[str, Meta(pattern=pattern("batch"))]

ClaimId = Annotated[str, Meta(pattern=pattern("claim"))]
"""Somebody who showed to be one of the people in the data; who, is kept where it can be erased."""

AccrualId = Annotated[str, Meta(pattern=pattern("accrual"))]

DepositId = Annotated[str, Meta(pattern=pattern("deposit"))]
AuctionId = Annotated[str, Meta(pattern=pattern("auction"))]

BankCode = Annotated[str, Meta(pattern=whole("([0-9]{6}|[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)"))]
"""Which bank: the BIN of six digits by which NAPAS knows it, or a BIC (ISO 9362)."""

BankAccount = Annotated[str, Meta(pattern=whole("[0-9A-Z]{1,34}"))]
"""The number of an account at its bank, or an IBAN, without spaces."""

Holder = Annotated[str, Meta(pattern=whole("[0-9A-Z][0-9A-Z .,()/'+-]{0,69}"))]
"""Whose account it is, in the plain capitals that every bank prints. An organisation's name."""


def payment_name(payout: str) -> str:
    """What a payout or a batch is called at the bank, in letters that every bank keeps: two of its
    kind, and the body of its id."""
    kind, _, body = payout.partition("_")
    return {"payout": "PO", "batch": "BA"}[kind] + body


class BankDetails(Struct, frozen=True, forbid_unknown_fields=True):
    """Where money can be sent."""

    bank: BankCode
    account: BankAccount
    holder: Holder


class Due(Struct, frozen=True):
    """What an order costs, and between whom."""

    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    price: Money


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation gets of a sale that another made."""

    organisation: OrganisationId
    amount: Money


class BillDue(Struct, frozen=True):
    """What a bill under a contract comes to, and between whom. `order` is the contract's."""

    bill: BillId
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    price: Money


class ChargeFacts(Struct, frozen=True):
    """What the buyer has, the fee now, and what is known of the bill (`None`: nothing)."""

    wallet: int
    fee_basis_points: int
    state: BillState | None
    tax_method: TaxMethod = TaxMethod.direct


class CoverFacts(Struct, frozen=True):
    """What the buyer has, the fee now, what is known of the order's money (`None`: nothing), and
    for how many days a delivery may be checked now."""

    wallet: int
    fee_basis_points: int
    state: HoldState | None
    acceptance_days: int = ACCEPTANCE_DAYS


class HoldFacts(Struct, frozen=True):
    """The money of an order as it stands."""

    order: str
    buyer: str
    seller: str
    price: Money
    state: HoldState
    fee_basis_points: int
    acceptance_ends_at: int | None
    tax_method: TaxMethod = TaxMethod.direct

    @property
    def frozen(self) -> bool:
        """Whether what is held waits for more than delivery or a deadline."""
        return self.state is HoldState.held and self.acceptance_ends_at is None


class WalletFacts(Struct, frozen=True):
    """An order that its buyer would pay, what the buyer has, and what is fixed when it is paid."""

    hold: HoldFacts | None
    wallet: int
    fee_basis_points: int
    acceptance_days: int


class EntryFacts(Struct, frozen=True):
    """A bank entry that was counted: positive from the organisation, negative to it."""

    organisation: str | None
    minor: int
    currency: str


class CombineFacts(Struct, frozen=True):
    """Whether the id is taken, and the money of the orders that exist, in the order asked."""

    exists: bool
    holds: tuple[HoldFacts, ...]


class PaymentFacts(Struct, frozen=True):
    """Whose money came (`None`: the reference is unknown), what was counted under this entry
    before, what the exchange holds in all and the payer has, and what the payer's orders await,
    the oldest first. `currency` is that of the order that a reference names."""

    entry: EntryFacts | None
    organisation: str | None
    held: int
    wallet: int
    awaited: tuple[Due, ...]
    currency: str | None = None


class PayoutFacts(Struct, frozen=True):
    """What the organisation has, and what was counted under this entry before."""

    entry: EntryFacts | None
    wallet: int


class FeeFacts(Struct, frozen=True):
    """The fee as it stands."""

    basis_points: int


class AcceptanceFacts(Struct, frozen=True):
    """The time to check a delivery as it stands."""

    days: int


class BankFacts(Struct, frozen=True):
    """The exchange's bank account in a currency, if it has one."""

    details: BankDetails | None


class Referred(Struct, frozen=True):
    """An order that a payer's text names, whether its payment is still awaited, and what bills
    under its contract await."""

    due: Due
    state: HoldState
    bills_minor: int = 0


class Payout(Struct, frozen=True):
    """A payout as it stands. One without an organisation gives back what nobody claimed."""

    payout: str
    organisation: str | None
    amount: Money
    state: PayoutState
    product: str | None = None
    """Whose people it is for, where it is for one of them."""


class CountFacts(Struct, frozen=True):
    """What was counted under this entry before, and into how many parts its whole was cut then;
    the orders and payouts that its text names; what the exchange holds in all, and what each buyer
    among those orders has in the entry's currency."""

    entry: EntryFacts | None
    parts_count: int | None
    held: int
    referred: tuple[Referred, ...] = ()
    wallets: tuple[tuple[str, int], ...] = ()
    payouts: tuple[Payout, ...] = ()


class OpenEntry(Struct, frozen=True):
    """A bank entry as it stands."""

    minor: int
    currency: str
    outcome: Outcome


class AssignFacts(Struct, frozen=True):
    """The entry, and whose the money turns out to be, as with a payment."""

    entry: OpenEntry | None
    organisation: str | None
    wallet: int
    awaited: tuple[Due, ...]


class ReturnFacts(Struct, frozen=True):
    """The entry, and whether the payout's id is free."""

    entry: OpenEntry | None
    payout_exists: bool


class ExplainFacts(Struct, frozen=True):
    """The entry, and what is in the account that turns out to have paid."""

    entry: OpenEntry | None
    balance: int


class PayeeFacts(Struct, frozen=True):
    """Where an organisation's money is sent now."""

    details: BankDetails | None


class RequestFacts(Struct, frozen=True):
    """What the organisation has, whether it said where to send it, and whether the id is free."""

    wallet: int
    has_account: bool
    payout_exists: bool


class BalanceFacts(Struct, frozen=True):
    """What is in the account that is to pay."""

    balance: int


class PersonFacts(Struct, frozen=True):
    """What belongs to the people of a product, whether the payout's id is free, and whether it is
    known where to send the money."""

    balance: int
    payout_exists: bool
    has_account: bool


class BatchFacts(Struct, frozen=True):
    """The payouts as they stand, those that exist, and whether the batch's id is free."""

    payouts: tuple[Payout, ...]
    batch_exists: bool


class CancelFacts(Struct, frozen=True):
    """A payout, and the bank entry that it gives back, if it does."""

    payout: Payout | None
    entry: str | None


class NewDepositFacts(Struct, frozen=True):
    """Whether the id is taken, and what the bidder has."""

    exists: bool
    wallet: int


class DepositFacts(Struct, frozen=True):
    """A deposit as it stands."""

    organisation: str
    auction: str
    amount: Money
    state: DepositState
