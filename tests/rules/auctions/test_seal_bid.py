"""A sealed bid shows its commitment and nothing else."""

from hashlib import sha256
from typing import Any

import pytest

from datafloor.contexts.auctions import BidSealed, Mechanism, SealBid, Sign
from datafloor.contexts.auctions.model import BidFacts
from datafloor.contexts.auctions.rules import seal_bid
from datafloor.contexts.policy import Purpose
from datafloor.kernel import canonical
from datafloor.kernel.ids import derived
from tests.rules.auctions.facts import AUCTION, BID, BIDDER, DEPOSIT, auction, bidding
from tests.rules.deciding import DAY, NOW, dong, may, said

SALT = "7" * 64


def asked(minor: int) -> SealBid:
    return SealBid(
        bid=BID,
        auction=AUCTION,
        amount=dong(minor),
        purpose=Purpose.research,
        country="VN",
        salt=SALT,
        sealed="ab",
    )


def sealed(minor: int, deposit: str | None) -> list[BidSealed]:
    return [
        BidSealed(
            auction=AUCTION,
            bid=BID,
            bidder=BIDDER.organisation,
            commitment=sha256(f"{AUCTION}\n{BID}\n{minor}\n{SALT}".encode()).hexdigest(),
            purpose=Purpose.research,
            country="VN",
            deposit=deposit,
            deposit_amount=dong(100),
            related=(),
        )
    ]


SEALED = auction(mechanism=Mechanism.second_price)


@pytest.mark.parametrize(
    ("facts", "minor", "now", "comes_to"),
    [
        (bidding(SEALED), 1_000, NOW, sealed(1_000, derived("deposit", BID))),
        (bidding(SEALED, deposit=DEPOSIT), 7_777, NOW, sealed(7_777, None)),
        (bidding(SEALED), 999, NOW, "bid_too_low"),
        (bidding(), 1_000, NOW, "bid_of_other_kind"),
        (bidding(SEALED), 1_000, NOW + DAY, "auction_over"),
        (bidding(SEALED), 1_000, NOW + DAY - 1, sealed(1_000, derived("deposit", BID))),
        (bidding(SEALED, seller_signs=(Sign.interest,)), 1_000, NOW, "bidder_related"),
    ],
)
def test_seal_bid(facts: BidFacts, minor: int, now: int, comes_to: Any) -> None:
    found = said(seal_bid, facts, asked(minor), BIDDER, now)
    assert found == comes_to
    if isinstance(found, list):
        assert str(minor).encode() not in canonical.encode(found[0]).replace(b'"minor":100', b"")


def test_who_may() -> None:
    assert may(SealBid) == {"buyer"}
