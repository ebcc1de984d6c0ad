"""An open bid is higher than the last; one shortly before the end moves the end."""

from typing import Any

import pytest

from datafloor.contexts.auctions import AuctionState, BidPlaced, Mechanism, PlaceBid, Sign, Tie
from datafloor.contexts.auctions.model import BidFacts
from datafloor.contexts.auctions.rules import place_bid
from datafloor.contexts.policy import Purpose
from datafloor.kernel.ids import derived
from datafloor.kernel.money import Money
from tests.rules.auctions.facts import AUCTION, BID, BIDDER, DEPOSIT, OPEN, auction, bidding
from tests.rules.deciding import DAY, NOW, dong, may, said

MINUTE = 60_000_000


def asked(minor: int = 1_000, purpose: Purpose = Purpose.research, country: str = "VN") -> PlaceBid:
    return PlaceBid(bid=BID, auction=AUCTION, amount=dong(minor), purpose=purpose, country=country)


def placed(minor: int, deposit: str | None, ends_at: int, ties: Any = ()) -> list[BidPlaced]:
    return [
        BidPlaced(
            auction=AUCTION,
            bid=BID,
            bidder=BIDDER.organisation,
            amount=dong(minor),
            purpose=Purpose.research,
            country="VN",
            deposit=deposit,
            deposit_amount=dong(100),
            ends_at=ends_at,
            related=tuple(each.organisation for each in ties),
            ties=ties,
        )
    ]


NEW = derived("deposit", BID)
TIES = (Tie("org_x", (Sign.tax_code, Sign.mailbox)),)
LED = auction(leading_minor=1_200)


@pytest.mark.parametrize(
    ("facts", "minor", "now", "comes_to"),
    [
        (bidding(), 1_000, NOW, placed(1_000, NEW, OPEN.ends_at)),
        (bidding(deposit=DEPOSIT), 1_000, NOW, placed(1_000, None, OPEN.ends_at)),
        (bidding(LED), 1_250, NOW, placed(1_250, NEW, OPEN.ends_at)),
        (bidding(ties=TIES), 1_000, NOW, placed(1_000, NEW, OPEN.ends_at, TIES)),
        (
            bidding(),
            1_000,
            OPEN.ends_at - MINUTE,
            placed(1_000, NEW, OPEN.ends_at + 4 * MINUTE),
        ),
        (bidding(), 1_000, OPEN.ends_at - 5 * MINUTE, placed(1_000, NEW, OPEN.ends_at)),
        (bidding(), 1_000, OPEN.ends_at - 1, placed(1_000, NEW, OPEN.ends_at - 1 + 5 * MINUTE)),
        (bidding(), 999, NOW, "bid_too_low"),
        (bidding(LED), 1_249, NOW, "bid_too_low"),
        (bidding(None), 1_000, NOW, "auction_unknown"),
        (bidding(), 1_000, OPEN.ends_at, "auction_over"),
        (bidding(auction(state=AuctionState.closed)), 1_000, NOW, "auction_over"),
        (bidding(auction(state=AuctionState.cancelled)), 1_000, NOW, "auction_over"),
        (bidding(), 1_000, NOW - 2 * DAY, "auction_not_begun"),
        (bidding(auction(seller=BIDDER.organisation)), 1_000, NOW, "own_auction"),
        (bidding(seller_signs=(Sign.mailbox,)), 1_000, NOW, "bidder_related"),
        (bidding(auction(mechanism=Mechanism.first_price)), 1_000, NOW, "bid_of_other_kind"),
        (bidding(auction(start=Money(5, "USD"))), 1_000, NOW, "currency_differs"),
        (bidding(exists=True), 1_000, NOW, "id_taken"),
    ],
)
def test_place_bid(facts: BidFacts, minor: int, now: int, comes_to: Any) -> None:
    assert said(place_bid, facts, asked(minor), BIDDER, now) == comes_to


def test_only_for_what_the_terms_allow() -> None:
    other = asked(purpose=Purpose.credit_scoring)
    assert said(place_bid, bidding(), other, BIDDER) == "purpose_not_licensed"
    assert said(place_bid, bidding(), asked(country="US"), BIDDER) == "country_not_licensed"


def test_who_may() -> None:
    assert may(PlaceBid) == {"buyer"}
