"""Questions about auctions. What a sealed bid says is in no answer before the bell."""

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.contexts import settlement
from datafloor.contexts.auctions.model import AuctionFacts, AuctionState, Mechanism, Tie
from datafloor.contexts.settlement import HoldState
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


class AuctionView(Struct, frozen=True):
    """An auction as everybody sees it. `leading` is the highest open bid; `seed` and the prices
    that winners pay are there after the bell."""

    auction: str
    seller: str
    product: str
    terms: str
    mechanism: str
    start: Money
    increment: Money
    deposit: Money
    opens_at: int
    ends_at: int
    extension_seconds: int
    pay_days: int
    state: str
    state_at: int
    leading: Money | None
    bidders: int
    seed_digest: str
    seed: str | None
    reason: str | None
    prices: tuple[Money, ...]


class BidView(Struct, frozen=True):
    """A bid without its bidder: the amount of a sealed one, and the salt by which anyone computes
    its commitment again, are there after the bell. `price` is there where it won; one that a later
    bid of the same bidder replaced does not count."""

    bid: str
    at: int
    amount: Money | None
    commitment: str | None
    salt: str | None
    counts: bool
    price: Money | None


class BidderView(Struct, frozen=True):
    """A bidder, as it sees itself, and the offices see all after the bell."""

    auction: str
    bidder: str
    bid: str
    amount: Money | None
    state: str
    price: Money | None
    pay_until: int | None
    related: tuple[str, ...]
    ties: tuple[Tie, ...]


_ties = Decoder(tuple[Tie, ...])

_AUCTION = (
    "SELECT id, seller, product, terms, mechanism, start_minor, currency, increment_minor,"
    " deposit_minor, opens_at, ends_at, extension_seconds, pay_days, seed_digest, state,"
    " leading_minor, bidders, state_at, seed, reason FROM auctions_auction"
)


def auction_facts(tx: Tx, auction: str) -> AuctionFacts | None:
    """An auction as it stands, or `None`."""
    row = tx.row(f"{_AUCTION} WHERE id = ?", auction)
    if row is None:
        return None
    return AuctionFacts(
        auction=row[0],
        seller=row[1],
        product=row[2],
        terms=row[3],
        mechanism=Mechanism(row[4]),
        start=Money(row[5], row[6]),
        increment_minor=row[7],
        deposit=Money(row[8], row[6]),
        opens_at=row[9],
        ends_at=row[10],
        extension_seconds=row[11],
        pay_days=row[12],
        seed_digest=row[13],
        state=AuctionState(row[14]),
        leading_minor=row[15],
        bidders_count=row[16],
    )


def auction(tx: Tx, auction: str) -> AuctionView:
    """One auction. Raises `Refused` where there is none."""
    row = tx.row(f"{_AUCTION} WHERE id = ?", auction)
    if row is None:
        raise Refused(Refusal.auction_unknown)
    return _view(tx, row)


def auctions(tx: Tx, after: str = "~", limit: int = 50) -> list[AuctionView]:
    """All auctions, the newest first, from after one of them."""
    rows = tx.rows(f"{_AUCTION} WHERE id < ? ORDER BY id DESC LIMIT ?", after, limit)
    return [_view(tx, row) for row in rows]


def _view(tx: Tx, row: Row) -> AuctionView:
    currency = row[6]
    won = tx.rows(
        "SELECT price_minor FROM auctions_bidder WHERE auction = ? AND price_minor IS NOT NULL"
        " ORDER BY price_minor DESC",
        row[0],
    )
    return AuctionView(
        auction=row[0],
        seller=row[1],
        product=row[2],
        terms=row[3],
        mechanism=row[4],
        start=Money(row[5], currency),
        increment=Money(row[7], currency),
        deposit=Money(row[8], currency),
        opens_at=row[9],
        ends_at=row[10],
        extension_seconds=row[11],
        pay_days=row[12],
        state=row[14],
        state_at=row[17],
        leading=None if row[15] is None else Money(row[15], currency),
        bidders=row[16],
        seed_digest=row[13],
        seed=row[18],
        reason=row[19],
        prices=tuple(Money(each[0], currency) for each in won),
    )


def bids(tx: Tx, auction: str) -> list[BidView]:
    """Every bid of an auction in the order in which it came, without its bidder."""
    rows = tx.rows(
        "SELECT b.id, b.at, b.minor, a.currency, b.commitment, b.salt, o.bid, o.price_minor"
        " FROM auctions_bid b JOIN auctions_auction a ON a.id = b.auction"
        " JOIN auctions_bidder o ON o.auction = b.auction AND o.bidder = b.bidder"
        " WHERE b.auction = ? ORDER BY b.number",
        auction,
    )
    return [
        BidView(
            bid=row[0],
            at=row[1],
            amount=None if row[2] is None else Money(row[2], row[3]),
            commitment=row[4],
            salt=row[5],
            counts=row[0] == row[6],
            price=Money(row[7], row[3]) if row[0] == row[6] and row[7] is not None else None,
        )
        for row in rows
    ]


def bidders(tx: Tx, auction: str, bidder: str | None = None) -> list[BidderView]:
    """The bidders of an auction, or one of them."""
    rows = tx.rows(
        "SELECT o.auction, o.bidder, o.bid, b.minor, a.currency, o.state, o.price_minor,"
        " o.pay_until, o.ties FROM auctions_bidder o JOIN auctions_bid b ON b.id = o.bid"
        " JOIN auctions_auction a ON a.id = o.auction WHERE o.auction = ? AND o.bidder >= ?"
        " AND o.bidder <= ? ORDER BY b.number",
        auction,
        bidder or "",
        bidder or "~",
    )
    return [
        BidderView(
            auction=row[0],
            bidder=row[1],
            bid=row[2],
            amount=None if row[3] is None else Money(row[3], row[4]),
            state=row[5],
            price=None if row[6] is None else Money(row[6], row[4]),
            pay_until=row[7],
            related=tuple(each.organisation for each in ties),
            ties=ties,
        )
        for row in rows
        for ties in (_ties.decode(row[8]),)
    ]


def due_bells(tx: Tx, now: int) -> list[str]:
    """The auctions whose end has come."""
    rows = tx.rows(
        "SELECT id FROM auctions_auction WHERE state = 'open' AND ends_at <= ? ORDER BY ends_at",
        now,
    )
    return [row[0] for row in rows]


def sealed(tx: Tx, auction: str) -> list[tuple[str, str]]:
    """The bids that count, and their amounts as only the exchange's key opens them."""
    rows = tx.rows(
        "SELECT o.bid, s.sealed FROM auctions_bidder o JOIN auctions_sealed s ON s.bid = o.bid"
        " WHERE o.auction = ? ORDER BY o.bid",
        auction,
    )
    return [(row[0], row[1]) for row in rows]


def due_bidders(tx: Tx, limit: int = 500) -> list[tuple[str, str]]:
    """Who has lost, and its deposit is still held, and who has won and has no order yet: auction
    and organisation."""
    rows = tx.rows(
        "SELECT auction, bidder FROM auctions_bidder"
        " WHERE state IN ('lost', 'won', 'awarded') AND state <> 'awarded'"  # as the index has them
        " ORDER BY state DESC, auction, bidder LIMIT ?",
        limit,
    )
    return [(row[0], row[1]) for row in rows]


def due_winners(tx: Tx, now: int) -> list[tuple[str, str]]:
    """Winners with an order for whom something is due: it is paid or ended, it can be paid with
    the deposit, or its time to be paid is over."""
    rows = tx.rows(
        "SELECT o.auction, o.bidder, o.bid, o.price_minor, o.pay_until, a.deposit_minor, a.currency"
        " FROM auctions_bidder o JOIN auctions_auction a ON a.id = o.auction"
        " WHERE o.state = 'awarded' ORDER BY o.auction, o.bidder"
    )
    due = []
    for auction, bidder, bid, price, pay_until, deposit, currency in rows:
        hold = settlement.hold(tx, derived("order", bid))
        held = settlement.balance(tx, settlement.wallet(bidder), currency)
        awaited = hold is not None and hold.state == HoldState.awaited
        if not awaited or held + deposit >= price or now > pay_until:
            due.append((auction, bidder))
    return due
