"""What a query of a product is worth, over HTTP."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from datafloor.analysis.pricing.queries import Query
from datafloor.kernel.ids import pattern
from datafloor.web.api.routes import BEARER, exchange_of
from datafloor.web.problems import answers
from datafloor.web.quoting import Quoted, Quotes
from datafloor.web.signing_in import somebody

TAG = "Market"


class QuoteAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """A query, and those whose answers one has already."""

    query: Query
    had: Annotated[tuple[Query, ...], Meta(max_length=100)] = ()


@post(
    "/products/{product:str}/quote",
    operation_id="quote",
    tags=[TAG],
    security=BEARER,
    status_code=200,
    responses=answers(400, 401, 404, 409, 422),
)
async def quote(
    request: Request[Any, Any, Any],
    product: Annotated[str, PathParameter(pattern=pattern("product"))],
    data: JSONBody[QuoteAsked],
) -> Quoted:
    """What part of the full price a query is worth, and what it adds to what one has."""
    exchange = exchange_of(request)
    await somebody(request, exchange)
    quotes: Quotes = request.app.state["quotes"]
    return await quotes.quote(exchange, product, data.query, data.had)


ROUTES = [quote]
