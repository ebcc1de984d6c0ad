"""Nouns: accounts, why money moves, and where the money of an order is."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import BODY, whole
from datafloor.kernel.money import Money

Account = Annotated[str, Meta(pattern=rf"^(bank|fees|wallet:(org_{BODY})|escrow:(order_{BODY}))$")]
"""The bank, the exchange's fees, an organisation's wallet, or what is held for an order."""

About = Annotated[str, Meta(pattern=rf"^(order_{BODY}|[0-9a-f]{{64}})$")]
"""What a movement is for: an order, or the digest of a bank entry."""

Reference = Annotated[str, Meta(pattern=whole("DF[0-9A-HJKMNP-TV-Z]{12}"))]
"""What a payer writes on a bank transfer, so that the money finds its order."""

BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
"""Hundredths of a per cent."""

BANK: Account = "bank"
FEES: Account = "fees"

LIMIT = 10**18
"""The most, in smallest units, that the exchange holds in one currency. All money enters from the
bank, so no balance of any account can pass it, and none comes near the end of 64 bits."""

ACCEPTANCE = 7 * DAY
"""How long a buyer may check a delivery before the seller is paid all the same. The rule pack of
the exchange's law will carry this figure."""


def wallet(organisation: str) -> Account:
    """What an organisation can spend or be paid out."""
    return f"wallet:{organisation}"


def escrow(order: str) -> Account:
    """What is held for one order."""
    return f"escrow:{order}"


def reference_of(order: str) -> Reference:
    """`DF` and the last 12 characters of the order's id: 60 random bits."""
    return f"DF{order[-12:]}"


class Cause(StrEnum):
    """Why money moves."""

    payment = "payment"
    hold = "hold"
    fee = "fee"
    release = "release"
    refund = "refund"
    payout = "payout"


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


class Due(Struct, frozen=True):
    """What an order costs, and between whom."""

    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    price: Money


class CoverFacts(Struct, frozen=True):
    """What the buyer has, the fee now, and what is known of the order's money (`None`: nothing)."""

    wallet: int
    fee_basis_points: int
    state: HoldState | None


class HoldFacts(Struct, frozen=True):
    """The money of an order as it stands."""

    order: str
    buyer: str
    seller: str
    price: Money
    state: HoldState
    fee_basis_points: int
    acceptance_ends_at: int | None


class EntryFacts(Struct, frozen=True):
    """A bank entry that was counted: positive from the organisation, negative to it."""

    organisation: str
    minor: int
    currency: str


class PaymentFacts(Struct, frozen=True):
    """Whose money came (`None`: the reference is unknown), what was counted under this entry
    before, what the exchange holds in all and the payer has, and what the payer's orders await,
    the oldest first."""

    entry: EntryFacts | None
    organisation: str | None
    held: int
    wallet: int
    awaited: tuple[Due, ...]


class PayoutFacts(Struct, frozen=True):
    """What the organisation has, and what was counted under this entry before."""

    entry: EntryFacts | None
    wallet: int


class FeeFacts(Struct, frozen=True):
    """The fee as it stands."""

    basis_points: int
