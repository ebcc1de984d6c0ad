"""Auctions: a price that bidders find.

A seller **opens** an auction of a listed product under its terms, with a **start**, a **deposit**
and an end, the **bell**. A buyer **bids**: openly and ever higher, or **sealed** until the bell;
with the first bid its deposit is taken from the wallet and held apart. At the bell the auction is
**closed**: sealed bids are opened, the **winners** and their prices are said. Then each bidder is
**settled**: losers have their deposits back, a winner is **awarded** an order, which its deposit
begins to pay; one that does not pay in time **defaults**, and the seller has the deposit.

Sealed bids are kept by the exchange and not opened by their bidders, so that nobody has to come
back and no bid is lost because somebody forgot or thought better of it. What keeps the exchange
honest is the **commitment** in the journal, made when the bid was; only the bid itself fits it.
And the database holds amounts only as the exchange's key opens them, so that whoever reads it, or
a copy, learns nothing before the bell.

What always holds: nobody bids in its own auction, after the bell, below what is asked, or without
its deposit; who wins follows from the minutes, and anyone can compute it again; the seed of a draw
was fixed by its digest before the first bid; a deposit goes back or to the seller, once.
"""

from datafloor.contexts.auctions import rules, store
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
    AuctionState,
    BidderState,
    BidId,
    Mechanism,
    Opening,
    PayDays,
    Seconds,
    Sign,
    Tie,
    Win,
)
from datafloor.contexts.auctions.queries import (
    AuctionView,
    BidderView,
    BidView,
    auction,
    auction_facts,
    auctions,
    bidders,
    bids,
    due_bells,
    due_bidders,
    due_winners,
    sealed,
)
from datafloor.contexts.auctions.reactions import REACTIONS
from datafloor.contexts.auctions.rules import winners
from datafloor.contexts.settlement import AuctionId
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="auctions",
    schema=store.SCHEMA,
    commands={
        OpenAuction: Way(store.load_open_auction, rules.open_auction),
        CancelAuction: Way(store.load_auction, rules.cancel_auction),
        PlaceBid: Way(store.load_bid, rules.place_bid),
        SealBid: Way(store.load_bid, rules.seal_bid, store.keep_seal_bid),
        CloseAuction: Way(store.load_close_auction, rules.close_auction),
        SettleBidder: Way(store.load_bidder, rules.settle_bidder),
        ReleaseWinner: Way(store.load_bidder, rules.release_winner),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "AuctionCancelled",
    "AuctionClosed",
    "AuctionId",
    "AuctionOpened",
    "AuctionState",
    "AuctionView",
    "BidId",
    "BidPlaced",
    "BidSealed",
    "BidView",
    "BidderReleased",
    "BidderState",
    "BidderView",
    "CancelAuction",
    "CloseAuction",
    "LotAwarded",
    "Mechanism",
    "OpenAuction",
    "Opening",
    "PayDays",
    "PlaceBid",
    "ReleaseWinner",
    "SealBid",
    "Seconds",
    "SettleBidder",
    "Sign",
    "Tie",
    "Win",
    "WinnerDefaulted",
    "auction",
    "auction_facts",
    "auctions",
    "bidders",
    "bids",
    "due_bells",
    "due_bidders",
    "due_winners",
    "sealed",
    "winners",
]
