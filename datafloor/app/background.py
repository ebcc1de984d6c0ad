"""What runs beside the requests: the meter is written down, and what is due by time is asked."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from datafloor.contexts import delivery, settlement
from datafloor.contexts.delivery import Fetch, RecordFetches
from datafloor.contexts.settlement import EndAcceptance
from datafloor.kernel import clock
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
from datafloor.plane.meter import Meter
from datafloor.web.exchange import Exchange

METER_SECONDS = 1
DUE_SECONDS = 60

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def background(exchange: Exchange, meter: Meter) -> AsyncIterator[None]:
    """The repeated work, begun and ended with the application. The meter is emptied last."""

    async def write_meter() -> None:
        await record_fetches(exchange, meter)

    async def ask_due() -> None:
        await end_acceptances(exchange)

    tasks = [
        asyncio.create_task(_repeat(write_meter, METER_SECONDS)),
        asyncio.create_task(_repeat(ask_due, DUE_SECONDS)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await record_fetches(exchange, meter)


async def _repeat(work: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception:
            _log.exception("repeated work failed; it is tried again")
