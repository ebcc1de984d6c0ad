"""After the bell each bidder gets what is due: its deposit, its order, or neither."""

from typing import Any

import pytest

from datafloor.contexts.auctions import (
    BidderReleased,
    BidderState,
    LotAwarded,
    SettleBidder,
    WinnerDefaulted,
)
from datafloor.contexts.auctions.model import BidderFacts
from datafloor.contexts.auctions.rules import settle_bidder
from datafloor.contexts.policy import Purpose
from datafloor.contexts.settlement import Due, HoldState
from datafloor.kernel.ids import derived
from tests.rules.auctions.facts import AUCTION, BID, BIDDER, DEPOSIT, PRODUCT, TERMS, bidder
from tests.rules.deciding import DAY, NOW, SELLER, dong, may, said

ORDER = derived("order", BID)
LATE = NOW - 1
lost, won, awarded = BidderState.lost, BidderState.won, BidderState.awarded


def released(due: Due | None = None) -> BidderReleased:
    return BidderReleased(
        auction=AUCTION, bidder=BIDDER.organisation, deposit=DEPOSIT, due=due, why=None
    )


LOT = LotAwarded(
    auction=AUCTION,
    bidder=BIDDER.organisation,
    order=ORDER,
    seller=SELLER.organisation,
    product=PRODUCT,
    terms=TERMS,
    price=dong(1_500),
    purpose=Purpose.research,
    country="VN",
    pay_until=NOW + 5 * DAY,
)
DUE = Due(ORDER, BIDDER.organisation, SELLER.organisation, dong(1_500))
DEFAULTED = WinnerDefaulted(
    auction=AUCTION,
    bidder=BIDDER.organisation,
    deposit=DEPOSIT,
    order=ORDER,
    seller=SELLER.organisation,
)
AWAITED = HoldState.awaited


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (None, "auction_unknown"),
        (bidder(BidderState.bidding), []),
        (bidder(BidderState.released), []),
        (bidder(BidderState.defaulted), []),
        (bidder(lost), [released()]),
        (bidder(won), [LOT]),
        (bidder(won, wallet=1_399), [LOT]),
        (bidder(won, wallet=1_400), [released(), LOT]),
        (bidder(awarded, hold=AWAITED, pay_until=NOW), []),
        (bidder(awarded, hold=AWAITED, pay_until=NOW, wallet=1_399), []),
        (bidder(awarded, hold=AWAITED, pay_until=NOW, wallet=1_400), [released(DUE)]),
        (bidder(awarded, hold=AWAITED, pay_until=LATE, wallet=1_400), [released(DUE)]),
        (bidder(awarded, hold=AWAITED, pay_until=LATE), [DEFAULTED]),
        (bidder(awarded, hold=HoldState.held, pay_until=LATE), [released()]),
        (bidder(awarded, hold=HoldState.released, pay_until=LATE), [released()]),
        (bidder(awarded, hold=HoldState.dropped, pay_until=LATE), [released()]),
    ],
)
def test_settle_bidder(facts: BidderFacts | None, comes_to: Any) -> None:
    asked = SettleBidder(auction=AUCTION, bidder=BIDDER.organisation)
    assert said(settle_bidder, facts, asked) == comes_to
    assert may(SettleBidder) == {"exchange"}
