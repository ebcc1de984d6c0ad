"""Auctions over HTTP."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from datafloor.contexts import auctions
from datafloor.contexts.auctions import (
    AuctionState,
    AuctionView,
    BidderView,
    BidView,
    CancelAuction,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.web.api.routes import (
    BEARER,
    OPEN,
    RequestId,
    exchange_of,
    request_id_or_new,
    table,
)
from datafloor.web.auctioning import Bid, NewAuction, announcing, bidding
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Auctions"

AuctionPath = Annotated[str, PathParameter(pattern=pattern("auction"))]


def known_bidders(tx: Tx, auction: str, by: Actor) -> list[BidderView]:
    """The bidders whom somebody may know: oneself; and all of them after the bell for the seller
    and for those who oversee the exchange."""
    found = auctions.auction(tx, auction)
    over = found.state != AuctionState.open
    all_ = found.seller == by.organisation or oversees(by)
    return auctions.bidders(tx, auction, None if over and all_ else by.organisation)


@post(
    "/auctions",
    operation_id="open_auction",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def open_auction(
    request: Request[Any, Any, Any], data: JSONBody[NewAuction], request_id: RequestId = None
) -> Receipt:
    """Announce an auction of your listed product, under your terms. The exchange adds the digest
    of the seed that it draws with after the bell."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    command = announcing(exchange, data)
    return await exchange.door.ask(command, by, request_id_or_new(request_id))


@post(
    "/bids",
    operation_id="bid",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def bid(
    request: Request[Any, Any, Any], data: JSONBody[Bid], request_id: RequestId = None
) -> Receipt:
    """Bid: openly where the auction ascends, else sealed until the bell. With your first bid your
    deposit is set aside."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    command = await bidding(exchange, data)
    return await exchange.door.ask(command, by, request_id_or_new(request_id))


@get("/auctions", operation_id="auctions", tags=[TAG], security=OPEN, responses=answers(400))
async def all_auctions(
    request: Request[Any, Any, Any],
    after: Annotated[str, QueryParameter(max_length=40)] = "~",
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[AuctionView]:
    """All auctions, the newest first."""
    return await exchange_of(request).question(auctions.auctions, after, limit)


@get(
    "/auctions/{auction:str}",
    operation_id="auction",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def one(request: Request[Any, Any, Any], auction: AuctionPath) -> AuctionView:
    """One auction: before the bell its state, after it its minutes."""
    return await exchange_of(request).question(auctions.auction, auction)


@get(
    "/auctions/{auction:str}/bids",
    operation_id="auction_bids",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def bids(request: Request[Any, Any, Any], auction: AuctionPath) -> list[BidView]:
    """Every bid without its bidder. After the bell with amount and salt, so that you can compute
    each commitment, the draw and who wins again."""
    exchange = exchange_of(request)
    await exchange.question(auctions.auction, auction)
    return await exchange.question(auctions.bids, auction)


@get(
    "/auctions/{auction:str}/bidders",
    operation_id="auction_bidders",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def bidders(request: Request[Any, Any, Any], auction: AuctionPath) -> list[BidderView]:
    """Where you stand as a bidder; after the bell all bidders, for the seller and the offices."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(known_bidders, auction, by)


ROUTES = [
    open_auction,
    bid,
    all_auctions,
    one,
    bids,
    bidders,
    *table([("/auctions/cancellations", CancelAuction)], TAG),
]
