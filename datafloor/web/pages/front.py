"""The first page, what is on offer, and the page of figures."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter
from msgspec import Struct

from datafloor.adapters.search import Asked
from datafloor.contexts import catalogue, market, participants
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.web.api.search import index_of
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.everyone import LAST, PAGE, Card, card
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import Page, arrive
from datafloor.web.statistics import Month, Traded, lately, statistics

HEIGHT = 96
STEP = 28
BAR = 20


class Front(Struct, frozen=True):
    """The newest products, how large the exchange is, and what was contracted last."""

    cards: list[Card]
    products: int
    organisations: int
    contracts: int
    lately: list[Traded]


def _front(tx: Tx, code: Code, before: str) -> Front:
    found = catalogue.products(tx, before=before, limit=PAGE + 1)
    who = participants.names(tx, (each.organisation for each in found))
    offers = market.offers_on(tx, (each.product for each in found))
    return Front(
        [card(each, code, who[each.organisation], offers.get(each.product, [])) for each in found],
        catalogue.on_offer(tx),
        participants.count(tx),
        market.contracts(tx),
        lately(tx),
    )


@get("/", security=OPEN)
async def front(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = LAST,
) -> Page:
    """What is on offer, the newest first; beside the first of them, what it is about."""
    visit = await arrive(request)
    found = await visit.question(_front, visit.language.code, before)
    return visit.page(
        "front.html",
        found=found,
        cards=found.cards[:PAGE],
        more=found.cards[PAGE - 1].product if len(found.cards) > PAGE else "",
        first=before == LAST,
        themes=await _themes(request) if before == LAST else [],
    )


async def _themes(request: Request[Any, Any, Any]) -> list[tuple[str, int]]:
    """The themes of what is on offer, each with how many products it has."""
    found = await asyncio.to_thread(index_of(request).find, Asked(limit=1))
    return [(each.value, each.count) for each in found.facets["theme"]]


class Bar(Struct, frozen=True):
    """A month as a bar of a chart: where it stands, how high it is, and its figures."""

    x: int
    y: int
    height: int
    month: Month


@get("/statistics", security=OPEN)
async def figures(request: Request[Any, Any, Any]) -> Page:
    """The exchange in figures."""
    visit = await arrive(request)
    found = await visit.question(statistics, clock.now())
    return visit.page(
        "statistics.html",
        found=found,
        bars=_bars(found.months),
        size=(STEP * len(found.months), HEIGHT),
        themes=await _themes(request),
    )


def _bars(months: list[Month]) -> list[Bar]:
    most = max((each.contracts for each in months), default=0) or 1
    found = []
    for number, each in enumerate(months):
        height = round((HEIGHT - 2) * each.contracts / most)
        found.append(Bar(number * STEP + (STEP - BAR) // 2, HEIGHT - height, height, each))
    return found


ROUTES = [front, figures]
