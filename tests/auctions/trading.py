"""Short words to trade by auction, with the exchange's own key and its own bell."""

import asyncio
from typing import Any

from msgspec import convert, to_builtins

from datafloor.adapters.secrets import Key
from datafloor.contexts import auctions
from datafloor.kernel.clock import DAY, HOUR
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.auctioning import (
    Bid,
    NewAuction,
    announcing,
    bidding,
    ring_bells,
    settle_bidders,
    settle_winners,
)
from datafloor.web.exchange import Exchange
from tests.trading import Trading

KEY = Key(bytes(32))


def dong(minor: int) -> dict[str, Any]:
    """A sum as a request says it."""
    return {"minor": minor, "currency": "VND"}


class Auctioning:
    """Auctions in a house under test; time is that of the house."""

    def __init__(self, t: Trading) -> None:
        self.t = t
        self.exchange = Exchange(t.door, t.database, KEY, "http://localhost")

    def announce(self, seller: Actor, product: str, terms: str, **but: Any) -> str:
        """An ascending auction of a day, from 1.000 ₫ with a deposit of 100 ₫, but for what is
        said."""
        auction = new_id("auction")
        said = {
            "auction": auction,
            "product": product,
            "terms": terms,
            "mechanism": "ascending",
            "start": dong(1_000),
            "deposit": dong(100),
            "opens_at": self.t.now,
            "ends_at": self.t.now + DAY,
            "increment_minor": 50,
        } | but
        command = announcing(self.exchange, convert(said, NewAuction, strict=True))
        self.t.ask(seller, type(command), **to_builtins(command))
        return auction

    def bid(self, bidder: Actor, auction: str, minor: int, **but: Any) -> str:
        """A bid for research in Vietnam, but for what is said."""
        said = {
            "bid": new_id("bid"),
            "auction": auction,
            "amount": dong(minor),
            "purpose": "research",
            "country": "VN",
        } | but
        asked = convert(said, Bid, strict=True)
        command = asyncio.run(bidding(self.exchange, asked))
        self.t.ask(bidder, type(command), **to_builtins(command))
        return asked.bid

    def bell(self, until: int | None = None) -> None:
        """Time goes on to the end of every auction, or to then, and the exchange does what is
        due."""
        ends = [row[0] for row in self.t.rows("SELECT MAX(ends_at) FROM auctions_auction")]
        self.t.now = max(self.t.now, until if until is not None else ends[0])
        asyncio.run(ring_bells(self.exchange, self.t.now))
        asyncio.run(settle_bidders(self.exchange))
        asyncio.run(settle_winners(self.exchange, self.t.now))

    def view(self, auction: str) -> auctions.AuctionView:
        """The auction as everybody sees it."""
        return self.t.question(auctions.auction, auction)

    def state(self, auction: str, bidder: Actor) -> str:
        """Where a bidder stands."""
        (found,) = self.t.question(auctions.bidders, auction, bidder.organisation)
        return found.state


__all__ = ["DAY", "HOUR", "KEY", "Auctioning", "dong"]
