"""For whoever runs the exchange: is it well, and how busy is it."""

import time
from typing import Any

from litestar import Request, Response, get
from msgspec import Struct
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from datafloor import __version__
from datafloor.kernel import journal
from datafloor.web.api.routes import exchange_of
from datafloor.web.exchange import Exchange
from datafloor.web.problems import answers

TAG = "Operation"

PARTS = frozenset(
    {"api", "catalog", "delta-sharing", "files", "en", "vi", "static", "health", "metrics"}
)


class Health(Struct, frozen=True):
    """The exchange answers, and this is how far its journal has come."""

    version: str
    journal: int
    journal_at: int


@get("/health", operation_id="health", tags=[TAG], security=[{}], responses=answers(503))
async def health(request: Request[Any, Any, Any]) -> Health:
    """Whether the exchange answers and reaches its database."""
    head = await exchange_of(request).question(journal.head)
    return Health(__version__, head.seq, head.at)


@get("/metrics", operation_id="metrics", tags=[TAG], security=[{}], include_in_schema=False)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The figures of this process, in the text format of Prometheus."""
    found: Metrics = request.app.state["metrics"]
    return Response(await found.page(exchange_of(request)), media_type=CONTENT_TYPE_LATEST)


class Metrics:
    """Counts requests by part of the site and class of status, and times them.

    It wraps an ASGI application: what it counts is what went out.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "datafloor_requests", "Answers by part and class", ["part", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "datafloor_request_seconds", "Time to the end of an answer", ["part"],
            registry=self._registry,
        )  # fmt: skip
        self._head = Gauge(
            "datafloor_journal_entries", "Entries in the journal", registry=self._registry
        )

    async def page(self, exchange: Exchange) -> bytes:
        """All figures as text."""
        self._head.set((await exchange.question(journal.head)).seq)
        return generate_latest(self._registry)

    async def count(self, app: Any, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, and count its answer."""
        begun, status = time.perf_counter(), 500

        async def counting(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        first = scope["path"].split("/", 2)[1]
        part = first if first in PARTS else "other"
        try:
            await app(scope, receive, counting)
        finally:
            self._requests.labels(part, f"{status // 100}xx").inc()
            self._seconds.labels(part).observe(time.perf_counter() - begun)


ROUTES = [health, metrics]
