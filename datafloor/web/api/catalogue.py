"""Data products over HTTP."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import (
    DelistProduct,
    DraftProduct,
    ListProduct,
    ProductCard,
    ProductState,
    ProductView,
    RefuseListing,
    ReviseProduct,
    SubmitProduct,
)
from datafloor.kernel.ids import pattern
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Catalogue"

ProductPath = Annotated[str, PathParameter(pattern=pattern("product"))]


@get(
    "/products",
    operation_id="products",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def products(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "product_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[ProductCard]:
    """The products that are listed, the newest first."""
    return await exchange_of(request).question(catalogue.products, before=before, limit=limit)


@get(
    "/products/{product:str}",
    operation_id="product",
    tags=[TAG],
    security=[{}, *BEARER],
    responses=answers(400, 401, 404),
)
async def product(request: Request[Any, Any, Any], product: ProductPath) -> ProductView:
    """One product with its versions. What is not listed is seen by its seller and the operator."""
    exchange = exchange_of(request)
    found = await exchange.question(catalogue.product, product)
    if found.state in (ProductState.listed, ProductState.delisted):
        return found
    if "authorization" not in request.headers:
        raise Refused(Refusal.product_unknown)
    by = await somebody(request, exchange)
    if by.organisation != found.organisation and by.roles.isdisjoint(("operator", "supervisor")):
        raise Refused(Refusal.product_unknown)
    return found


@get(
    "/queue",
    operation_id="queue",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403),
)
async def queue(
    request: Request[Any, Any, Any],
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[ProductCard]:
    """The products that wait for the operator, the longest waiting first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    if by.roles.isdisjoint(("operator", "supervisor")):
        raise Refused(Refusal.role_missing)
    return await exchange.question(catalogue.queue, limit)


ROUTES = [
    products,
    product,
    queue,
    *table(
        [
            ("/products", DraftProduct),
            ("/products/revisions", ReviseProduct),
            ("/products/submissions", SubmitProduct),
            ("/listings", ListProduct),
            ("/listings/refusals", RefuseListing),
            ("/listings/withdrawals", DelistProduct),
        ],
        TAG,
    ),
]
