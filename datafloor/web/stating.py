"""What was delivered, stated by the exchange from the files in its store."""

import asyncio
import logging
from hashlib import sha256

from datafloor.adapters.tables import Tables
from datafloor.adapters.tables.publish import file_digests
from datafloor.contexts import catalogue, delivery, marks
from datafloor.contexts.delivery import DeliveredFile, StateDelivery
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
from datafloor.web.exchange import Exchange

LISTED = 1000
"""The most files that a statement lists."""

_log = logging.getLogger(__name__)


async def state_deliveries(exchange: Exchange, tables: Tables) -> None:
    """State each delivery that was proven: which version it was, and its files."""
    for grant in await exchange.question(delivery.due_statements):
        view = await exchange.question(delivery.grant, grant)
        assert view is not None, "what was proven is a grant's"
        version = await exchange.question(catalogue.version_facts, view.version)
        assert version is not None, "a grant is for a version"
        copy = await exchange.question(marks.copy, grant)
        location = marks.location(grant) if copy else version.location
        try:
            command = await asyncio.to_thread(
                _stated, tables, grant, location, version.delta_version
            )
            await exchange.door.ask(command, EXCHANGE, new_id("request"))
        except Refused as refused:  # its files are gone, or another process was quicker
            _log.warning("the delivery of %s was not stated: %s", grant, refused)


def _stated(tables: Tables, grant: str, location: str, version: int) -> StateDelivery:
    snapshot = tables.snapshot(location, version)
    digests = file_digests(tables, location, version)
    together = b"".join(bytes.fromhex(digests[each.id]) for each in snapshot.files)
    files = tuple(
        DeliveredFile(each.id, digests[each.id], each.statistics["numRecords"])
        for each in snapshot.files[:LISTED]
    )
    return StateDelivery(
        grant=grant,
        version_digest=sha256(together).hexdigest(),
        rows=snapshot.rows,
        files_count=len(snapshot.files),
        files=files,
    )
