"""Publishing a table over HTTP: the file is the body, whatever its size."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Literal

from litestar import Request, put
from litestar.params import FromQuery, PathParameter, QueryParameter

from datafloor.adapters.tables import Reading
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern, whole
from datafloor.web.api.catalogue import TAG, ProductPath
from datafloor.web.api.routes import BEARER, exchange_of
from datafloor.web.problems import answers
from datafloor.web.publishing import Publisher
from datafloor.web.signing_in import somebody

VersionPath = Annotated[str, PathParameter(pattern=pattern("version"))]
FileName = Annotated[
    str,
    QueryParameter(
        pattern=whole(r"\w[\w .()+-]{0,150}"),
        description="The file's name; its ending tells the kind where the content does not."
        " A Delta table is sent as a .tar of its folder.",
    ),
]


@put(
    "/products/{product:str}/versions/{version:str}",
    operation_id="publish_version",
    tags=[TAG],
    security=BEARER,
    request_max_body_size=None,
    status_code=201,
    responses=answers(400, 401, 403, 404, 409, 415, 422, 503, 507),
)
async def publish_version(
    request: Request[Any, Any, Any],
    product: ProductPath,
    version: VersionPath,
    name: FileName = "table",
    mode: FromQuery[Literal["overwrite", "append"]] = "overwrite",
    encoding: Annotated[str | None, QueryParameter(max_length=40)] = None,
    separator: Annotated[str | None, QueryParameter(max_length=1)] = None,
    address: Annotated[str | None, QueryParameter(max_length=2000)] = None,
    zone: Annotated[str, QueryParameter(max_length=60)] = "UTC",
) -> Receipt:
    """Publish a table as a new version: Parquet, CSV, JSON lines, or a Delta table as .tar.

    The body is the file itself; or it is empty, and `address` says where on the open network the
    exchange fetches it (http or https, also an address that a store signed for you). A version is
    entered whole or not at all; what could not be read is refused with the line and what to do.
    Repeated with the same content it is done once.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    publisher: Publisher = request.app.state["publisher"]

    async def publish(body: AsyncIterator[bytes] | Path, named: str) -> Receipt:
        return await publisher.publish(
            exchange,
            by,
            product,
            version,
            body,
            name=named,
            append=mode == "append",
            reading=Reading(encoding, separator, zone),
            request_id=f"publish_{version}",
        )

    if address is None:
        return await publish(request.stream(), name)
    async with publisher.fetched(exchange, by, product, address) as path:
        return await publish(path, path.name)


ROUTES = [publish_version]
