"""Search: products that hold all the words, typed with Vietnamese marks or without.

Beside what was found stands how it divides: each value of a facet with its count, to be ticked.
"""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.params import QueryParameter
from msgspec import Struct

from datafloor.adapters.search import FACETS, Asked, Bucket, Reason, Sort
from datafloor.contexts import participants
from datafloor.kernel.db import Tx
from datafloor.kernel.money import MAX_MINOR
from datafloor.web.api.search import FURTHEST, SearchHit, Words, index_of, search_hits
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.everyone import Card, lowest
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code, Language
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.pages.wording import of as word

PAGE = 24
MOST_CHOSEN = 40
"""Values of one facet that can be chosen at once."""


class Found(Struct, frozen=True):
    """A product that was found, and where each word of the question stands in it."""

    card: Card
    reasons: list[Reason]


class Option(Struct, frozen=True):
    """A value of a facet: its word, how many of all that were found have it."""

    value: str
    text: str
    count: int
    chosen: bool


@get("/search", security=OPEN)
async def search(
    request: Request[Any, Any, Any],
    q: Words = "",
    sort: Annotated[Sort, QueryParameter()] = Sort.best,
    most: Annotated[str, QueryParameter(max_length=30)] = "",
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
) -> Page:
    """What was found, the best first, and how it divides."""
    visit = await arrive(request)
    having = _having(request)
    asked = Asked(
        text=q, having=having, most_minor=_dong(most), sort=sort, offset=offset, limit=PAGE
    )
    found = await asyncio.to_thread(index_of(request).find, asked)
    hits = await visit.question(search_hits, q, [each.product for each in found.hits])
    more = offset + PAGE
    return visit.page(
        "search.html",
        q=q,
        total=found.total,
        found=[Found(_card(hit, visit.language.code), hit.reasons) for hit in hits],
        facets=await _facets(visit, having, found.facets),
        form=Form().fill(sort=sort.value, most=most),
        sorts=[(each.value, visit.language.say(word(f"sort.{each}"))) for each in Sort],
        more=_address(request, more) if more < min(found.total, FURTHEST) else "",
    )


def _having(request: Request[Any, Any, Any]) -> dict[str, tuple[str, ...]]:
    """The values that were ticked. One that no product has finds nothing."""
    chosen = {facet: request.query_params.getall(facet, []) for facet in FACETS}
    return {facet: tuple(values[:MOST_CHOSEN]) for facet, values in chosen.items() if values}


def _dong(typed: str) -> int | None:
    """A highest price as it was typed; none where it is no number."""
    number = whole(typed)
    return min(number, MAX_MINOR) if isinstance(number, int) else None


def _address(request: Request[Any, Any, Any], offset: int) -> str:
    """The same question, further down; without the site, so that no header can bend it."""
    said = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    return f"{request.url.path}?{urlencode([*said, ('offset', offset)])}"


async def _facets(
    visit: Visit, having: dict[str, tuple[str, ...]], buckets: dict[str, list[Bucket]]
) -> list[tuple[str, list[Option]]]:
    """The facets that divide what was found, each with its values; what was chosen stays."""
    names = await visit.question(_sellers, [each.value for each in buckets["seller"]])
    found = []
    for facet in FACETS:
        chosen = having.get(facet, ())
        counts = {each.value: each.count for each in buckets[facet]}
        values = [*counts, *(each for each in chosen if each not in counts)]
        options = [
            Option(
                each, _said(visit.language, facet, each, names), counts.get(each, 0), each in chosen
            )
            for each in values
        ]
        if chosen or len(options) > 1:
            found.append((facet, options))
    return found


def _sellers(tx: Tx, organisations: list[str]) -> dict[str, str]:
    return participants.names(tx, organisations)


def _said(language: Language, facet: str, value: str, names: dict[str, str]) -> str:
    if facet == "seller":
        return names.get(value, value)
    if facet == "grade":
        return value
    key = f"{facet}.{value}"
    return language.say(word(key)) if word(key) != key else value


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
