"""Search: products that hold all the words, typed with Vietnamese marks or without."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter

from datafloor.adapters.search import Asked
from datafloor.web.api.search import FURTHEST, SearchHit, Words, index_of, search_hits
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.everyone import Card, lowest
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import Page, arrive

PAGE = 24


@get("/search", security=OPEN)
async def search(
    request: Request[Any, Any, Any],
    q: Words = "",
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
) -> Page:
    """What was found, the best first."""
    visit = await arrive(request)
    asked = Asked(text=q, offset=offset, limit=PAGE)
    found = await asyncio.to_thread(index_of(request).find, asked)
    hits = await visit.question(search_hits, q, [each.product for each in found.hits])
    more = offset + PAGE
    return visit.page(
        "search.html",
        q=q,
        total=found.total,
        cards=[_card(hit, visit.language.code) for hit in hits],
        more=more if more < min(found.total, FURTHEST) else 0,
    )


def _card(hit: SearchHit, code: Code) -> Card:
    return Card(
        product=hit.product,
        title=hit.title_vi if code == "vi" else hit.title_en,
        line=hit.line_vi if code == "vi" else hit.line_en,
        who=hit.seller,
        origin=hit.origin,
        state="listed",
        state_at=hit.listed_at,
        rows=hit.rows,
        fresh_at=hit.fresh_at,
        price=lowest(hit.offers),
        offers=len(hit.offers),
    )


ROUTES = [search]
