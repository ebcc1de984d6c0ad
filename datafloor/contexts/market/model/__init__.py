"""Nouns: sell offers, orders and contracts, and the facts that decisions about them need."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import ListingFacts, ProductFacts, VersionFacts
from datafloor.contexts.market.model.prices import ONCE, Cut, PriceForm
from datafloor.contexts.policy import Purpose, TermsFacts
from datafloor.kernel.clock import Instant
from datafloor.kernel.ids import pattern
from datafloor.kernel.money import Money

OfferId = Annotated[str, Meta(pattern=pattern("offer"))]
OrderId = Annotated[str, Meta(pattern=pattern("order"))]
ContractId = Annotated[str, Meta(pattern=pattern("contract"))]

FOREVER: Instant = 253_402_300_799_999_999
"""The end of what has no end; no instant is later."""


class OrderState(StrEnum):
    """Where an order stands: placed, then concluded as a contract or cancelled."""

    placed = "placed"
    concluded = "concluded"
    cancelled = "cancelled"


class AwardedBy(StrEnum):
    """By what an order came about that nobody placed on an offer."""

    auction = "auction"
    negotiation = "negotiation"
    renewal = "renewal"
    assignment = "assignment"


class EndedBy(StrEnum):
    """Who ended a contract before its term."""

    seller = "seller"
    operator = "operator"
    exchange = "exchange"


class OfferFacts(Struct, frozen=True):
    """A sell offer as it stands. `licence` is the text of its terms, `days` and `exclusive` are
    theirs."""

    offer: str
    product: str
    seller: str
    terms: str
    price: Money
    licence: str
    days: int | None
    exclusive: bool
    withdrawn: bool
    form: PriceForm = ONCE


class OrderFacts(Struct, frozen=True):
    """An order as it stands; `offer` is `None` where it was awarded."""

    order: str
    offer: str | None
    product: str
    version: str
    seller: str
    buyer: str
    price: Money
    terms: str
    purpose: Purpose
    country: str
    days: int | None
    state: OrderState
    cut: Cut | None = None
    form: PriceForm = ONCE
    awarded_by: AwardedBy | None = None


class ContractFacts(Struct, frozen=True):
    """A contract as it stands; it runs from `starts_at` until before `ends_at`."""

    contract: str
    order: str
    product: str
    version: str
    seller: str
    buyer: str
    terms: str
    purpose: Purpose
    country: str
    starts_at: int
    ends_at: int | None
    ended_at: int | None


class PrepareOfferFacts(Struct, frozen=True):
    """The product for which an offer is prepared, and what is known of it."""

    product: ProductFacts | None
    listing: ListingFacts | None = None


class MakeOfferFacts(Struct, frozen=True):
    """What is to be offered, what the law asks of it, under which terms, and whether the offer's id
    is taken."""

    exists: bool
    product: ProductFacts | None
    terms: TermsFacts | None
    listing: ListingFacts | None = None


class ChangePriceFacts(Struct, frozen=True):
    """The offer, and what the law asks of its product."""

    offer: OfferFacts | None
    listing: ListingFacts | None


class PlaceOrderFacts(Struct, frozen=True):
    """The offer with its product, and what stands in the way of an order. `version` is the newest
    that the variant gives now, where that is not the current one.

    `exclusive_taken`: somebody holds, or has ordered and may still pay for, an exclusive licence
    for the product; or the offer is exclusive and anybody holds or has ordered any.
    """

    exists: bool
    offer: OfferFacts | None
    product: ProductFacts | None
    exclusive_taken: bool
    version: VersionFacts | None = None


class AwardOrderFacts(Struct, frozen=True):
    """What is awarded, under which terms, and what the law asks of it.

    `exclusive_taken`: somebody other than the buyer holds, or has ordered, what these terms or
    theirs keep for one.
    """

    exists: bool
    product: ProductFacts | None
    terms: TermsFacts | None
    listing: ListingFacts | None
    exclusive_taken: bool
    version: VersionFacts | None = None
