"""The bell: what was sealed is opened, and who wins follows from it."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.analysis.commitments import commitment
from datafloor.contexts.auctions import (
    AuctionClosed,
    AuctionState,
    CloseAuction,
    Mechanism,
    Opening,
)
from datafloor.contexts.auctions.model import AuctionFacts, CloseFacts, Made
from datafloor.contexts.auctions.rules import close_auction
from datafloor.kernel.clock import after_working_days
from datafloor.kernel.ids import new_id
from tests.rules.auctions.facts import AUCTION, SEED, auction
from tests.rules.deciding import NOW, VN, may, said

BIDS = [new_id("bid") for _ in range(4)]
SALT = "7" * 64


def sealed(mechanism: Mechanism, *amounts: int) -> tuple[CloseFacts, tuple[Opening, ...]]:
    over = auction(mechanism=mechanism, ends_at=NOW, bidders_count=len(amounts))
    opened = tuple(Opening(bid, minor, SALT) for bid, minor in zip(BIDS, amounts, strict=False))
    made = tuple(
        Made(each.bid, "org", None, commitment(AUCTION, each.bid, each.amount_minor, SALT))
        for each in opened
    )
    return CloseFacts(over, made), opened


def wins(facts: CloseFacts, opened: tuple[Opening, ...]) -> list[tuple[str, int]]:
    asked = CloseAuction(auction=AUCTION, seed=SEED, opened=opened[::-1])
    (closed,) = said(close_auction, facts, asked, now=NOW, law=VN)
    assert isinstance(closed, AuctionClosed)
    assert closed.return_by is not None
    assert closed.return_by.until == after_working_days(NOW, 3)
    assert closed.bidders_count == len(facts.bids)
    return [(each.bid, each.price_minor) for each in closed.winners]


def test_the_highest_bid_wins() -> None:
    first, second = Mechanism.first_price, Mechanism.second_price
    assert wins(*sealed(first, 1_100, 1_300, 1_200)) == [(BIDS[1], 1_300)]
    assert wins(*sealed(second, 1_100, 1_300, 1_200)) == [(BIDS[1], 1_200)]
    assert wins(*sealed(second, 1_100)) == [(BIDS[0], 1_000)]
    assert wins(*sealed(second, 1_300, 1_300)) == [(BIDS[0], 1_300)]
    assert wins(*sealed(first)) == []


def test_many_win_at_the_price_of_the_other_side() -> None:
    found = wins(*sealed(Mechanism.many_winners, 1_400, 1_300, 1_200, 1_100))
    amounts = dict(zip(BIDS, (1_400, 1_300, 1_200, 1_100), strict=True))
    assert found and all(1_000 <= price <= amounts[bid] for bid, price in found)


def test_open_bids_need_no_opening() -> None:
    made = (Made(BIDS[0], "a", 1_000, None), Made(BIDS[1], "b", 1_050, None))
    over = auction(ends_at=NOW, bidders_count=2)
    assert wins(CloseFacts(over, made), ()) == [(BIDS[1], 1_050)]


@pytest.mark.parametrize(
    ("found", "now", "comes_to"),
    [
        (None, NOW, "auction_unknown"),
        (auction(ends_at=NOW), NOW - 1, "auction_running"),
        (auction(state=AuctionState.closed), NOW, []),
        (auction(state=AuctionState.cancelled), NOW, []),
    ],
)
def test_close_auction(found: AuctionFacts | None, now: int, comes_to: Any) -> None:
    asked = CloseAuction(auction=AUCTION, seed=SEED, opened=())
    assert said(close_auction, CloseFacts(found, ()), asked, now=now) == comes_to
    assert may(CloseAuction) == {"exchange"}


def test_nothing_but_what_was_sealed_and_said_is_opened() -> None:
    facts, opened = sealed(Mechanism.first_price, 1_100, 1_300)
    wrong = [
        CloseAuction(auction=AUCTION, seed="6" * 64, opened=opened),
        CloseAuction(
            auction=AUCTION,
            seed=SEED,
            opened=(replace(opened[0], amount_minor=1_301), opened[1]),
        ),
        CloseAuction(
            auction=AUCTION, seed=SEED, opened=(replace(opened[0], salt="8" * 64), opened[1])
        ),
    ]
    for asked in wrong:
        with pytest.raises(AssertionError):
            said(close_auction, facts, asked, now=NOW)
    with pytest.raises(KeyError):
        asked = CloseAuction(auction=AUCTION, seed=SEED, opened=opened[:1])
        said(close_auction, facts, asked, now=NOW)
