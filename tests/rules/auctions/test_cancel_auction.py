"""A seller gives an auction up before anybody bids; the operator stops it at any time."""

from typing import Any

import pytest

from datafloor.contexts.auctions import AuctionCancelled, AuctionState, CancelAuction
from datafloor.contexts.auctions.model import AuctionFacts
from datafloor.contexts.auctions.rules import cancel_auction
from datafloor.kernel.message import Actor
from tests.rules.auctions.facts import AUCTION, OPEN, auction
from tests.rules.deciding import OPERATOR, OTHER_SELLER, SELLER, may, said

DONE = [AuctionCancelled(auction=AUCTION, reason="A mistake.")]
BID_ON = auction(bidders_count=1)


@pytest.mark.parametrize(
    ("facts", "by", "comes_to"),
    [
        (OPEN, SELLER, DONE),
        (OPEN, OPERATOR, DONE),
        (BID_ON, OPERATOR, DONE),
        (BID_ON, SELLER, "auction_has_bids"),
        (OPEN, OTHER_SELLER, "not_yours"),
        (None, OPERATOR, "auction_unknown"),
        (auction(state=AuctionState.closed), OPERATOR, "auction_over"),
        (auction(state=AuctionState.cancelled), SELLER, "auction_over"),
    ],
)
def test_cancel_auction(facts: AuctionFacts | None, by: Actor, comes_to: Any) -> None:
    asked = CancelAuction(auction=AUCTION, reason="A mistake.")
    assert said(cancel_auction, facts, asked, by) == comes_to
    assert may(CancelAuction) == {"seller", "operator"}
