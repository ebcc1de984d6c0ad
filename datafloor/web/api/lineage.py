"""Lineage over HTTP: events of sellers' pipelines, and where a product's versions came from."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter
from msgspec import Struct
from msgspec.structs import replace

from datafloor.contexts import delivery, market, participants
from datafloor.contexts.lineage import RecordLineage, WithdrawRun, run_id
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import ProductPath, seen
from datafloor.web.api.routes import BEARER, exchange_of, table
from datafloor.web.lineage import Lineage, lineage_of
from datafloor.web.problems import answers
from datafloor.web.protocols.openlineage.reading import LARGEST, read_event, unpacked
from datafloor.web.protocols.openlineage.writing import events
from datafloor.web.protocols.prov.document import Document, of_contract, of_product
from datafloor.web.protocols.prov.writing import as_json_ld, as_prov_json, as_turtle
from datafloor.web.signing_in import NOBODY, somebody

TAG = "Lineage"

ContractPath = Annotated[str, PathParameter(pattern=pattern("contract"))]


class Taken(Struct, frozen=True):
    """The run as this exchange calls it."""

    run: str


@post(
    "/v1/lineage",
    operation_id="openlineage",
    tags=[TAG],
    security=BEARER,
    request_max_body_size=LARGEST,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def openlineage(request: Request[Any, Any, Any]) -> Taken:
    """An OpenLineage run event of your pipeline, as its clients send it; repeated, it counts once.

    A data set of this exchange has the exchange's address as its namespace, and as its name the id
    of a product or version, or what readers call the table of your own product.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    if (why := RecordLineage.may(by)) is not None:
        raise Refused(why)
    body = unpacked(await request.body(), request.headers.get("content-encoding", ""))
    command = await exchange.question(read_event, exchange.base_url, by.organisation, body)
    try:
        await exchange.door.ask(command, by, f"lineage_{command.event}")
    except Refused as refused:
        if refused.why is not Refusal.nothing_to_change:  # a colleague's token told it before
            raise
    return Taken(run_id(by.organisation, command.run))


@get(
    "/products/{product:str}/lineage",
    operation_id="lineage",
    tags=[TAG],
    security=[{}, *BEARER],
    responses=answers(400, 401, 404),
)
async def lineage_events(
    request: Request[Any, Any, Any], product: ProductPath
) -> list[dict[str, Any]]:
    """Where a product came from and where it went, as OpenLineage run events, the earliest first.

    Deliveries are told to the seller, the offices, and each buyer its own.
    """
    of = await lineage_for(request, product)
    return await asyncio.to_thread(events, exchange_of(request).base_url, of)


async def lineage_for(request: Request[Any, Any, Any], product: str) -> Lineage:
    """What this asker may see. Raises `Refused` for who may not see the product."""
    exchange = exchange_of(request)
    await seen(request, product)
    by = NOBODY
    if "authorization" in request.headers:
        by = await somebody(request, exchange)
    return await exchange.question(lineage_of, product, by)


FORMS: tuple[tuple[str, str, Any, Callable[[str, Document], Any]], ...] = (
    ("", "application/json", Response[dict[str, Any]], as_prov_json),
    (".ttl", "text/turtle", Response[str], as_turtle),
    (".jsonld", "application/ld+json", Response[dict[str, Any]], as_json_ld),
)
"""The forms of PROV by the ending of their address: media type, what is answered, writer."""


def _of_product(
    ending: str, kind: str, answered: Any, write: Callable[[str, Document], Any]
) -> HTTPRouteHandler:
    async def provenance(request: Request[Any, Any, Any], product: ProductPath) -> Any:
        document = of_product(await lineage_for(request, product))
        return Response(write(exchange_of(request).base_url, document), media_type=kind)

    provenance.__annotations__["return"] = answered
    return get(
        f"/products/{{product:str}}/provenance{ending}",
        operation_id=f"product_provenance{ending.replace('.', '_')}",
        summary="Product provenance",
        description="Where a product came from and where it went, in the terms of W3C PROV:"
        " PROV-JSON, or PROV-O in Turtle or JSON-LD.",
        tags=[TAG],
        security=[{}, *BEARER],
        media_type=kind,
        responses=answers(400, 401, 404),
    )(provenance)


def _of_contract(
    ending: str, kind: str, answered: Any, write: Callable[[str, Document], Any]
) -> HTTPRouteHandler:
    async def provenance(request: Request[Any, Any, Any], contract: ContractPath) -> Any:
        exchange = exchange_of(request)
        by = await somebody(request, exchange)
        document = await exchange.question(contract_document, by, contract)
        return Response(write(exchange.base_url, document), media_type=kind)

    provenance.__annotations__["return"] = answered
    return get(
        f"/contracts/{{contract:str}}/provenance{ending}",
        operation_id=f"contract_provenance{ending.replace('.', '_')}",
        summary="Contract provenance",
        description="What a contract is about, where that came from, and its delivery, in the terms"
        " of W3C PROV: for its parties and the offices.",
        tags=[TAG],
        security=BEARER,
        media_type=kind,
        responses=answers(400, 401, 404),
    )(provenance)


def contract_document(tx: Tx, by: Actor, contract: str) -> Document:
    """A contract in the terms of PROV. Raises `Refused` for whom it does not concern."""
    facts = market.contract_facts(tx, contract)
    office = not by.roles.isdisjoint(("operator", "supervisor"))
    if facts is None or not (office or by.organisation in (facts.seller, facts.buyer)):
        raise Refused(Refusal.contract_unknown)
    found = lineage_of(tx, facts.product, by)
    own = delivery.grant(tx, derived("grant", contract))
    names = participants.names(tx, (facts.seller, facts.buyer))
    of = replace(found, grants=(own,) if own else (), names={**found.names, **names})
    return of_contract(of, facts, delivery.statement(tx, contract))


ROUTES = [
    openlineage,
    lineage_events,
    *(_of_product(*form) for form in FORMS),
    *(_of_contract(*form) for form in FORMS),
    *table([("/lineage/withdrawals", WithdrawRun)], TAG),
]
