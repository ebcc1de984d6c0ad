"""The web application, put together from its routes."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Message, Scope

from datafloor import __version__
from datafloor.adapters.links import Links
from datafloor.adapters.search import SearchIndex
from datafloor.adapters.shelf import Shelf
from datafloor.adapters.tables import Tables
from datafloor.adapters.uploads import Uploads
from datafloor.contexts.evidence import PublicLog
from datafloor.web import news as streams
from datafloor.web import operation
from datafloor.web.api import (
    agreements,
    auctions,
    banking,
    billing,
    catalogue,
    certificates,
    contracts,
    delivery,
    document,
    dossiers,
    evidence,
    inventory,
    invoices,
    journal,
    lineage,
    market,
    marks,
    negotiation,
    participants,
    people,
    search,
    second_factor,
    settlement,
    statistics,
    versions,
)
from datafloor.web.api import quotes as quotes_api
from datafloor.web.api import uploads as tus
from datafloor.web.body import StrictRequest
from datafloor.web.counting import Requests
from datafloor.web.dividing import Dividing
from datafloor.web.exchange import Exchange
from datafloor.web.log import log_file
from datafloor.web.looks import Looks
from datafloor.web.marking import Marking
from datafloor.web.news import News
from datafloor.web.operation import Metrics
from datafloor.web.pages import faults, site
from datafloor.web.protocols import open_catalogue
from datafloor.web.protocols.delta_sharing import delta_sharing
from datafloor.web.publishing import Publisher
from datafloor.web.quoting import Quotes
from datafloor.web.signing_in import first_who
from datafloor.web.working import Works

LARGEST_BODY = 1_000_000
"""Bytes of a command. Tables have a route of their own, without this limit."""


PARTS = (
    document,
    participants,
    second_factor,
    certificates,
    catalogue,
    contracts,
    search,
    inventory,
    tus,
    versions,
    market,
    dossiers,
    quotes_api,
    auctions,
    negotiation,
    agreements,
    settlement,
    invoices,
    banking,
    delivery,
    billing,
    marks,
    people,
    lineage,
    statistics,
    journal,
    evidence,
)
"""What the API is made of, in the order of its document."""

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def application(
    exchange: Exchange,
    shelf: Shelf,
    tables: Tables,
    links: Links,
    publisher: Publisher,
    marking: Marking,
    metrics: Metrics,
    log: PublicLog,
    index: SearchIndex,
    uploads: Uploads,
    news: News,
    works: Works,
    dividing: Dividing,
    looks: Looks,
    quotes: Quotes,
    requests: Requests,
    *,
    lifespan: Sequence[Lifespan] = (),
) -> Litestar:
    """The application that serves one exchange; `lifespan` is what runs beside it."""
    routes = [route for each in PARTS for route in each.ROUTES]
    api = Router("/api", route_handlers=routes, guards=[first_who])
    tables_of = delta_sharing(shelf, tables, links, requests)
    sharing = Router("/delta-sharing", route_handlers=[tables_of])
    return Litestar(
        [
            api,
            sharing,
            log_file,
            *open_catalogue.ROUTES,
            *operation.ROUTES,
            streams.events,
            *site.ROUTES,
        ],
        state=State(
            {
                "exchange": exchange,
                "publisher": publisher,
                "marking": marking,
                "metrics": metrics,
                "log": log,
                "search": index,
                "uploads": uploads,
                "news": news,
                "works": works,
                "looks": looks,
                "quotes": quotes,
                "dividing": dividing,
            }
        ),
        lifespan=list(lifespan),
        before_send=[_framing(exchange.base_url.startswith("https:"))],
        exception_handlers={Exception: faults.handle},
        request_class=StrictRequest,
        request_max_body_size=LARGEST_BODY,
        openapi_config=_described(),
        logging_config=None,
    )


def _framing(secure: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """What every answer says to a browser: take it for nothing but what it says it is, keep no
    answer of the API, and where the exchange is reached by TLS, come by nothing else."""
    plain = (b"x-content-type-options", b"nosniff")
    strict = (b"strict-transport-security", b"max-age=31536000")

    async def frame(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = list(message["headers"])
        said = {name.lower() for name, _ in headers}
        if plain[0] not in said:
            headers.append(plain)
        if b"cache-control" not in said and scope["path"].startswith("/api/"):
            headers.append((b"cache-control", b"no-store"))
        if secure:
            headers.append(strict)
        message["headers"] = headers

    return frame


def _described() -> OpenAPIConfig:
    """What the API says about itself."""
    return OpenAPIConfig(
        title="Datafloor",
        version=__version__,
        description="An open data exchange. Every change is a command: it is answered with a"
        " receipt, or refused with problem details (RFC 9457).",
        path="/api/openapi",  # Litestar answers what is not there below it in HTML
        components=Components(
            security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
        ),
        create_examples=False,
        render_plugins=[],
    )
