"""The harvest beside the requests: feeds whose time has come are read, and looks are counted."""

from asyncio import create_task, gather
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from datafloor.adapters.harvest import read_apart
from datafloor.adapters.harvest.apart import End
from datafloor.app.background import repeat
from datafloor.contexts import inventory
from datafloor.contexts.inventory import (
    MOST_ITEMS,
    EndRound,
    FeedKind,
    FeedView,
    Outcome,
    RecordItems,
    RecordViews,
    Viewed,
)
from datafloor.kernel import clock
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange
from datafloor.web.looks import Looks

DUE_SECONDS = 20
LOOKS_SECONDS = 30


@asynccontextmanager
async def harvesting(exchange: Exchange, looks: Looks, *, private: bool) -> AsyncIterator[None]:
    """The harvest, begun and ended with the application. Looks are written down at last."""

    async def due() -> None:
        await harvest_due(exchange, private=private)

    async def count() -> None:
        await count_looks(exchange, looks)

    tasks = [create_task(repeat(due, DUE_SECONDS)), create_task(repeat(count, LOOKS_SECONDS))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await gather(*tasks, return_exceptions=True)
        await count()


async def harvest_due(exchange: Exchange, *, private: bool) -> None:
    """Read the feeds whose time has come, one after the other."""
    for feed in await exchange.question(inventory.due_feeds, clock.now()):
        with suppress(Refused):  # ended meanwhile
            await harvest(exchange, feed, private=private)


async def harvest(exchange: Exchange, feed: FeedView, *, private: bool) -> None:
    """One round through a feed. What it read stays, however the round ends; only after one that
    came to the end of the feed is what it did not name gone."""
    before = await exchange.question(inventory.keys, feed.feed)
    named: set[str] = set()
    count = 0
    async for page in read_apart(FeedKind(feed.speaks), feed.url, private=private):
        if not isinstance(page, End):
            count += len(page)
            named.update(each.key for each in page)
            await _ask(exchange, RecordItems(feed=feed.feed, items=tuple(page)))
            continue
        if page.outcome is Outcome.whole:
            gone = [item for key, item in before.items() if key not in named]
            for start in range(0, len(gone), MOST_ITEMS):
                part = tuple(gone[start : start + MOST_ITEMS])
                await _ask(exchange, RecordItems(feed=feed.feed, gone=part))
        ended = EndRound(
            feed=feed.feed, outcome=page.outcome, item_count=count, problem=page.problem
        )
        await _ask(exchange, ended)


async def count_looks(exchange: Exchange, looks: Looks) -> None:
    """Write down how often items were looked at since the last time."""
    views = [Viewed(item, count) for item, count in looks.drain().items()]
    for start in range(0, len(views), MOST_ITEMS):
        await _ask(exchange, RecordViews(views=tuple(views[start : start + MOST_ITEMS])))


async def _ask(exchange: Exchange, command: Command) -> None:
    """Ask in the exchange's own name; that nothing changed is no fault."""
    try:
        await exchange.door.ask(command, EXCHANGE, new_id("request"))
    except Refused as refused:
        if refused.why is not Refusal.nothing_to_change:
            raise
