"""The one application that a server listens with: the web, and beside it the byte plane."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar

from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects
from datafloor.adapters.search import SearchIndex, indexer, rebuild
from datafloor.adapters.secrets import HeldKeys
from datafloor.adapters.tables import Tables
from datafloor.adapters.tax_office import InvoiceFolder
from datafloor.adapters.uploads import Uploads
from datafloor.app.background import background
from datafloor.app.harvesting import harvesting
from datafloor.app.public_log import feeding, open_log
from datafloor.app.settings import Settings
from datafloor.contexts.agreements import signer
from datafloor.kernel import clock, mentions
from datafloor.kernel.follow import Following
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Command
from datafloor.plane.files import PREFIX, Files, Receive, Scope, Send
from datafloor.plane.meter import Meter
from datafloor.web.application import application
from datafloor.web.appraising import Appraising
from datafloor.web.counting import Requests
from datafloor.web.cutting import Cutting
from datafloor.web.dividing import Dividing
from datafloor.web.exchange import Exchange
from datafloor.web.looks import Looks
from datafloor.web.marking import marking_in
from datafloor.web.news import News
from datafloor.web.operation import Metrics
from datafloor.web.publishing import Publisher, sweep
from datafloor.web.quoting import Quotes
from datafloor.web.shelf import ContractShelf
from datafloor.web.working import Works


class Listening:
    """Files go to the plane, everything else to the web."""

    def __init__(self, web: Litestar, files: Files, metrics: Metrics, news: News) -> None:
        self._web: Any = web
        self._files = files
        self._metrics = metrics
        self._news = news

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._web(scope, receive, send)
            return
        app = self._files if scope["path"].startswith(PREFIX) else self._web
        await self._metrics.count(app, scope, receive, send)

    def stop(self) -> None:
        """The server will stop: end what would go on for ever."""
        self._news.close()


def _followers(exchange: Exchange, index: SearchIndex, news: News) -> list[Following]:
    """What follows the journal beside the requests, told of every commit."""
    database = exchange.database

    def signed(command: Command) -> object:
        return exchange.door.execute(command, EXCHANGE, new_id("request"))

    followers = [
        Following(database, mentions.indexer(database)),
        Following(database, indexer(database, index), lambda: rebuild(database, index)),
        Following(database, signer(database, HeldKeys(exchange.key), signed)),
        news.follow(database),
    ]
    for follower in followers:
        exchange.door.on_commit(follower.tell)
    return followers


def listening(settings: Settings, exchange: Exchange) -> Listening:
    """The whole of what one process serves."""
    objects = Objects(settings.objects)
    tables = Tables(objects)
    links = Links(objects, exchange.key.derive("links", "files"), settings.address)
    cutting, marking = Cutting(tables), marking_in(settings.folder, tables, exchange.key)
    shelf = ContractShelf(exchange, marking.progress, cutting.is_ready)
    meter, requests, looks = Meter(), Requests(), Looks()
    incoming = settings.folder / "incoming"
    log = open_log(settings.folder, objects, settings.address)
    folder = settings.folder
    index, office = SearchIndex(folder / "search"), InvoiceFolder(folder / "invoices")
    uploads, news = Uploads(settings.folder / "uploads"), News()
    works, dividing = Works(news), Dividing(exchange, tables, incoming)

    @asynccontextmanager
    async def beside(app: Litestar) -> AsyncIterator[None]:
        sweep(incoming)
        uploads.sweep(clock.now())
        followers = _followers(exchange, index, news)
        try:
            with feeding(log, settings.folder, exchange.door):
                reading = harvesting(exchange, looks, private=settings.harvest_private)
                beating = background(
                    exchange, meter, requests, tables, marking, dividing, cutting, office
                )
                async with beating, reading:
                    yield
        finally:
            await works.close()
            for follower in followers:
                follower.close()
            index.close()

    publisher = Publisher(tables, incoming, Appraising(objects), private=settings.harvest_private)
    metrics = Metrics()
    web = application(
        exchange,
        shelf,
        tables,
        links,
        publisher,
        marking,
        metrics,
        log,
        index,
        uploads,
        news,
        works,
        dividing,
        looks,
        Quotes(tables, settings.folder / "supports"),
        requests,
        lifespan=[beside],
    )
    return Listening(web, Files(shelf, objects, links, meter), metrics, news)
