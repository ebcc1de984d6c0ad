"""On what a price can rest, over HTTP."""

from typing import Any

from litestar import Request, get

from datafloor.contexts import catalogue
from datafloor.contexts.market import Grounds
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import ProductPath
from datafloor.web.api.routes import BEARER, exchange_of
from datafloor.web.dossiers import on_offer
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Market"


@get(
    "/products/{product:str}/price-grounds",
    operation_id="price_grounds",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def price_grounds(request: Request[Any, Any, Any], product: ProductPath) -> Grounds:
    """On what the price of your product can rest now: comparables on offer here, and bands that
    are right as often as they say."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    facts = await exchange.question(catalogue.product_facts, product)
    if facts is None or not (oversees(by) or facts.organisation == by.organisation):
        raise Refused(Refusal.product_unknown)
    asked, known = await exchange.question(on_offer, product)
    return await exchange.references.grounds(asked, known, clock.now())


ROUTES = [price_grounds]
