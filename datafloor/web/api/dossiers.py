"""On what prices rest, over HTTP: what is declared, what is comparable, and signed dossiers."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from datafloor.contexts import dossiers
from datafloor.contexts.dossiers import (
    DeclareCost,
    Declared,
    DeclareIncome,
    DossierId,
    DossierView,
    Grounds,
    WithdrawCost,
)
from datafloor.contexts.market import OrderId
from datafloor.kernel import clock
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import ProductPath
from datafloor.web.api.routes import BEARER, RequestId, exchange_of, request_id_or_new, table
from datafloor.web.dossiers import on_offer
from datafloor.web.exchange import Exchange
from datafloor.web.issuing import concerned, file, issue, read
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Price dossiers"

DossierPath = Annotated[str, PathParameter(pattern=pattern("dossier"))]


class DossierAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A dossier to issue, under your id of it: of a trade where an order is named."""

    dossier: DossierId
    order: OrderId | None = None


async def _concerned(exchange: Exchange, product: str, by: Actor) -> None:
    if not await exchange.question(concerned, product, by):
        raise Refused(Refusal.product_unknown)


@get(
    "/products/{product:str}/costs",
    operation_id="declared",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def declared(request: Request[Any, Any, Any], product: ProductPath) -> Declared:
    """What is declared of cost and income: for its seller, the offices, and who appraised it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    await _concerned(exchange, product, by)
    return await exchange.question(dossiers.declared, product)


@get(
    "/products/{product:str}/price-grounds",
    operation_id="price_grounds",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def price_grounds(request: Request[Any, Any, Any], product: ProductPath) -> Grounds:
    """On what the price of a product can rest now: comparables on offer here, bands that are right
    as often as they say, and what was declared of cost and income."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    await _concerned(exchange, product, by)
    found = await exchange.question(on_offer, product)
    return await exchange.references.grounds(*found, clock.now())


@get(
    "/products/{product:str}/price-dossiers",
    operation_id="price_dossiers",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def price_dossiers(
    request: Request[Any, Any, Any], product: ProductPath
) -> list[DossierView]:
    """The dossiers of a product and of trades in it, the latest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    await _concerned(exchange, product, by)
    return await exchange.question(dossiers.of_product, product)


@post(
    "/products/{product:str}/price-dossiers",
    operation_id="issue_dossier",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def issue_dossier(
    request: Request[Any, Any, Any],
    product: ProductPath,
    data: JSONBody[DossierAsked],
    request_id: RequestId = None,
) -> Receipt:
    """Freeze on what the price of a product rests now, or that of one trade in it. Its seller, the
    operator, or who appraised it may ask; the exchange signs it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    name = request_id_or_new(request_id)
    return await issue(exchange, by, data.dossier, product, data.order, name)


@get(
    "/price-dossiers/{dossier:str}",
    operation_id="price_dossier",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def price_dossier(
    request: Request[Any, Any, Any], dossier: DossierPath
) -> Response[dict[str, Any]]:
    """A dossier as a file that `datafloor verify` checks: for whom it concerns, and for the buyer
    of a trade that it is about or that was ordered after it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    found = await exchange.question(read, dossier, by)
    said = f'attachment; filename="{dossier}.json"'
    return Response(msgspec.json.decode(file(found)), headers={"content-disposition": said})


ROUTES = [
    declared,
    price_grounds,
    price_dossiers,
    issue_dossier,
    price_dossier,
    *table(
        [
            ("/products/costs", DeclareCost),
            ("/products/costs/withdrawals", WithdrawCost),
            ("/products/incomes", DeclareIncome),
        ],
        TAG,
    ),
]
