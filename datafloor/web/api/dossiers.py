"""Price dossiers over HTTP."""

import asyncio
from typing import Any

from litestar import Request, get

from datafloor.contexts import catalogue
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import ProductPath
from datafloor.web.api.routes import BEARER, exchange_of
from datafloor.web.dossiers import Signed, form_dossier, on_offer, signed
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody


@get(
    "/products/{product:str}/price-dossier",
    operation_id="price_dossier",
    tags=["Market"],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def price_dossier(request: Request[Any, Any, Any], product: ProductPath) -> Signed:
    """On what the price of your product can rest: comparables on offer here, and bands that are
    right as often as they say. Signed by the exchange."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    facts = await exchange.question(catalogue.product_facts, product)
    offices = not by.roles.isdisjoint(("operator", "supervisor"))
    if facts is None or not (offices or facts.organisation == by.organisation):
        raise Refused(Refusal.product_unknown)
    asked, known = await exchange.question(on_offer, product)
    dossier = await asyncio.to_thread(form_dossier, product, asked, known, clock.now())
    return signed(exchange, dossier)


ROUTES = [price_dossier]
