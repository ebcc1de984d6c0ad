"""What runs beside the requests: the meter is written down, and what is due by time is asked."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from datafloor.adapters.tables import Tables
from datafloor.adapters.tax_office import TaxOffice
from datafloor.contexts import (
    agreements,
    billing,
    catalogue,
    delivery,
    marks,
    negotiation,
    settlement,
)
from datafloor.contexts.agreements import DecideBreach
from datafloor.contexts.billing import ClosePeriod, EndUnpaid
from datafloor.contexts.delivery import FileFetch, RecordFetches
from datafloor.contexts.negotiation import ExpireNegotiation
from datafloor.contexts.settlement import ChargeBill, EndAcceptance
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Command
from datafloor.kernel.refusal import Refused
from datafloor.plane.meter import Delivered, Meter
from datafloor.web.auctioning import ring_bells, settle_bidders, settle_winners
from datafloor.web.counting import Requests, record_requests
from datafloor.web.cutting import Cutting, place
from datafloor.web.dividing import Dividing
from datafloor.web.exchange import Exchange
from datafloor.web.invoicing import send_invoices
from datafloor.web.marking import Marking
from datafloor.web.stating import state_deliveries

METER_SECONDS = 1
REQUESTS_SECONDS = 60
"""How often it is written down what was answered; each time is an entry for each busy contract."""

BELL_SECONDS = 5
DUE_SECONDS = 60
SEND_SECONDS = 5
LOOK_SECONDS = 0.5
"""How often it is looked for copies to make and leaks to trace."""

MEASURE_SECONDS = 5
FILES = 1000
"""The most files in one report of the meter."""

SILENCE = "Nobody answered in time. / Không ai trả lời đúng hạn."

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def background(
    exchange: Exchange,
    meter: Meter,
    requests: Requests,
    tables: Tables,
    marking: Marking,
    dividing: Dividing,
    cutting: Cutting,
    office: TaxOffice,
) -> AsyncIterator[None]:
    """The repeated work, begun and ended with the application. The meter is emptied last."""

    async def write_meter() -> None:
        await record_fetches(exchange, meter, tables)
        await state_deliveries(exchange, tables)

    async def ring() -> None:
        await ring_bells(exchange, clock.now())
        await settle_bidders(exchange)

    async def ask_due() -> None:
        await settle_winners(exchange, clock.now())
        await end_acceptances(exchange)
        await settle_silent(exchange)
        await bill(exchange)
        await expire_negotiations(exchange)

    async def send() -> None:
        await send_invoices(exchange, office)

    async def make_copies() -> None:
        await marking.make_due(exchange)

    async def make_variants() -> None:
        await cutting.make_due(exchange)

    async def trace() -> None:
        await marking.trace_due(exchange)

    write_requests = partial(record_requests, exchange, requests)
    tasks = [
        asyncio.create_task(repeat(make_copies, LOOK_SECONDS)),
        asyncio.create_task(repeat(make_variants, LOOK_SECONDS)),
        asyncio.create_task(repeat(trace, LOOK_SECONDS)),
        asyncio.create_task(repeat(write_meter, METER_SECONDS)),
        asyncio.create_task(repeat(write_requests, REQUESTS_SECONDS)),
        asyncio.create_task(repeat(ring, BELL_SECONDS)),
        asyncio.create_task(repeat(ask_due, DUE_SECONDS)),
        asyncio.create_task(repeat(send, SEND_SECONDS)),
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
        await write_requests()


async def record_fetches(exchange: Exchange, meter: Meter, tables: Tables) -> None:
    """Write down what was delivered since the last time, by grant and version."""
    by_grant: dict[str, list[Delivered]] = {}
    for delivered in meter.drain():
        by_grant.setdefault(delivered.grant_id, []).append(delivered)
    for grant, files in by_grant.items():
        bought, rows = await _files_of(exchange, tables, grant)
        fetched = [
            FileFetch(
                each.file_id,
                each.bytes,
                each.complete,
                each.file_id in bought,
                rows.get(each.file_id, 0) * each.bytes // each.size,
            )
            for each in files
        ]
        for start in range(0, len(fetched), FILES):
            command = RecordFetches(grant=grant, files=tuple(fetched[start : start + FILES]))
            with contextlib.suppress(Refused):  # these sums are known already
                await exchange.door.ask(command, EXCHANGE, new_id("request"))


async def _files_of(
    exchange: Exchange, tables: Tables, grant: str
) -> tuple[frozenset[str], dict[str, int]]:
    """The files of the version that the grant's contract is about; and how many rows each file
    has of that version and of the current one. Files of versions between count no rows: a buyer
    is never billed for more than is known."""
    view = await exchange.question(delivery.grant, grant)
    if view is None:
        return frozenset(), {}
    bought = await exchange.question(catalogue.version_facts, view.version)
    product = await exchange.question(catalogue.product_facts, view.product)
    assert bought is not None and product is not None, "a grant is for a version"
    copy = await exchange.question(marks.copy, grant)
    cut = await exchange.question(delivery.cut_of, grant)
    own = marks.location(grant) if copy else cut and place(view.product, cut)
    rows: dict[str, int] = {}
    ids: frozenset[str] = frozenset()
    for version in (bought,) if copy else (product.current or bought, bought):
        location = own or version.location
        if own and await asyncio.to_thread(tables.latest, own) < version.delta_version:
            continue  # not made yet, so nothing of it was sent
        snapshot = await asyncio.to_thread(tables.snapshot, location, version.delta_version)
        rows |= {file.id: file.statistics.get("numRecords", 0) for file in snapshot.files}
        ids = frozenset(file.id for file in snapshot.files)
    return ids, rows


async def end_acceptances(exchange: Exchange) -> None:
    """Pay the sellers whose buyers' time to check the delivery is over."""
    for order in await exchange.question(settlement.due_acceptances, clock.now()):
        with contextlib.suppress(Refused):  # released or refunded meanwhile
            await exchange.door.ask(EndAcceptance(order=order), EXCHANGE, new_id("request"))


async def settle_silent(exchange: Exchange) -> None:
    """Settle as claimed what the other side of a broken contract did not answer in time."""
    for claim in await exchange.question(agreements.silent_breaches, clock.now()):
        command = DecideBreach(contract=claim.contract, back=claim.back, reason=SILENCE)
        with contextlib.suppress(Refused):  # answered meanwhile
            await exchange.door.ask(command, EXCHANGE, new_id("request"))


def due_bills(tx: Tx, now: int) -> list[Command]:
    """What is due with bills: periods that are over are closed, what can be paid by now is charged,
    and what stayed unpaid ends. Some at a time; the next round goes on."""
    unpaid = settlement.unpaid_bills(tx, now - billing.GRACE)
    return [
        *(ClosePeriod(contract=c, bill=new_id("bill")) for c in billing.due_periods(tx, now)),
        *(ChargeBill(due=due) for due in settlement.payable_bills(tx)),
        *(EndUnpaid(contract=derived("contract", due.order)) for due in unpaid),
    ]


async def bill(exchange: Exchange) -> None:
    """Ask what is due with bills. What was decided meanwhile is refused and left."""
    for command in await exchange.question(due_bills, clock.now()):
        with contextlib.suppress(Refused):
            await exchange.door.ask(command, EXCHANGE, new_id("request"))


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
