"""The tables of auctions: each auction, its bidders, and every bid in the order in which it came.

Trust: `auctions_sealed` holds amounts that only the exchange's key opens, so who reads the
database, or a copy of it, learns none before the bell; who has the key as well does. Whoever
changes one is found at the bell: it does not fit the commitment in the journal.
"""

from datafloor.contexts import certificates, dossiers, participants, settlement
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
    AuctionFacts,
    AuctionState,
    BidderFacts,
    BidderState,
    BidFacts,
    CloseFacts,
    Made,
    OpenFacts,
    Sign,
    Tie,
)
from datafloor.contexts.auctions.queries import auction_facts
from datafloor.contexts.catalogue import listing_facts
from datafloor.contexts.policy import Purpose, terms_facts
from datafloor.contexts.settlement import HoldState
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE auctions_auction (
    id TEXT PRIMARY KEY,
    seller TEXT NOT NULL,
    product TEXT NOT NULL,
    terms TEXT NOT NULL,
    mechanism TEXT NOT NULL,
    currency TEXT NOT NULL,
    start_minor INTEGER NOT NULL,
    increment_minor INTEGER NOT NULL,
    deposit_minor INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    extension_seconds INTEGER NOT NULL,
    pay_days INTEGER NOT NULL,
    seed_digest TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    leading_minor INTEGER,
    bidders INTEGER NOT NULL,
    seed TEXT,
    reason TEXT
) STRICT;
CREATE INDEX auctions_auction_due ON auctions_auction (ends_at) WHERE state = 'open';
CREATE TABLE auctions_bidder (
    auction TEXT NOT NULL,
    bidder TEXT NOT NULL,
    deposit TEXT NOT NULL,
    bid TEXT NOT NULL,
    purpose TEXT NOT NULL,
    country TEXT NOT NULL,
    state TEXT NOT NULL,
    price_minor INTEGER,
    pay_until INTEGER,
    why TEXT,
    ties TEXT NOT NULL,
    PRIMARY KEY (auction, bidder)
) STRICT;
CREATE INDEX auctions_bidder_due ON auctions_bidder (state)
    WHERE state IN ('lost', 'won', 'awarded');
CREATE INDEX auctions_bidder_of ON auctions_bidder (bidder);
CREATE TABLE auctions_bid (
    id TEXT PRIMARY KEY,
    auction TEXT NOT NULL,
    bidder TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    minor INTEGER,
    commitment TEXT,
    salt TEXT
) STRICT;
CREATE UNIQUE INDEX auctions_bid_number ON auctions_bid (auction, number);
CREATE TABLE auctions_sealed (
    bid TEXT PRIMARY KEY,
    sealed TEXT NOT NULL
) STRICT
"""

ERASABLE = frozenset({"auctions_sealed"})


def load_open_auction(tx: Tx, asked: OpenAuction, call: Call) -> OpenFacts:
    """What is auctioned, and under which terms."""
    return OpenFacts(
        exists=auction_facts(tx, asked.auction) is not None,
        listing=listing_facts(tx, asked.product, call.now),
        terms=terms_facts(tx, asked.terms),
        declared_cost=dossiers.declared(tx, asked.product).floor,
    )


def load_auction(tx: Tx, asked: CancelAuction, call: Call) -> AuctionFacts | None:
    """The auction as it stands."""
    return auction_facts(tx, asked.auction)


def load_bid(tx: Tx, asked: PlaceBid | SealBid, call: Call) -> BidFacts:
    """The auction, and what is known of who bids: declared interests, and where it is paid."""
    auction, bidder = auction_facts(tx, asked.auction), call.by.organisation
    row = tx.row(
        "SELECT deposit FROM auctions_bidder WHERE auction = ? AND bidder = ?",
        asked.auction,
        bidder,
    )
    known = _signs(tx, bidder)
    others = rows_in(
        tx,
        "SELECT bidder FROM auctions_bidder WHERE auction = ? AND bidder IN ({})",
        sorted(known),
        asked.auction,
    )
    return BidFacts(
        exists=tx.row("SELECT 1 FROM auctions_bid WHERE id = ?", asked.bid) is not None,
        auction=auction,
        deposit=row[0] if row else None,
        terms=terms_facts(tx, auction.terms) if auction else None,
        seller_signs=known.get(auction.seller, ()) if auction else (),
        ties=tuple(Tie(each, known[each]) for each in sorted({row[0] for row in others})),
    )


def _signs(tx: Tx, bidder: str) -> dict[str, tuple[Sign, ...]]:
    """Every organisation that one hand may move with this one, and what says so."""
    alike = participants.alike(tx, bidder)
    by_sign = {
        Sign.interest: certificates.related(tx, bidder),
        Sign.payout_account: settlement.paid_alike(tx, bidder),
        Sign.payment_account: alike.payment_account,
        Sign.tax_code: alike.tax_code,
        Sign.mailbox: alike.mailbox,
    }
    named = frozenset[str]().union(*by_sign.values())
    return {each: tuple(sign for sign, found in by_sign.items() if each in found) for each in named}


def keep_seal_bid(tx: Tx, asked: SealBid, call: Call) -> None:
    """The amount, as only the exchange's key opens it."""
    tx.run("INSERT INTO auctions_sealed (bid, sealed) VALUES (?, ?)", asked.bid, asked.sealed)


def load_close_auction(tx: Tx, asked: CloseAuction, call: Call) -> CloseFacts:
    """The bids that count, in the order in which they came."""
    rows = tx.rows(
        "SELECT b.id, b.bidder, b.minor, b.commitment FROM auctions_bidder o"
        " JOIN auctions_bid b ON b.id = o.bid WHERE o.auction = ? ORDER BY b.number",
        asked.auction,
    )
    return CloseFacts(auction_facts(tx, asked.auction), tuple(Made(*row) for row in rows))


def load_bidder(tx: Tx, asked: SettleBidder | ReleaseWinner, call: Call) -> BidderFacts | None:
    """A bidder after the bell, with its wallet and the money of its order."""
    auction = auction_facts(tx, asked.auction)
    row = tx.row(
        "SELECT state, deposit, bid, purpose, country, price_minor, pay_until FROM auctions_bidder"
        " WHERE auction = ? AND bidder = ?",
        asked.auction,
        asked.bidder,
    )
    if auction is None or row is None:
        return None
    hold = settlement.hold(tx, derived("order", row[2]))
    return BidderFacts(
        auction=auction,
        state=BidderState(row[0]),
        deposit=row[1],
        bid=row[2],
        purpose=Purpose(row[3]),
        country=row[4],
        price_minor=row[5],
        pay_until=row[6],
        wallet=settlement.balance(tx, settlement.wallet(asked.bidder), auction.start.currency),
        hold=HoldState(hold.state) if hold is not None else None,
    )


def _auction_opened(tx: Tx, event: AuctionOpened, at: int) -> None:
    tx.run(
        "INSERT INTO auctions_auction (id, seller, product, terms, mechanism, currency,"
        " start_minor, increment_minor, deposit_minor, opens_at, ends_at, extension_seconds,"
        " pay_days, seed_digest, announced_at, state, state_at, bidders)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        event.auction,
        event.seller,
        event.product,
        event.terms,
        event.mechanism.value,
        event.start.currency,
        event.start.minor,
        event.increment_minor,
        event.deposit.minor,
        event.opens_at,
        event.ends_at,
        event.extension_seconds,
        event.pay_within_days,
        event.seed_digest,
        at,
        AuctionState.open.value,
        at,
    )


def _auction_cancelled(tx: Tx, event: AuctionCancelled, at: int) -> None:
    tx.run(
        "UPDATE auctions_auction SET state = ?, state_at = ?, reason = ? WHERE id = ?",
        AuctionState.cancelled.value,
        at,
        event.reason,
        event.auction,
    )
    _all_bidders(tx, event.auction, BidderState.lost)


def _bid_placed(tx: Tx, event: BidPlaced, at: int) -> None:
    _bid(tx, event, at, event.amount.minor, None)
    tx.run(
        "UPDATE auctions_auction SET leading_minor = ?, ends_at = ? WHERE id = ?",
        event.amount.minor,
        event.ends_at,
        event.auction,
    )


def _bid_sealed(tx: Tx, event: BidSealed, at: int) -> None:
    _bid(tx, event, at, None, event.commitment)


def _bid(
    tx: Tx, event: BidPlaced | BidSealed, at: int, minor: int | None, commitment: str | None
) -> None:
    tx.run(
        "INSERT INTO auctions_bid (id, auction, bidder, number, at, minor, commitment)"
        " SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), COUNT(*) + 1,"
        " CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT)"
        " FROM auctions_bid WHERE auction = ?",
        event.bid,
        event.auction,
        event.bidder,
        at,
        minor,
        commitment,
        event.auction,
    )
    said = (event.bid, event.purpose.value, event.country, canonical.encode(event.ties).decode())
    if event.deposit is None:
        tx.run(
            "UPDATE auctions_bidder SET bid = ?, purpose = ?, country = ?, ties = ?"
            " WHERE auction = ? AND bidder = ?",
            *said,
            event.auction,
            event.bidder,
        )
        return
    tx.run(
        "INSERT INTO auctions_bidder (bid, purpose, country, ties, auction, bidder, deposit,"
        " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *said,
        event.auction,
        event.bidder,
        event.deposit,
        BidderState.bidding.value,
    )
    tx.run("UPDATE auctions_auction SET bidders = bidders + 1 WHERE id = ?", event.auction)


def _auction_closed(tx: Tx, event: AuctionClosed, at: int) -> None:
    tx.run(
        "UPDATE auctions_auction SET state = ?, state_at = ?, seed = ? WHERE id = ?",
        AuctionState.closed.value,
        at,
        event.seed,
        event.auction,
    )
    tx.many(
        "UPDATE auctions_bid SET minor = ?, salt = ? WHERE id = ?",
        [(each.amount_minor, each.salt, each.bid) for each in event.opened],
    )
    _all_bidders(tx, event.auction, BidderState.lost)
    tx.many(
        "UPDATE auctions_bidder SET state = ?, price_minor = ? WHERE auction = ? AND bidder ="
        " (SELECT bidder FROM auctions_bid WHERE id = ?)",
        [
            (BidderState.won.value, each.price_minor, event.auction, each.bid)
            for each in event.winners
        ],
    )


def _all_bidders(tx: Tx, auction: str, state: BidderState) -> None:
    tx.run("UPDATE auctions_bidder SET state = ? WHERE auction = ?", state.value, auction)


def _lot_awarded(tx: Tx, event: LotAwarded, at: int) -> None:
    tx.run(
        "UPDATE auctions_bidder SET state = CASE state WHEN 'won' THEN 'awarded' ELSE state END,"
        " pay_until = ? WHERE auction = ? AND bidder = ?",
        event.pay_until,
        event.auction,
        event.bidder,
    )


def _bidder_released(tx: Tx, event: BidderReleased, at: int) -> None:
    tx.run(
        "UPDATE auctions_bidder SET state = ?, why = ? WHERE auction = ? AND bidder = ?",
        BidderState.released.value,
        event.why,
        event.auction,
        event.bidder,
    )


def _winner_defaulted(tx: Tx, event: WinnerDefaulted, at: int) -> None:
    tx.run(
        "UPDATE auctions_bidder SET state = ? WHERE auction = ? AND bidder = ?",
        BidderState.defaulted.value,
        event.auction,
        event.bidder,
    )


APPLY: Apply = {
    AuctionOpened: _auction_opened,
    AuctionCancelled: _auction_cancelled,
    BidPlaced: _bid_placed,
    BidSealed: _bid_sealed,
    AuctionClosed: _auction_closed,
    LotAwarded: _lot_awarded,
    BidderReleased: _bidder_released,
    WinnerDefaulted: _winner_defaulted,
}
