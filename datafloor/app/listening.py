"""The one application that a server listens with: the web, and beside it the byte plane."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar

from datafloor.adapters.links import Links
from datafloor.adapters.mark_keys import MarkKeys
from datafloor.adapters.objects import Objects
from datafloor.adapters.search import SearchIndex, indexer, rebuild
from datafloor.adapters.tables import Tables
from datafloor.app.background import background
from datafloor.app.public_log import feeding, open_log
from datafloor.app.settings import Settings
from datafloor.kernel import mentions
from datafloor.kernel.follow import Following
from datafloor.plane.files import PREFIX, Files, Receive, Scope, Send
from datafloor.plane.meter import Meter
from datafloor.web.application import application
from datafloor.web.exchange import Exchange
from datafloor.web.marking import Marking
from datafloor.web.operation import Metrics
from datafloor.web.publishing import Publisher, sweep
from datafloor.web.shelf import ContractShelf


class Listening:
    """Files go to the plane, everything else to the web."""

    def __init__(self, web: Litestar, files: Files, metrics: Metrics) -> None:
        self._web: Any = web
        self._files = files
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._web(scope, receive, send)
            return
        app = self._files if scope["path"].startswith(PREFIX) else self._web
        await self._metrics.count(app, scope, receive, send)


def listening(settings: Settings, exchange: Exchange) -> Listening:
    """The whole of what one process serves."""
    objects = Objects(settings.objects)
    tables = Tables(objects)
    links = Links(objects, exchange.key.derive("links", "files"), settings.address)
    keys = MarkKeys(settings.folder / "marks", exchange.key)
    marking = Marking(tables, keys, settings.folder / "leaks")
    shelf, meter = ContractShelf(exchange, marking.progress), Meter()
    incoming = settings.folder / "incoming"

    log = open_log(settings.folder, objects, settings.address)
    index = SearchIndex(settings.folder / "search")

    @asynccontextmanager
    async def beside(app: Litestar) -> AsyncIterator[None]:
        sweep(incoming)
        database = exchange.database
        followers = [
            Following(database, mentions.indexer(database)),
            Following(database, indexer(database, index), lambda: rebuild(database, index)),
        ]
        for follower in followers:
            exchange.door.on_commit(follower.tell)
        try:
            with feeding(log, settings.folder, exchange.door):
                async with background(exchange, meter, tables, marking):
                    yield
        finally:
            for follower in followers:
                follower.close()
            index.close()

    publisher, metrics = Publisher(tables, incoming), Metrics()
    web = application(
        exchange, shelf, tables, links, publisher, marking, metrics, log, index, lifespan=[beside]
    )
    return Listening(web, Files(shelf, objects, links, meter), metrics)
