"""A winner whose order cannot come about has its deposit back."""

from typing import Any

import pytest

from datafloor.contexts.auctions import BidderReleased, BidderState, ReleaseWinner
from datafloor.contexts.auctions.model import BidderFacts
from datafloor.contexts.auctions.rules import release_winner
from tests.rules.auctions.facts import AUCTION, BIDDER, DEPOSIT, bidder
from tests.rules.deciding import may, said

BACK = BidderReleased(
    auction=AUCTION,
    bidder=BIDDER.organisation,
    deposit=DEPOSIT,
    due=None,
    why="product_unlisted",
)


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (None, "auction_unknown"),
        (bidder(BidderState.won), [BACK]),
        (bidder(BidderState.lost), []),
        (bidder(BidderState.awarded), []),
        (bidder(BidderState.released), []),
    ],
)
def test_release_winner(facts: BidderFacts | None, comes_to: Any) -> None:
    asked = ReleaseWinner(auction=AUCTION, bidder=BIDDER.organisation, why="product_unlisted")
    assert said(release_winner, facts, asked) == comes_to
    assert may(ReleaseWinner) == {"exchange"}
