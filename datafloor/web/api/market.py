"""Terms, offers, orders and contracts over HTTP."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from datafloor.analysis.pricing.arbitrage import Arbitrage
from datafloor.contexts import catalogue, delivery, market, policy, settlement
from datafloor.contexts.delivery import GrantView
from datafloor.contexts.market import (
    CancelOrder,
    ChangePrice,
    EndContract,
    MakeOffer,
    OfferView,
    OrderView,
    PlaceOrder,
    Prepared,
    PrepareOffer,
    Priced,
    WithdrawOffer,
)
from datafloor.contexts.policy import PublishTerms, TermsView
from datafloor.contexts.settlement import HoldView
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, pattern
from datafloor.kernel.law import Judgement, Pack, recorded
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Market"

OrderPath = Annotated[str, PathParameter(pattern=pattern("order"))]
TermsPath = Annotated[str, PathParameter(pattern=pattern("terms"))]


class Trade(Struct, frozen=True):
    """An order with its money and its right of access, as its parties and its overseers see it."""

    order: OrderView
    hold: HoldView | None
    grant: GrantView | None


def trade(tx: Tx, order: str, by: Actor) -> Trade:
    """One trade. Raises `Refused` where there is none that concerns the asker."""
    found = market.order(tx, order)
    if found is None or not concerns(found, by):
        raise Refused(Refusal.order_unknown)
    held = settlement.hold(tx, order)
    return Trade(found, held, delivery.grant(tx, derived("grant", order)))


def concerns(order: OrderView, by: Actor) -> bool:
    """Whether somebody is a party to an order, or oversees all of them."""
    return by.organisation in (order.buyer, order.seller) or oversees(by)


@get(
    "/terms/{terms:str}",
    operation_id="terms",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def terms(request: Request[Any, Any, Any], terms: TermsPath) -> TermsView:
    """Published licence terms."""
    return await exchange_of(request).question(policy.terms, terms)


@get("/offers", operation_id="offers", tags=[TAG], security=OPEN, responses=answers(400))
async def offers(
    request: Request[Any, Any, Any],
    product: Annotated[str, QueryParameter(pattern=pattern("product"))],
) -> list[OfferView]:
    """The offers on a product that take orders, the oldest first."""
    return await exchange_of(request).question(market.offers, product)


@get(
    "/products/{product:str}/prices",
    operation_id="prices",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def prices(
    request: Request[Any, Any, Any],
    product: Annotated[str, PathParameter(pattern=pattern("product"))],
) -> list[Priced]:
    """Every price that offers on a product had, the latest first."""
    return await exchange_of(request).question(market.price_history, product)


class Foreseen(Struct, frozen=True):
    """The offer that a seller prepares, and what the law would say if the product were submitted
    now, and then if it were offered so."""

    prepared: Prepared
    listing: Judgement
    offer: Judgement


def foreseen(tx: Tx, product: str, by: Actor, law: Pack, now: int) -> Foreseen:
    """What stands in the way of listing a product and of the offer that is prepared, or else of
    the newest that stands. Raises `Refused` for whom it does not concern."""
    listing = catalogue.listing_facts(tx, product, now)
    offices = not by.roles.isdisjoint(("operator", "supervisor"))
    if listing is None or not (offices or listing.product.organisation == by.organisation):
        raise Refused(Refusal.product_unknown)
    mind = market.prepared(tx, product)
    standing = market.offers(tx, product)
    if standing and mind == Prepared():
        offer = standing[-1]
        licence = policy.terms(tx, offer.terms).licence
        mind = Prepared(licence, offer.price, offer.form)
    listed, offered = market.foreseen(listing, mind.licence, mind.price, mind.form, law, now)
    return Foreseen(mind, recorded(law, listed), recorded(law, offered))


@get(
    "/products/{product:str}/foreseen-listing",
    operation_id="foreseen_listing",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def foreseen_listing(
    request: Request[Any, Any, Any],
    product: Annotated[str, PathParameter(pattern=pattern("product"))],
) -> Foreseen:
    """What each point of law would answer if your product were submitted now. Decides nothing."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(foreseen, product, by, exchange.door.house.law, clock.now())


@get(
    "/offers/{offer:str}/arbitrage",
    operation_id="arbitrage",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def arbitrage(
    request: Request[Any, Any, Any],
    offer: Annotated[str, PathParameter(pattern=pattern("offer"))],
) -> list[Arbitrage]:
    """What of an offer's price list costs more than parts of it that give as much."""
    found = await exchange_of(request).question(market.offer_facts, offer)
    if found is None:
        raise Refused(Refusal.offer_unknown)
    return market.outwitted(found.form)


@get("/orders", operation_id="orders", tags=[TAG], security=BEARER, responses=answers(400, 401))
async def orders(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "order_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[OrderView]:
    """The orders in which your organisation is buyer or seller, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(market.orders, by.organisation, before=before, limit=limit)


@get(
    "/orders/{order:str}",
    operation_id="order",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def order(request: Request[Any, Any, Any], order: OrderPath) -> Trade:
    """One order: what was agreed, where its money is, and what was delivered."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(trade, order, by)


ROUTES = [
    terms,
    offers,
    prices,
    foreseen_listing,
    arbitrage,
    orders,
    order,
    *table(
        [
            ("/terms", PublishTerms),
            ("/offers/preparations", PrepareOffer),
            ("/offers", MakeOffer),
            ("/offers/prices", ChangePrice),
            ("/offers/withdrawals", WithdrawOffer),
            ("/orders", PlaceOrder),
            ("/orders/cancellations", CancelOrder),
            ("/contracts/endings", EndContract),
        ],
        TAG,
    ),
]
