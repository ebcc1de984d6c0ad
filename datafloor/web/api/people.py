"""Sharing over HTTP: agreements, contributions, splits, and what belongs to people."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from datafloor.contexts import catalogue, market, people
from datafloor.contexts.people import (
    AccrualView,
    AgreeSharing,
    ClaimHead,
    ClaimView,
    DeclineSharing,
    ForgetClaim,
    PeopleRule,
    ProposeSharing,
    SetPeopleRule,
    ShareView,
    SharingView,
    SplitView,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import BODY, pattern, whole
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import ProductPath
from datafloor.web.api.market import OrderPath, concerns
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, table
from datafloor.web.api.versions import FileName
from datafloor.web.dividing import Dividing
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Sharing"

SharingPath = Annotated[str, PathParameter(pattern=pattern("sharing"))]
ContributionPath = Annotated[str, PathParameter(pattern=pattern("contribution"))]
HeadPath = Annotated[str, PathParameter(pattern=whole("[0-9a-f]{16}"))]


class Called(Struct, frozen=True, forbid_unknown_fields=True):
    """What the data call somebody, in the column that says whom a row is about."""

    called: Annotated[str, Meta(pattern=whole(r"[^\x00]+"), max_length=1_000)]


class Head(Struct, frozen=True):
    """Somebody's code in a product's data."""

    head: str


class Part(Struct, frozen=True):
    """What an accrual has for one of the people, in millionths of a smallest unit."""

    accrual: str
    micro: int


def split_of(tx: Tx, order: str, bill: str, by: Actor) -> SplitView:
    """How an order, or a bill under its contract, was shared, for who has a part of it, is a party
    to it, or oversees. Raises `Refused` where it was not shared."""
    found, sold = people.sale_split(tx, bill or order), market.order(tx, order)
    if found is None or sold is None or found.order != order:
        raise Refused(Refusal.order_unknown)
    named = {line.organisation for line in found.lines}
    if by.organisation not in named and not concerns(sold, by):
        raise Refused(Refusal.order_unknown)
    return found


def sharing_of(tx: Tx, sharing: str, by: Actor) -> SharingView:
    """An agreement, for its parties and for who oversees."""
    found = people.sharing(tx, sharing)
    if found is None or not (
        oversees(by) or by.organisation in {party.organisation for party in found.parties}
    ):
        raise Refused(Refusal.sharing_unknown)
    return found


def claims_of(tx: Tx, product: str, by: Actor) -> list[ClaimView]:
    """The claims on a product, for its seller and for who oversees."""
    facts = catalogue.product_facts(tx, product)
    if facts is None or not (oversees(by) or facts.organisation == by.organisation):
        raise Refused(Refusal.product_unknown)
    return people.claims(tx, product)


@get("/sharings", operation_id="sharings", tags=[TAG], security=BEARER, responses=answers(401))
async def sharings(request: Request[Any, Any, Any]) -> list[SharingView]:
    """The agreements on sharing to which your organisation is a party, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(people.sharings, organisation=by.organisation)


@get(
    "/sharings/{sharing:str}",
    operation_id="sharing",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def sharing(request: Request[Any, Any, Any], sharing: SharingPath) -> SharingView:
    """One agreement, with what was measured under it last."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(sharing_of, sharing, by)


@put(
    "/sharings/{sharing:str}/contributions/{contribution:str}",
    operation_id="register_contribution",
    tags=[TAG],
    security=BEARER,
    request_max_body_size=None,
    status_code=201,
    responses=answers(400, 401, 403, 404, 409, 415, 422, 503, 507),
)
async def contribute(
    request: Request[Any, Any, Any],
    sharing: SharingPath,
    contribution: ContributionPath,
    name: FileName = "table",
) -> Receipt:
    """Register what you contributed: the body is your file, with the columns by which the
    agreement knows a record. The exchange keeps a keyed digest of every row, and not the rows."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    dividing: Dividing = request.app.state["dividing"]
    return await dividing.receive(
        by,
        contribution,
        sharing,
        request.stream(),
        name=name,
        request_id=f"contribute_{contribution}",
    )


@get(
    "/orders/{order:str}/split",
    operation_id="sale_split",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def sale_split(
    request: Request[Any, Any, Any],
    order: OrderPath,
    bill: Annotated[str, QueryParameter(pattern=whole(f"(bill_{BODY})?"))] = "",
) -> SplitView:
    """How a sale was shared, line by line: what the order cost, or a bill under its contract."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(split_of, order, bill, by)


@get("/shares", operation_id="shares", tags=[TAG], security=BEARER, responses=answers(400, 401))
async def shares(
    request: Request[Any, Any, Any],
    before: Annotated[int, QueryParameter(ge=0, le=people.LAST)] = people.LAST,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[ShareView]:
    """Your organisation's shares in sales and in bills, the latest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(people.shares, by.organisation, before=before, limit=limit)


@get("/people-rule", operation_id="people_rule", tags=[TAG], security=OPEN, responses={})
async def people_rule(request: Request[Any, Any, Any]) -> PeopleRule | None:
    """What the people in the data have of a sale here, and how it is paid."""
    return await exchange_of(request).question(people.people_rule)


@get(
    "/products/{product:str}/accruals",
    operation_id="accruals",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def accruals(request: Request[Any, Any, Any], product: ProductPath) -> list[AccrualView]:
    """What was divided among the people in a product's data, the newest first."""
    return await exchange_of(request).question(people.accruals, product)


@get(
    "/products/{product:str}/heads/{head:str}",
    operation_id="head",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def head(request: Request[Any, Any, Any], product: ProductPath, head: HeadPath) -> list[Part]:
    """What each accrual has for one of the people, whom only she and the seller know by this."""
    dividing: Dividing = request.app.state["dividing"]
    return [Part(*each) for each in await dividing.parts_of(product, head)]


@post(
    "/products/{product:str}/codes",
    operation_id="find_code",
    tags=[TAG],
    security=BEARER,
    status_code=200,
    responses=answers(400, 401, 404),
)
async def find_code(
    request: Request[Any, Any, Any], product: ProductPath, data: JSONBody[Called]
) -> Head:
    """The code of somebody whom your data call so, as she showed you. What is sent is kept
    nowhere."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    await exchange.question(claims_of, product, by)
    dividing: Dividing = request.app.state["dividing"]
    return Head(dividing.head(product, data.called))


@get(
    "/products/{product:str}/claims",
    operation_id="claims",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def claims(request: Request[Any, Any, Any], product: ProductPath) -> list[ClaimView]:
    """The claims on what belongs to a product's people, and what each has had."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(claims_of, product, by)


ROUTES = [
    sharings,
    sharing,
    contribute,
    sale_split,
    shares,
    people_rule,
    accruals,
    head,
    find_code,
    claims,
    *table(
        [
            ("/sharings", ProposeSharing),
            ("/sharings/agreements", AgreeSharing),
            ("/sharings/refusals", DeclineSharing),
            ("/people-rule", SetPeopleRule),
            ("/claims", ClaimHead),
            ("/claims/erasures", ForgetClaim),
        ],
        TAG,
    ),
]
