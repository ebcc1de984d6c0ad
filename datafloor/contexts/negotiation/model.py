"""Nouns: buy requests, proposals and negotiations, and the facts that decisions about them need."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import ProductFacts
from datafloor.contexts.market import OfferFacts
from datafloor.contexts.policy import Country, Days, Purpose, Purposes, Terms, Territory
from datafloor.kernel.clock import DAY, Instant
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import PublicText
from datafloor.kernel.money import Money

BuyRequestId = Annotated[str, Meta(pattern=pattern("wanted"))]
NegotiationId = Annotated[str, Meta(pattern=pattern("negotiation"))]
Note = Annotated[str, Meta(min_length=1, max_length=2000)]
"""What one side writes to the other beside a proposal. It is kept outside the journal."""

OPEN_DAYS = 365
"""The longest that a buy request stays open."""

VALID_DAYS = 90
"""The longest that a proposal binds who made it."""

LONGEST_OPEN = OPEN_DAYS * DAY
LONGEST_VALID = VALID_DAYS * DAY


class Side(StrEnum):
    """The two sides of a negotiation, and the exchange where it acts for them."""

    buyer = "buyer"
    seller = "seller"
    exchange = "exchange"


class State(StrEnum):
    """Where a negotiation stands: the states of the Dataspace Protocol 2025-1, by its names."""

    requested = "REQUESTED"
    offered = "OFFERED"
    accepted = "ACCEPTED"
    agreed = "AGREED"
    verified = "VERIFIED"
    finalized = "FINALIZED"
    terminated = "TERMINATED"


class Message(StrEnum):
    """What one side can say to the other: the messages of the Dataspace Protocol."""

    request = "request"
    offer = "offer"
    accept = "accept"
    agree = "agree"
    verify = "verify"
    finalize = "finalize"
    terminate = "terminate"


class Why(StrEnum):
    """Why a side ended a negotiation without a contract."""

    price = "price"
    terms = "terms"
    no_longer_needed = "no_longer_needed"
    found_elsewhere = "found_elsewhere"
    not_lawful = "not_lawful"
    other = "other"


class Wanted(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a buyer looks for, in the parts that Decree 314/2026, article 8.1 asks: the description
    of the data, the purpose, and the wanted rights (term, purposes, other conditions)."""

    title: PublicText
    content: PublicText
    period: PublicText
    subject: PublicText
    coverage: PublicText
    format: PublicText
    delivery: PublicText
    quality: PublicText
    use: PublicText
    days: Days | None
    purposes: Purposes
    territory: Territory = ()
    exclusive: bool = False
    conditions: PublicText | None = None
    budget: Money | None = None


class Proposal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole contract as one side would sign it; it never changes once it is made.

    Without a price it asks the seller to name one. `purpose` and `country` are what the buyer will
    read for and where. It binds who made it until before `expires_at`.
    """

    licence: Terms
    price: Money | None
    purpose: Purpose
    country: Country
    expires_at: Instant


class Part(StrEnum):
    """A part of a proposal that can differ from the one before."""

    price = "price"
    days = "days"
    purposes = "purposes"
    territory = "territory"
    exclusive = "exclusive"
    onward = "onward"
    ip = "ip"
    purpose = "purpose"
    country = "country"
    expires_at = "expires_at"


class Change(Struct, frozen=True):
    """One part that a proposal says otherwise. Nothing in `before` or `after` means that this side
    left it open, as the price, or set no limit, as the days or the territory."""

    part: Part
    before: tuple[str, ...]
    after: tuple[str, ...]


class BuyRequestFacts(Struct, frozen=True):
    """A buy request as it stands."""

    buy_request: str
    buyer: str
    open_until: int
    withdrawn: bool


class PublishFacts(Struct, frozen=True):
    """Whether the id is taken."""

    exists: bool


class AnswerFacts(Struct, frozen=True):
    """The buy request, the offer that answers it, and whether it does so already."""

    buy_request: BuyRequestFacts | None
    offer: OfferFacts | None
    answered: bool


class NegotiationFacts(Struct, frozen=True):
    """A negotiation as it stands, with the proposal that it is about. `currency` is that of the
    first price that was named."""

    negotiation: str
    product: str
    seller: str
    buyer: str
    state: State
    proposal: Proposal
    digest: str
    currency: str | None


class OpenFacts(Struct, frozen=True):
    """What is to be negotiated, and what stands in the way.

    `exclusive_taken`: somebody else holds, was promised, or has ordered what one of the two
    licences keeps for one.
    """

    exists: bool
    product: ProductFacts | None
    buy_request: BuyRequestFacts | None
    exclusive_taken: bool


class StepFacts(Struct, frozen=True):
    """The negotiation, its product, and whether another's exclusive licence stands in the way."""

    negotiation: NegotiationFacts
    product: ProductFacts | None
    exclusive_taken: bool
