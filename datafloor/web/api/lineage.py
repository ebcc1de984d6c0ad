"""Lineage over HTTP: events of sellers' pipelines, and where a product's versions came from."""

from typing import Any

from litestar import Request, post
from msgspec import Struct

from datafloor.contexts.lineage import RecordLineage, WithdrawRun, run_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, exchange_of, table
from datafloor.web.problems import answers
from datafloor.web.protocols.openlineage.reading import LARGEST, read_event, unpacked
from datafloor.web.signing_in import somebody

TAG = "Lineage"


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


ROUTES = [openlineage, *table([("/lineage/withdrawals", WithdrawRun)], TAG)]
