"""An auction, as tables of cases vary it."""

from typing import Any

from msgspec.structs import replace

from datafloor.analysis.commitments import seed_digest
from datafloor.contexts.auctions import AuctionState, BidderState, Mechanism
from datafloor.contexts.auctions.model import AuctionFacts, BidderFacts, BidFacts
from datafloor.contexts.policy import Limit, Onward, Purpose, Terms, TermsFacts
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong

AUCTION, PRODUCT, TERMS = new_id("auction"), new_id("product"), new_id("terms")
BID, OTHER_BID, DEPOSIT = new_id("bid"), new_id("bid"), new_id("deposit")
SEED = "5" * 64
BIDDER: Actor = BUYER
OPEN = AuctionFacts(
    auction=AUCTION,
    seller=SELLER.organisation,
    product=PRODUCT,
    terms=TERMS,
    mechanism=Mechanism.ascending,
    start=dong(1_000),
    increment_minor=50,
    deposit=dong(100),
    opens_at=NOW - DAY,
    ends_at=NOW + DAY,
    extension_seconds=300,
    pay_days=5,
    seed_digest=seed_digest(SEED),
    state=AuctionState.open,
    leading_minor=None,
    bidders_count=0,
)
LICENCE = Terms(
    days=365,
    purposes=(Purpose.research,),
    territory=("VN",),
    exclusive=False,
    onward=Onward.none,
    ip=(Limit.attribution,),
)


def terms(licence: Terms = LICENCE) -> TermsFacts:
    return TermsFacts(SELLER.organisation, canonical.encode(licence).decode())


def auction(**but: Any) -> AuctionFacts:
    return replace(OPEN, **but)


def bidding(auction: AuctionFacts | None = OPEN, **but: Any) -> BidFacts:
    return replace(BidFacts(False, auction, None, terms(), (), ()), **but)


def bidder(state: BidderState, **but: Any) -> BidderFacts:
    return replace(
        BidderFacts(
            auction=auction(state=AuctionState.closed),
            state=state,
            deposit=DEPOSIT,
            bid=BID,
            purpose=Purpose.research,
            country="VN",
            price_minor=1_500,
            pay_until=None,
            wallet=0,
            hold=None,
        ),
        **but,
    )
