"""What an auction needs of the exchange's key, and what its time makes due: the bell, and each
bidder's due after it."""

import contextlib
import logging

from msgspec import Struct

from datafloor.adapters import sealing
from datafloor.analysis.commitments import seed_digest
from datafloor.contexts import auctions
from datafloor.contexts.auctions import (
    AuctionId,
    BidId,
    CloseAuction,
    Mechanism,
    OpenAuction,
    Opening,
    PayDays,
    PlaceBid,
    ReleaseWinner,
    SealBid,
    Seconds,
    SettleBidder,
)
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.execute import Fault
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Command
from datafloor.kernel.money import Minor, Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

_log = logging.getLogger(__name__)


class NewAuction(Struct, frozen=True, forbid_unknown_fields=True):
    """An auction to announce. The exchange adds the digest of the seed that it draws with."""

    auction: AuctionId
    product: ProductId
    terms: TermsId
    mechanism: Mechanism
    start: Money
    deposit: Money
    opens_at: Instant
    ends_at: Instant
    increment_minor: Minor = 0
    extension_seconds: Seconds = 0
    pay_days: PayDays = 5
    input_cost: Money | None = None


class Bid(Struct, frozen=True, forbid_unknown_fields=True):
    """A bid: open in an ascending auction, sealed in all others."""

    bid: BidId
    auction: AuctionId
    amount: Money
    purpose: Purpose
    country: Country


def announcing(exchange: Exchange, asked: NewAuction) -> OpenAuction:
    """The command that announces an auction."""
    return OpenAuction(
        auction=asked.auction,
        product=asked.product,
        terms=asked.terms,
        mechanism=asked.mechanism,
        start=asked.start,
        deposit=asked.deposit,
        opens_at=asked.opens_at,
        ends_at=asked.ends_at,
        seed_digest=seed_digest(sealing.seed(exchange.key, asked.auction)),
        increment_minor=asked.increment_minor,
        extension_seconds=asked.extension_seconds,
        pay_days=asked.pay_days,
        input_cost=asked.input_cost,
    )


async def bidding(exchange: Exchange, asked: Bid) -> Command:
    """The command of a bid, as its auction takes it. Raises `Refused` where there is none."""
    found = await exchange.question(auctions.auction_facts, asked.auction)
    if found is None:
        raise Refused(Refusal.auction_unknown)
    if found.mechanism is Mechanism.ascending:
        return PlaceBid(
            bid=asked.bid,
            auction=asked.auction,
            amount=asked.amount,
            purpose=asked.purpose,
            country=asked.country,
        )
    return SealBid(
        bid=asked.bid,
        auction=asked.auction,
        amount=asked.amount,
        purpose=asked.purpose,
        country=asked.country,
        salt=sealing.salt(exchange.key, asked.auction, asked.bid),
        sealed=sealing.seal(exchange.key, asked.auction, asked.bid, asked.amount.minor),
    )


async def ring_bells(exchange: Exchange, now: int) -> None:
    """Close every auction whose end has come. One whose bids cannot be opened, because they were
    changed or the key was, stays open for the operator to stop; the log says so."""
    for auction in await exchange.question(auctions.due_bells, now):
        try:
            command = await _closing(exchange, auction)
        except ValueError:
            _log.exception("the bids of %s cannot be opened", auction)
        else:
            await _ask(exchange, command)


async def _closing(exchange: Exchange, auction: str) -> CloseAuction:
    key = exchange.key
    opened = [
        Opening(bid, sealing.unseal(key, auction, bid, text), sealing.salt(key, auction, bid))
        for bid, text in await exchange.question(auctions.sealed, auction)
    ]
    return CloseAuction(auction=auction, seed=sealing.seed(key, auction), opened=tuple(opened))


async def settle_bidders(exchange: Exchange) -> None:
    """Give losers their deposits back and winners their orders. An award that is refused, because
    what was won cannot be ordered any more, releases its winner."""
    for auction, bidder in await exchange.question(auctions.due_bidders):
        refused = await _ask(exchange, SettleBidder(auction=auction, bidder=bidder))
        if refused is not None:
            release = ReleaseWinner(auction=auction, bidder=bidder, why=refused.name)
            await _ask(exchange, release)


async def settle_winners(exchange: Exchange, now: int) -> None:
    """Give winners who have paid, or can pay with it, their deposits back; take it from those
    whose time to pay is over."""
    for auction, bidder in await exchange.question(auctions.due_winners, now):
        await _ask(exchange, SettleBidder(auction=auction, bidder=bidder))


async def _ask(exchange: Exchange, command: Command) -> Refusal | None:
    """Why the exchange's own command was refused, if it was. A fault is in the log; what is due
    stays due, and is asked again."""
    with contextlib.suppress(Fault):
        try:
            await exchange.door.ask(command, EXCHANGE, new_id("request"))
        except Refused as refused:
            return refused.why
    return None
