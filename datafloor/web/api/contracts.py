"""Data contracts in: a seller's contract becomes the draft of a product."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.params import QueryParameter

from datafloor.contexts.catalogue import (
    Coverage,
    DescribeFields,
    DescribeListing,
    DraftProduct,
    Origin,
    StateCoverage,
    Statement,
)
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.web.api.catalogue import TAG
from datafloor.web.api.routes import BEARER, RequestId, exchange_of, request_id_or_new
from datafloor.web.problems import answers
from datafloor.web.protocols.open_catalogue import prefilled
from datafloor.web.protocols.open_catalogue.promises import claims, meanings
from datafloor.web.signing_in import somebody


@post(
    "/products/from-odcs",
    operation_id="draft_product_from_contract",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 409, 413, 422, 503, 507),
)
async def draft_product_from_contract(
    request: Request[Any, Any, Any],
    product: Annotated[str, QueryParameter(pattern=pattern("product"))],
    origin: Annotated[Origin | None, QueryParameter()] = None,
    request_id: RequestId = None,
) -> Receipt:
    """Begin a product from a data contract: the body is ODCS 3 in YAML or JSON.

    `product` is your id of it. The contract gives titles and descriptions; what it does not say
    in Vietnamese is taken as it is, to be translated before the product is submitted. Its domain,
    service levels, quality rules and limitations become the product's coverage and statement, and
    its columns' descriptions say what they mean.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    text = await request.body()
    said = prefilled(text)
    coverage, statement = claims(text)
    command = DraftProduct(
        product=product,
        title_en=said.title_en,
        title_vi=said.title_vi,
        description_en=said.description_en,
        description_vi=said.description_vi,
        origin=origin or said.origin,
        origin_note=said.origin_note,
    )
    name = request_id_or_new(request_id)
    receipt = await exchange.door.ask(command, by, name)
    if coverage != Coverage():
        cover = StateCoverage(product=product, coverage=coverage)
        await exchange.door.ask(cover, by, f"{name}_coverage")
    if statement != Statement():
        describe = DescribeListing(product=product, statement=statement)
        await exchange.door.ask(describe, by, f"{name}_statement")
    if columns := meanings(text):
        mean = DescribeFields(product=product, meanings=columns)
        await exchange.door.ask(mean, by, f"{name}_fields")
    return receipt


ROUTES = [draft_product_from_contract]
