"""The exchange in figures, over HTTP."""

from typing import Any

from litestar import Request, get

from datafloor.kernel import clock
from datafloor.web.api.routes import OPEN, exchange_of
from datafloor.web.statistics import Statistics, statistics


@get("/statistics", operation_id="statistics", tags=["Evidence"], security=OPEN)
async def figures(request: Request[Any, Any, Any]) -> Statistics:
    """How large the exchange is, what was contracted in each of the last 24 months, and last."""
    return await exchange_of(request).question(statistics, clock.now())


ROUTES = [figures]
