"""Data that exist elsewhere and are not offered, over HTTP."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from datafloor.adapters.search import SearchIndex
from datafloor.analysis.likeness import ALIKE, likeness
from datafloor.contexts import catalogue, inventory
from datafloor.contexts.inventory import (
    AddFeed,
    EndFeed,
    FeedView,
    Inventory,
    ItemView,
    TakeUpItem,
    WantItem,
)
from datafloor.kernel.ids import pattern
from datafloor.web.api.routes import OPEN, exchange_of, table
from datafloor.web.api.search import FURTHEST, Words, index_of
from datafloor.web.exchange import Exchange
from datafloor.web.looks import Looks
from datafloor.web.problems import answers

TAG = "Inventory"
LOOKED_AT = 10
"""Listed products whose titles are compared with an item's."""


class Alike(Struct, frozen=True):
    """A listed product of which the title is nearly an item's; `percent` says how nearly."""

    product: str
    title_en: str
    title_vi: str
    percent: int


class ItemAnswer(Struct, frozen=True):
    """An item, and what is listed already and may be the same."""

    item: ItemView
    alike: list[Alike]


def looks_of(request: Request[Any, Any, Any]) -> Looks:
    """Where this application counts who looks at items."""
    found: Looks = request.app.state["looks"]
    return found


async def alike(exchange: Exchange, index: SearchIndex, title: str) -> list[Alike]:
    """The listed products that a title may name already, the most alike first."""
    near = await asyncio.to_thread(index.similar, title, LOOKED_AT)
    titles = await exchange.question(catalogue.titles, near)
    found = [
        Alike(product, en, vi, round(100 * most))
        for product, (en, vi) in titles.items()
        if (most := max(likeness(title, en), likeness(title, vi))) >= ALIKE
    ]
    return sorted(found, key=lambda each: (-each.percent, each.product))


@get("/inventory", operation_id="inventory", tags=[TAG], security=OPEN, responses=answers(400))
async def items(
    request: Request[Any, Any, Any],
    q: Words = "",
    feed: Annotated[str, QueryParameter(max_length=40)] = "",
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> Inventory:
    """Data that exist elsewhere and that nobody offers here, the most wanted first."""
    return await exchange_of(request).question(
        inventory.sleeping, q, feed=feed, offset=offset, limit=limit
    )


@get(
    "/inventory/{item:str}",
    operation_id="item",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def item(
    request: Request[Any, Any, Any],
    item: Annotated[str, PathParameter(pattern=pattern("item"))],
) -> ItemAnswer:
    """One item with its use, and what is listed already and may be the same. It is counted."""
    exchange = exchange_of(request)
    found = await exchange.question(inventory.item, item)
    looks_of(request).add(item)
    return ItemAnswer(found, await alike(exchange, index_of(request), found.title))


@get("/feeds", operation_id="feeds", tags=[TAG], security=OPEN)
async def feeds(request: Request[Any, Any, Any]) -> list[FeedView]:
    """The catalogues of others that are harvested, and how their last rounds ended."""
    return await exchange_of(request).question(inventory.feeds)


ROUTES = [
    items,
    item,
    feeds,
    *table(
        [
            ("/feeds", AddFeed),
            ("/feeds/ends", EndFeed),
            ("/inventory/wants", WantItem),
            ("/inventory/uptakes", TakeUpItem),
        ],
        TAG,
    ),
]
