"""Search over HTTP: products by words and facets, and titles while somebody types."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter
from msgspec import Struct

from datafloor.adapters.search import Asked, Bucket, Mode, Reason, SearchIndex, Sort, words
from datafloor.adapters.search import reasons as why
from datafloor.adapters.search.following import parts
from datafloor.contexts import catalogue, market, participants
from datafloor.contexts.catalogue import Frequency, Grade, Origin, ProductView, Province, Theme
from datafloor.contexts.market import OfferView
from datafloor.contexts.policy import Onward, Purpose
from datafloor.kernel.db import Tx
from datafloor.kernel.money import MAX_MINOR
from datafloor.web.api.routes import OPEN, exchange_of
from datafloor.web.problems import answers

TAG = "Catalogue"

LINE = 160
FURTHEST = 10_000
"""Hits that can be paged through; further down nobody looks."""

Words = Annotated[
    str,
    QueryParameter(
        max_length=300, description="Words that must all be there, with or without their marks."
    ),
]


class SearchHit(Struct, frozen=True):
    """A product that was found, and why: one reason for each word."""

    product: str
    organisation: str
    seller: str
    title_en: str
    title_vi: str
    line_en: str
    line_vi: str
    origin: str
    listed_at: int
    rows: int | None
    fresh_at: int | None
    offers: list[OfferView]
    reasons: list[Reason]


class SearchAnswer(Struct, frozen=True):
    """What was found. `whole` is false for a while after a start, until all products are known.

    A facet says how many of all that were found have each value, the most frequent first.
    """

    total: int
    whole: bool
    hits: list[SearchHit]
    facets: dict[str, list[Bucket]]


class Suggestion(Struct, frozen=True):
    """A listed product whose title holds the words typed so far."""

    product: str
    title_en: str
    title_vi: str


def index_of(request: Request[Any, Any, Any]) -> SearchIndex:
    """The search index of the exchange that this application serves."""
    found: SearchIndex = request.app.state["search"]
    return found


def search_hits(tx: Tx, text: str, products: list[str]) -> list[SearchHit]:
    """The products as an answer shows them, in their order, without those gone meanwhile."""
    views = catalogue.views(tx, products)
    names = participants.names(tx, (each.organisation for each in views.values()))
    offers = market.offers_on(tx, products)
    return [
        _hit(text, views[each], names.get(views[each].organisation, ""), offers.get(each, []))
        for each in products
        if each in views
    ]


def _hit(text: str, view: ProductView, seller: str, offers: list[OfferView]) -> SearchHit:
    newest = view.versions[0] if view.versions else None
    return SearchHit(
        product=view.product,
        organisation=view.organisation,
        seller=seller,
        title_en=view.title_en,
        title_vi=view.title_vi,
        line_en=view.description_en[:LINE],
        line_vi=view.description_vi[:LINE],
        origin=view.origin,
        listed_at=view.state_at,
        rows=newest.rows if newest else None,
        fresh_at=newest.added_at if newest else None,
        offers=offers,
        reasons=why(words(text), parts(view, seller)),
    )


@get("/search", operation_id="search", tags=[TAG], security=OPEN, responses=answers(400))
async def search(
    request: Request[Any, Any, Any],
    q: Words = "",
    origin: Annotated[list[Origin] | None, QueryParameter()] = None,
    mode: Annotated[list[Mode] | None, QueryParameter()] = None,
    purpose: Annotated[list[Purpose] | None, QueryParameter()] = None,
    onward: Annotated[list[Onward] | None, QueryParameter()] = None,
    seller: Annotated[list[str] | None, QueryParameter(max_items=20)] = None,
    grade: Annotated[list[Grade] | None, QueryParameter()] = None,
    theme: Annotated[list[Theme] | None, QueryParameter()] = None,
    province: Annotated[list[Province] | None, QueryParameter()] = None,
    frequency: Annotated[list[Frequency] | None, QueryParameter()] = None,
    most: Annotated[int | None, QueryParameter(ge=0, le=MAX_MINOR)] = None,
    sort: Annotated[Sort, QueryParameter()] = Sort.best,
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> SearchAnswer:
    """Listed products that hold all the words, with or without Vietnamese marks.

    Words found as they were typed come first. `most` is the highest price in đồng.
    """
    asked = Asked(
        text=q,
        having={
            facet: tuple(values)
            for facet, values in (
                ("origin", origin),
                ("mode", mode),
                ("purpose", purpose),
                ("onward", onward),
                ("seller", seller),
                ("grade", grade),
                ("theme", theme),
                ("province", province),
                ("frequency", frequency),
            )
            if values
        },
        most_minor=most,
        sort=sort,
        offset=offset,
        limit=limit,
    )
    exchange, index = exchange_of(request), index_of(request)
    found = await asyncio.to_thread(index.find, asked)
    hits = await exchange.question(search_hits, q, [each.product for each in found.hits])
    return SearchAnswer(found.total, index.whole, hits, found.facets)


@get(
    "/search/suggestions",
    operation_id="suggestions",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def suggestions(
    request: Request[Any, Any, Any],
    q: Words,
    limit: Annotated[int, QueryParameter(ge=1, le=20)] = 8,
) -> list[Suggestion]:
    """Products whose titles go on from what is typed so far; the last word may be half."""
    found = await asyncio.to_thread(index_of(request).suggest, q, limit)
    titles = await exchange_of(request).question(catalogue.titles, found)
    return [Suggestion(each, *titles[each]) for each in found if each in titles]


ROUTES = [search, suggestions]
