"""Nouns: auctions, their mechanisms, bidders, and what each decision needs to know."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import ListingFacts
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsFacts
from datafloor.contexts.settlement import HoldState
from datafloor.kernel.clock import DAY, MINUTE
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Digest
from datafloor.kernel.money import Minor, Money

BidId = Annotated[str, Meta(pattern=pattern("bid"))]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
PayDays = Annotated[int, Meta(ge=1, le=30)]
Sealed = Annotated[str, Meta(pattern=whole("[0-9a-f]{2,200}"))]
"""An amount that only the exchange's key opens."""
RefusalName = Annotated[str, Meta(pattern=whole("[a-z_]{1,60}"))]

LONGEST = 90 * DAY
SHORTEST = MINUTE
"""How long an auction may take bids."""


class Mechanism(StrEnum):
    """How an auction finds who wins and what they pay.

    `ascending`: open bids, each higher by an increment; the last pays hers. Sealed until the bell:
    `first_price`, the highest pays hers; `second_price`, the highest pays the second highest;
    `many_winners`, each side of a random split pays the price that is best for the other side.
    """

    ascending = "ascending"
    first_price = "first_price"
    second_price = "second_price"
    many_winners = "many_winners"


class AuctionState(StrEnum):
    """Where an auction stands. Whether an open one takes bids yet, its times say."""

    open = "open"
    closed = "closed"
    cancelled = "cancelled"


class BidderState(StrEnum):
    """Where a bidder stands: bidding; lost or won, with its deposit still held; awarded an order
    that is to be paid; released with its deposit; or defaulted and without it."""

    bidding = "bidding"
    lost = "lost"
    won = "won"
    awarded = "awarded"
    released = "released"
    defaulted = "defaulted"


class Sign(StrEnum):
    """What says that one hand may move two organisations: a declared interest; the same account
    for payouts, or in the papers; the same tax code but for the branch; people who read their mail
    in the same box."""

    interest = "interest"
    payout_account = "payout_account"
    payment_account = "payment_account"
    tax_code = "tax_code"
    mailbox = "mailbox"


class Tie(Struct, frozen=True, forbid_unknown_fields=True):
    """Another organisation that one hand may move too, and what says so."""

    organisation: OrganisationId
    signs: tuple[Sign, ...]


class Opening(Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed bid opened: with these, anyone can compute its commitment again."""

    bid: BidId
    amount_minor: Minor
    salt: Digest


class Win(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose bid wins, and the price to pay."""

    bid: BidId
    price_minor: Minor


class OpenFacts(Struct, frozen=True):
    """What is auctioned, under which terms."""

    exists: bool
    listing: ListingFacts | None
    terms: TermsFacts | None
    declared_cost: Money | None = None
    """What each sale must bring for the costs that its seller declared to be borne."""


class AuctionFacts(Struct, frozen=True):
    """An auction as it stands."""

    auction: str
    seller: str
    product: str
    terms: str
    mechanism: Mechanism
    start: Money
    increment_minor: int
    deposit: Money
    opens_at: int
    ends_at: int
    extension_seconds: int
    pay_days: int
    seed_digest: str
    state: AuctionState
    leading_minor: int | None
    bidders_count: int


class BidFacts(Struct, frozen=True):
    """The auction, whether the id is free, the bidder's deposit if it has one there already, the
    terms, what ties the bidder to the seller, and to which other bidders."""

    exists: bool
    auction: AuctionFacts | None
    deposit: str | None
    terms: TermsFacts | None
    seller_signs: tuple[Sign, ...]
    ties: tuple[Tie, ...]


class Made(Struct, frozen=True):
    """The bid of one bidder that counts. The amount of a sealed one is not known here."""

    bid: str
    bidder: str
    amount_minor: int | None
    commitment: str | None


class CloseFacts(Struct, frozen=True):
    """The auction, and the bids that count, in the order in which they were made."""

    auction: AuctionFacts | None
    bids: tuple[Made, ...]


class BidderFacts(Struct, frozen=True):
    """A bidder after the bell: its deposit and bid, what it is to pay, and the money of its order
    (`None`: there is no order yet)."""

    auction: AuctionFacts
    state: BidderState
    deposit: str
    bid: str
    purpose: Purpose
    country: Country
    price_minor: int | None
    pay_until: int | None
    wallet: int
    hold: HoldState | None
