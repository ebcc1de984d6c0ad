"""Data products over HTTP."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import (
    AppraisalView,
    CheckSample,
    DelistProduct,
    DeprecateProduct,
    DescribeFields,
    DescribeListing,
    DraftProduct,
    FileAppraisal,
    LiftSuspension,
    ListingView,
    ListProduct,
    ProductCard,
    ProductState,
    ProductView,
    RefuseListing,
    ReviseProduct,
    SetListingRule,
    ShowRows,
    StateCoverage,
    SubmitProduct,
    SuspendProduct,
)
from datafloor.kernel.ids import pattern
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, office, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Catalogue"

PUBLIC = (ProductState.listed, ProductState.suspended, ProductState.delisted)
"""The states in which everybody sees a product."""

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
    return await seen(request, product)


async def seen(request: Request[Any, Any, Any], product: str) -> ProductView:
    """The product, if the asker may see it."""
    exchange = exchange_of(request)
    found = await exchange.question(catalogue.product, product)
    if found.state in PUBLIC:
        return found
    if "authorization" not in request.headers:
        raise Refused(Refusal.product_unknown)
    by = await somebody(request, exchange)
    if by.organisation != found.organisation and not oversees(by):
        raise Refused(Refusal.product_unknown)
    return found


@get(
    "/products/{product:str}/listing",
    operation_id="listing",
    tags=[TAG],
    security=[{}, *BEARER],
    responses=answers(400, 401, 404),
)
async def listing(request: Request[Any, Any, Any], product: ProductPath) -> ListingView:
    """What was stated about a product and found in it, and what each rule of law answered."""
    found = await seen(request, product)
    return await exchange_of(request).question(catalogue.listing, found.product)


@get(
    "/products/{product:str}/appraisals",
    operation_id="appraisals",
    tags=[TAG],
    security=[{}, *BEARER],
    responses=answers(400, 401, 404),
)
async def appraisals(request: Request[Any, Any, Any], product: ProductPath) -> list[AppraisalView]:
    """The reports that appraisers filed on a product, the newest first."""
    found = await seen(request, product)
    return await exchange_of(request).question(catalogue.appraisals, found.product)


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
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(catalogue.queue, limit)


@get(
    "/samples",
    operation_id="samples",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403),
)
async def samples(
    request: Request[Any, Any, Any],
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[ProductCard]:
    """The products that were listed at once, were drawn, and wait for a check."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(catalogue.samples, limit)


ROUTES = [
    products,
    product,
    listing,
    appraisals,
    queue,
    samples,
    *table(
        [
            ("/products", DraftProduct),
            ("/products/revisions", ReviseProduct),
            ("/products/coverage", StateCoverage),
            ("/products/fields", DescribeFields),
            ("/products/submissions", SubmitProduct),
            ("/listings", ListProduct),
            ("/listings/refusals", RefuseListing),
            ("/listings/withdrawals", DelistProduct),
            ("/products/statements", DescribeListing),
            ("/appraisals", FileAppraisal),
            ("/listing-rules", SetListingRule),
            ("/samples/checks", CheckSample),
            ("/listings/suspensions", SuspendProduct),
            ("/listings/suspensions/ends", LiftSuspension),
            ("/products/shown-rows", ShowRows),
            ("/listings/deprecations", DeprecateProduct),
        ],
        TAG,
    ),
]
