"""What can be asked about auctions."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.auctions.model import (
    BidId,
    Mechanism,
    Opening,
    PayDays,
    RefusalName,
    Sealed,
    Seconds,
)
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.contexts.settlement import AuctionId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange
from datafloor.kernel.money import Minor, Money


class OpenAuction(Command, frozen=True):
    """A seller announces an auction of a listed product under its terms.

    `start` is the least price, `input_cost` what the data cost a State body, `seed_digest` the
    digest of the seed that is drawn with after the bell.
    """

    kind = "auctions.open_auction"
    may = role("seller")
    auction: AuctionId
    product: ProductId
    terms: TermsId
    mechanism: Mechanism
    start: Money
    deposit: Money
    opens_at: Instant
    ends_at: Instant
    seed_digest: Digest
    increment_minor: Minor = 0
    extension_seconds: Seconds = 0
    pay_days: PayDays = 5
    input_cost: Money | None = None


class CancelAuction(Command, frozen=True):
    """The seller gives up an auction before anybody bids, or the operator stops it before the
    bell."""

    kind = "auctions.cancel_auction"
    may = role("seller", "operator")
    auction: AuctionId
    reason: PublicText


class PlaceBid(Command, frozen=True):
    """A bid that all see, in an ascending auction. The first takes the bidder's deposit."""

    kind = "auctions.place_bid"
    may = role("buyer")
    bid: BidId
    auction: AuctionId
    amount: Money
    purpose: Purpose
    country: Country


class SealBid(Command, frozen=True):
    """A bid that nobody sees before the bell; a later one takes its place. The first takes the
    bidder's deposit. `salt` and `sealed` are the exchange's."""

    kind = "auctions.seal_bid"
    may = role("buyer")
    bid: BidId
    auction: AuctionId
    amount: Money
    purpose: Purpose
    country: Country
    salt: Digest
    sealed: Sealed


class CloseAuction(Command, frozen=True):
    """The bell: sealed bids are opened, the seed is shown, and it is said who wins."""

    kind = "auctions.close_auction"
    may = the_exchange
    auction: AuctionId
    seed: Digest
    opened: Annotated[tuple[Opening, ...], Meta(max_length=100_000)]


class SettleBidder(Command, frozen=True):
    """After the bell: a loser's deposit goes back, a winner gets its order; a winner that has
    paid gets its deposit back, one whose time to pay is over loses it."""

    kind = "auctions.settle_bidder"
    may = the_exchange
    auction: AuctionId
    bidder: OrganisationId


class ReleaseWinner(Command, frozen=True):
    """What a bidder won cannot be ordered any more, for this reason; it has its deposit back."""

    kind = "auctions.release_winner"
    may = the_exchange
    auction: AuctionId
    bidder: OrganisationId
    why: RefusalName
