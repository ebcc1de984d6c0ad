"""What runs beside the requests: the meter is written down, and what is due by time is asked."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from datafloor.adapters.tables import Tables
from datafloor.contexts import catalogue, delivery, negotiation, settlement
from datafloor.contexts.delivery import FileFetch, RecordFetches
from datafloor.contexts.negotiation import ExpireNegotiation
from datafloor.contexts.settlement import EndAcceptance
from datafloor.kernel import clock
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
from datafloor.plane.meter import Delivered, Meter
from datafloor.web.dividing import Dividing
from datafloor.web.exchange import Exchange

METER_SECONDS = 1
DUE_SECONDS = 60
MEASURE_SECONDS = 5
FILES = 1000
"""The most files in one report of the meter."""

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def background(
    exchange: Exchange, meter: Meter, tables: Tables, dividing: Dividing
) -> AsyncIterator[None]:
    """The repeated work, begun and ended with the application. The meter is emptied last."""

    async def write_meter() -> None:
        await record_fetches(exchange, meter, tables)

    async def ask_due() -> None:
        await end_acceptances(exchange)
        await expire_negotiations(exchange)

    tasks = [
        asyncio.create_task(repeat(write_meter, METER_SECONDS)),
        asyncio.create_task(repeat(ask_due, DUE_SECONDS)),
        asyncio.create_task(repeat(dividing.measure, MEASURE_SECONDS)),
        asyncio.create_task(repeat(dividing.divide, DUE_SECONDS)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await write_meter()


async def record_fetches(exchange: Exchange, meter: Meter, tables: Tables) -> None:
    """Write down what was delivered since the last time, by grant and version."""
    by_grant: dict[str, list[Delivered]] = {}
    for delivered in meter.drain():
        by_grant.setdefault(delivered.grant_id, []).append(delivered)
    for grant, files in by_grant.items():
        bought = await _files_bought(exchange, tables, grant)
        fetched = [
            FileFetch(each.file_id, each.bytes, each.complete, each.file_id in bought)
            for each in files
        ]
        for start in range(0, len(fetched), FILES):
            command = RecordFetches(grant=grant, files=tuple(fetched[start : start + FILES]))
            with contextlib.suppress(Refused):  # these sums are known already
                await exchange.door.ask(command, EXCHANGE, new_id("request"))


async def _files_bought(exchange: Exchange, tables: Tables, grant: str) -> frozenset[str]:
    """The files of the version that the grant's contract is about."""
    view = await exchange.question(delivery.grant, grant)
    if view is None:
        return frozenset()
    version = await exchange.question(catalogue.version_facts, view.version)
    assert version is not None, "a grant is for a version"
    snapshot = await asyncio.to_thread(tables.snapshot, version.location, version.delta_version)
    return frozenset(file.id for file in snapshot.files)


async def end_acceptances(exchange: Exchange) -> None:
    """Pay the sellers whose buyers' time to check the delivery is over."""
    for order in await exchange.question(settlement.due_acceptances, clock.now()):
        with contextlib.suppress(Refused):  # released or refunded meanwhile
            await exchange.door.ask(EndAcceptance(order=order), EXCHANGE, new_id("request"))


async def expire_negotiations(exchange: Exchange) -> None:
    """End the negotiations whose last proposal binds nobody any more."""
    for talk in await exchange.question(negotiation.due_negotiations, clock.now()):
        command = ExpireNegotiation(negotiation=talk)
        with contextlib.suppress(Refused):  # ended or proposed anew meanwhile
            await exchange.door.ask(command, EXCHANGE, new_id("request"))


async def repeat(work: Callable[[], Awaitable[None]], seconds: float) -> None:
    """Do this again and again, until cancelled. What fails is logged and tried again."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception:
            _log.exception("repeated work failed; it is tried again")
