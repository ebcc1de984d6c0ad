"""The decisions about auctions. Who wins and at what price is for `analysis.auctions` to say."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datafloor.analysis.commitments import commitment, seed_digest
from datafloor.contexts.auctions.commands import (
    CancelAuction,
    CloseAuction,
    OpenAuction,
    PlaceBid,
    ReleaseWinner,
    SealBid,
    SettleBidder,
)
from datafloor.contexts.auctions.events import (
    AuctionCancelled,
    AuctionClosed,
    AuctionOpened,
    BidderReleased,
    BidPlaced,
    BidSealed,
    LotAwarded,
    WinnerDefaulted,
)
from datafloor.contexts.auctions.model import (
    LONGEST,
    SHORTEST,
    AuctionFacts,
    AuctionState,
    BidderFacts,
    BidderState,
    BidFacts,
    CloseFacts,
    Made,
    Mechanism,
    OpenFacts,
    Opening,
    Win,
)
from datafloor.contexts.catalogue import ListingFacts, ProductState
from datafloor.contexts.policy import AccessFacts, evaluate, understood
from datafloor.contexts.settlement import Due, HoldState
from datafloor.kernel import law
from datafloor.kernel.clock import DAY, SECOND, iso
from datafloor.kernel.ids import derived
from datafloor.kernel.law import Answer, Judgement
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    from datafloor.analysis.auctions import Award


def open_auction(facts: OpenFacts, asked: OpenAuction, call: Call) -> Sequence[Event]:
    """A listed product of one's own, under one's own terms, at a start and with a deposit that the
    law allows."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    listing, own = facts.listing, call.by.organisation
    if listing is None or listing.product.organisation != own:
        raise Refused(Refusal.product_unknown)
    if facts.terms is None or facts.terms.organisation != own:
        raise Refused(Refusal.terms_unknown)
    licence = understood(facts.terms.text)
    if licence is None:
        raise Refused(Refusal.term_not_understood)
    if licence.exclusive and asked.mechanism is Mechanism.many_winners:
        raise Refused(Refusal.auction_for_one)
    opens_at = max(asked.opens_at, call.now)
    if not SHORTEST <= asked.ends_at - opens_at <= LONGEST:
        raise Refused(Refusal.auction_times_wrong, days=LONGEST // DAY)
    ascending = asked.mechanism is Mechanism.ascending
    cost = _input_cost(listing, asked, facts.declared_cost)
    _check_sums(asked, cost, ascending=ascending)
    if listing.product.state is not ProductState.listed or listing.product.current is None:
        raise Refused(Refusal.product_unlisted)
    return [
        AuctionOpened(
            auction=asked.auction,
            seller=own,
            product=asked.product,
            terms=asked.terms,
            mechanism=asked.mechanism,
            start=asked.start,
            increment_minor=asked.increment_minor if ascending else 0,
            deposit=asked.deposit,
            opens_at=opens_at,
            ends_at=asked.ends_at,
            extension_seconds=asked.extension_seconds if ascending else 0,
            pay_within_days=asked.pay_days,
            seed_digest=asked.seed_digest,
            input_cost=cost,
            judgement=_judged(listing, asked, cost, call),
        )
    ]


def _input_cost(listing: ListingFacts, asked: OpenAuction, declared: Money | None) -> Money | None:
    """What the data cost a State body: what it says, and no less than its ledger of costs does.
    Another seller may sell below its cost."""
    if declared is None or not _of_the_state(listing):
        return asked.input_cost
    if asked.input_cost is None or asked.input_cost.currency != declared.currency:
        return declared
    return max(asked.input_cost, declared, key=lambda each: each.minor)


def _of_the_state(listing: ListingFacts) -> bool | None:
    stated = listing.statement
    return None if stated is None else stated.source != "non_state_party"


def _check_sums(asked: OpenAuction, cost: Money | None, *, ascending: bool) -> None:
    currency = asked.start.currency
    for sum_ in (asked.deposit, asked.input_cost, cost):
        if sum_ is not None and sum_.currency != currency:
            raise Refused(Refusal.currency_differs, expected=currency, found=sum_.currency)
    if asked.start.minor == 0 or (ascending and asked.increment_minor == 0):
        raise Refused(Refusal.amount_zero)
    if cost is not None and asked.start.minor < cost.minor:
        raise Refused(Refusal.start_below_cost, cost=str(cost))


def _judged(listing: ListingFacts, asked: OpenAuction, cost: Money | None, call: Call) -> Judgement:
    """Nobody looks at an auction before it is announced, so here doubt refuses."""
    sheet = {
        "auction_deposit": asked.deposit.minor,
        "starting_price": asked.start.minor,
        "input_fee": cost.minor if cost else None,
        "is_state_data": _of_the_state(listing),
    }
    rules = ("auction.deposit", "auction.start_price")
    found = [call.law.decide(rule, sheet, call.now) for rule in rules]
    decisions = [each for each in found if each is not None]
    failed = [each for each in decisions if each.answer is Answer.failed]
    if failed:
        raise call.law.refusal(*failed)
    for each in decisions:
        if each.answer is Answer.needs_person:
            raise call.law.doubt(each)
    return law.recorded(call.law, [*decisions, *call.acting])


def cancel_auction(facts: AuctionFacts | None, asked: CancelAuction, call: Call) -> Sequence[Event]:
    """By its seller while nobody has bid; by the operator until the bell has been rung."""
    if facts is None:
        raise Refused(Refusal.auction_unknown)
    operator = "operator" in call.by.roles
    if not operator and facts.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if facts.state is not AuctionState.open:
        raise Refused(Refusal.auction_over)
    if facts.bidders_count and not operator:
        raise Refused(Refusal.auction_has_bids)
    return [AuctionCancelled(auction=asked.auction, reason=asked.reason)]


def place_bid(facts: BidFacts, asked: PlaceBid, call: Call) -> Sequence[Event]:
    """Higher than the last by the increment. A bid shortly before the end moves the end."""
    auction = _bid_on(facts, asked, call, sealed=False)
    least = auction.start.minor
    if auction.leading_minor is not None:
        least = max(least, auction.leading_minor + auction.increment_minor)
    if asked.amount.minor < least:
        raise Refused(Refusal.bid_too_low, least=str(Money(least, auction.start.currency)))
    return [
        BidPlaced(
            auction=asked.auction,
            bid=asked.bid,
            bidder=call.by.organisation,
            amount=asked.amount,
            purpose=asked.purpose,
            country=asked.country,
            deposit=None if facts.deposit else derived("deposit", asked.bid),
            deposit_amount=auction.deposit,
            ends_at=max(auction.ends_at, call.now + auction.extension_seconds * SECOND),
            related=tuple(each.organisation for each in facts.ties),
            ties=facts.ties,
        )
    ]


def seal_bid(facts: BidFacts, asked: SealBid, call: Call) -> Sequence[Event]:
    """Only its commitment is said. The amount is checked here and kept sealed."""
    auction = _bid_on(facts, asked, call, sealed=True)
    if asked.amount.minor < auction.start.minor:
        raise Refused(Refusal.bid_too_low, least=str(auction.start))
    return [
        BidSealed(
            auction=asked.auction,
            bid=asked.bid,
            bidder=call.by.organisation,
            commitment=commitment(asked.auction, asked.bid, asked.amount.minor, asked.salt),
            purpose=asked.purpose,
            country=asked.country,
            deposit=None if facts.deposit else derived("deposit", asked.bid),
            deposit_amount=auction.deposit,
            related=tuple(each.organisation for each in facts.ties),
            ties=facts.ties,
        )
    ]


def _bid_on(
    facts: BidFacts, asked: PlaceBid | SealBid, call: Call, *, sealed: bool
) -> AuctionFacts:
    """The auction, if whoever asks may bid there now."""
    auction = facts.auction
    if auction is None:
        raise Refused(Refusal.auction_unknown)
    if auction.seller == call.by.organisation:
        raise Refused(Refusal.own_auction)
    if facts.seller_signs:
        raise Refused(Refusal.bidder_related)
    if auction.state is not AuctionState.open or call.now >= auction.ends_at:
        raise Refused(Refusal.auction_over)
    if call.now < auction.opens_at:
        raise Refused(Refusal.auction_not_begun, at=iso(auction.opens_at))
    if sealed is (auction.mechanism is Mechanism.ascending):
        raise Refused(Refusal.bid_of_other_kind)
    if asked.amount.currency != auction.start.currency:
        expected, found = auction.start.currency, asked.amount.currency
        raise Refused(Refusal.currency_differs, expected=expected, found=found)
    assert facts.terms is not None, "an auction has its terms"
    access = AccessFacts(call.now, call.now, asked.purpose, asked.country)
    if (why := evaluate(facts.terms.text, access).refusal) is not None:
        raise Refused(why)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return auction


def close_auction(facts: CloseFacts, asked: CloseAuction, call: Call) -> Sequence[Event]:
    """Once, and not before its end. Every sealed bid is opened, and fits what was said of it; the
    seed is the one whose digest was announced."""
    auction = facts.auction
    if auction is None:
        raise Refused(Refusal.auction_unknown)
    if auction.state is not AuctionState.open:
        return []
    if call.now < auction.ends_at:
        raise Refused(Refusal.auction_running)
    assert seed_digest(asked.seed) == auction.seed_digest, "another seed than was announced"
    opened = {each.bid: each for each in asked.opened}
    made = [_amount(auction, each, opened) for each in facts.bids]
    names = [each.bid for each in facts.bids]
    return [
        AuctionClosed(
            auction=asked.auction,
            opens_at=auction.opens_at,
            ends_at=auction.ends_at,
            bidders_count=auction.bidders_count,
            seed=asked.seed,
            opened=asked.opened,
            winners=tuple(
                Win(names[each.place], each.price)
                for each in winners(auction.mechanism, made, names, asked.seed, auction.start.minor)
            ),
            return_by=law.deadline(call.law, "auction.deposit_return", call.now),
        )
    ]


def _amount(auction: AuctionFacts, bid: Made, opened: Mapping[str, Opening]) -> int:
    if bid.amount_minor is not None:
        return bid.amount_minor
    opening = opened[bid.bid]
    said = commitment(auction.auction, opening.bid, opening.amount_minor, opening.salt)
    assert said == bid.commitment, "another bid than was sealed"
    return opening.amount_minor


def winners(
    mechanism: Mechanism, made: Sequence[int], names: Sequence[str], seed: str, reserve: int
) -> "Sequence[Award]":
    """Who wins, by place, and at what price: what anyone can compute again from the minutes."""
    from datafloor.analysis import auctions as mechanisms  # numbers: only where they are needed

    bids = mechanisms.bids_of(made)
    if mechanism is Mechanism.many_winners:
        return mechanisms.random_sampling(bids, mechanisms.draw(seed, names), reserve)
    second = mechanism is Mechanism.second_price
    found = (mechanisms.second_price if second else mechanisms.first_price)(bids, reserve)
    return [] if found is None else [found]


def settle_bidder(facts: BidderFacts | None, asked: SettleBidder, call: Call) -> Sequence[Event]:
    """What is due for one bidder now; nothing where nothing is."""
    if facts is None:
        raise Refused(Refusal.auction_unknown)
    released = BidderReleased(
        auction=asked.auction,
        bidder=asked.bidder,
        deposit=facts.deposit,
        due=None,
        why=None,
    )
    match facts.state:
        case BidderState.lost:
            return [released]
        case BidderState.won:
            return _award(facts, asked, call, released)
        case BidderState.awarded:
            return _pay(facts, asked, call, released)
        case BidderState.bidding | BidderState.released | BidderState.defaulted:
            return []


def _award(
    facts: BidderFacts, asked: SettleBidder, call: Call, released: BidderReleased
) -> Sequence[Event]:
    """An order at the price; where wallet and deposit pay it together, they do so at once."""
    auction, price = facts.auction, _price(facts)
    pays = facts.wallet + auction.deposit.minor >= price.minor
    return [
        *([released] if pays else []),
        LotAwarded(
            auction=asked.auction,
            bidder=asked.bidder,
            order=derived("order", facts.bid),
            seller=auction.seller,
            product=auction.product,
            terms=auction.terms,
            price=price,
            purpose=facts.purpose,
            country=facts.country,
            pay_until=call.now + auction.pay_days * DAY,
        ),
    ]


def _pay(
    facts: BidderFacts, asked: SettleBidder, call: Call, released: BidderReleased
) -> Sequence[Event]:
    """The deposit is the first part of the price: it goes back as soon as it makes the rest whole.
    It stays while the price is awaited, and goes to the seller when the time to pay is over."""
    auction, price = facts.auction, _price(facts)
    order = derived("order", facts.bid)
    if facts.hold is not HoldState.awaited:
        return [released]
    if facts.wallet + auction.deposit.minor >= price.minor:
        due = Due(order, asked.bidder, auction.seller, price)
        return [
            BidderReleased(
                auction=asked.auction,
                bidder=asked.bidder,
                deposit=facts.deposit,
                due=due,
                why=None,
            )
        ]
    if facts.pay_until is not None and call.now > facts.pay_until:
        return [
            WinnerDefaulted(
                auction=asked.auction,
                bidder=asked.bidder,
                deposit=facts.deposit,
                order=order,
                seller=auction.seller,
            )
        ]
    return []


def _price(facts: BidderFacts) -> Money:
    assert facts.price_minor is not None, "who won has a price"
    return Money(facts.price_minor, facts.auction.start.currency)


def release_winner(facts: BidderFacts | None, asked: ReleaseWinner, call: Call) -> Sequence[Event]:
    """Only who has won and has no order."""
    if facts is None:
        raise Refused(Refusal.auction_unknown)
    if facts.state is not BidderState.won:
        return []
    return [
        BidderReleased(
            auction=asked.auction,
            bidder=asked.bidder,
            deposit=facts.deposit,
            due=None,
            why=asked.why,
        )
    ]
