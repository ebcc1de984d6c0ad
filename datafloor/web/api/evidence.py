"""Evidence over HTTP: receipts of requests, and bundles about things."""

import asyncio
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import PathParameter
from msgspec import to_builtins

from datafloor.contexts import evidence
from datafloor.contexts.evidence import Evidence, Standing
from datafloor.kernel.ids import BODY, whole
from datafloor.verify.page import render
from datafloor.web.api.routes import BEARER, OPEN, exchange_of
from datafloor.web.log import log_of
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Evidence"

RequestName = Annotated[
    str,
    PathParameter(pattern=whole("[!-~]{8,100}"), description="The Idempotency-Key of a command."),
]
Thing = Annotated[
    str,
    PathParameter(pattern=whole(f"[a-z]+_{BODY}"), description="The id of a product, contract, …"),
]


@get(
    "/receipts/{request_name:str}",
    operation_id="receipt",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409, 503),
)
async def receipt(request: Request[Any, Any, Any], request_name: RequestName) -> Evidence:
    """What a request came to, with the proof that it is in the public log.

    Keep it: `datafloor verify` checks it without the exchange.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await asyncio.to_thread(
        exchange.question_now, evidence.receipt, log_of(request).read, by, request_name
    )


@get(
    "/bundles/{thing:str}",
    operation_id="bundle",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409, 503),
)
async def bundle(request: Request[Any, Any, Any], thing: Thing) -> Response[str]:
    """All that happened to one thing, as far as you took part: a page that proves itself.

    People read it; `datafloor verify` checks it without the exchange.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    found = await asyncio.to_thread(
        exchange.question_now, evidence.bundle, log_of(request).read, by, thing
    )
    page = await asyncio.to_thread(render, to_builtins(found))
    return Response(
        page,
        media_type="text/html",
        headers={"content-disposition": f'attachment; filename="{thing}.html"'},
    )


@get("/log", operation_id="log", tags=[TAG], security=OPEN, responses=answers(503))
async def log(request: Request[Any, Any, Any]) -> Standing:
    """How the public log stands: its last checkpoint, and since when entries wait, if any do."""
    exchange = exchange_of(request)
    return await asyncio.to_thread(exchange.question_now, evidence.standing, log_of(request).read)


ROUTES = [receipt, bundle, log]
