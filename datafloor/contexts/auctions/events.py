"""What has happened in auctions. A sealed bid's amount is in no event before the bell."""

from datafloor.contexts.auctions.model import (
    BidId,
    Mechanism,
    Opening,
    PayDays,
    RefusalName,
    Seconds,
    Tie,
    Win,
)
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.contexts.settlement import AuctionId, DepositId, Due
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Judgement
from datafloor.kernel.law.recorded import Deadline
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Minor, Money


class AuctionOpened(Event, frozen=True):
    """An auction was announced; nothing of it changes any more but its end, by late bids."""

    kind = "auctions.auction_opened.v1"
    auction: AuctionId
    seller: OrganisationId
    product: ProductId
    terms: TermsId
    mechanism: Mechanism
    start: Money
    increment_minor: Minor
    deposit: Money
    opens_at: Instant
    ends_at: Instant
    extension_seconds: Seconds
    pay_within_days: PayDays
    seed_digest: Digest
    input_cost: Money | None
    judgement: Judgement


class AuctionCancelled(Event, frozen=True):
    """An auction was given up or stopped; every bidder gets its deposit back."""

    kind = "auctions.auction_cancelled.v1"
    auction: AuctionId
    reason: PublicText


class BidPlaced(Event, frozen=True, omit_defaults=True):
    """An open bid. `deposit` is there with a bidder's first; `related` are other bidders of whom
    something says that one hand moves both, and `ties` what says so; `ends_at` is the end now."""

    kind = "auctions.bid_placed.v1"
    auction: AuctionId
    bid: BidId
    bidder: OrganisationId
    amount: Money
    purpose: Purpose
    country: Country
    deposit: DepositId | None
    deposit_amount: Money
    ends_at: Instant
    related: tuple[OrganisationId, ...]
    ties: tuple[Tie, ...] = ()


class BidSealed(Event, frozen=True, omit_defaults=True):
    """A sealed bid, known by its commitment; an earlier one of the same bidder counts no more."""

    kind = "auctions.bid_sealed.v1"
    auction: AuctionId
    bid: BidId
    bidder: OrganisationId
    commitment: Digest
    purpose: Purpose
    country: Country
    deposit: DepositId | None
    deposit_amount: Money
    related: tuple[OrganisationId, ...]
    ties: tuple[Tie, ...] = ()


class AuctionClosed(Event, frozen=True):
    """The minutes: when it began and ended, how many bid, what the sealed bids were, the seed, who
    won at which price, and until when the losers' deposits are back."""

    kind = "auctions.auction_closed.v1"
    auction: AuctionId
    opens_at: Instant
    ends_at: Instant
    bidders_count: int
    seed: Digest
    opened: tuple[Opening, ...]
    winners: tuple[Win, ...]
    return_by: Deadline | None


class LotAwarded(Event, frozen=True):
    """A winner has its order, to be paid until then."""

    kind = "auctions.lot_awarded.v1"
    auction: AuctionId
    bidder: OrganisationId
    order: OrderId
    seller: OrganisationId
    product: ProductId
    terms: TermsId
    price: Money
    purpose: Purpose
    country: Country
    pay_until: Instant


class BidderReleased(Event, frozen=True):
    """A bidder gets its deposit back; with `due`, that its order can be paid with it."""

    kind = "auctions.bidder_released.v1"
    auction: AuctionId
    bidder: OrganisationId
    deposit: DepositId
    due: Due | None
    why: RefusalName | None


class WinnerDefaulted(Event, frozen=True):
    """A winner did not pay in time: its order ends, its deposit is the seller's."""

    kind = "auctions.winner_defaulted.v1"
    auction: AuctionId
    bidder: OrganisationId
    deposit: DepositId
    order: OrderId
    seller: OrganisationId
