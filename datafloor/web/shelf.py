"""The shelf: what a Delta Sharing credential opens now, as the contexts decide it.

One share a contract, with one table. Nothing is kept: every request asks anew, so a right that
was withdrawn is refused at the next request.
"""

from asyncio import to_thread
from collections.abc import Callable, Sequence
from uuid import NAMESPACE_URL, uuid5

import msgspec

from datafloor.adapters.shelf import Caller, Share, SharedTable
from datafloor.contexts import delivery, market, marks, participants
from datafloor.contexts.delivery import Access
from datafloor.contexts.market import Cut
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.cutting import place
from datafloor.web.exchange import Exchange
from datafloor.web.marking import Progress

SCHEMA = "data"


class ContractShelf:
    """The shelf of one exchange."""

    def __init__(
        self,
        exchange: Exchange,
        progress: Callable[[str], Progress | None] = lambda grant: None,
        is_ready: Callable[[str, int], bool] = lambda location, version: False,
    ) -> None:
        self._exchange = exchange
        self._progress = progress
        self._is_ready = is_ready

    async def shares(self, caller: Caller) -> Sequence[Share]:
        table = await self._table(caller)
        return [Share(table.share, str(uuid5(NAMESPACE_URL, table.share)), (table,))]

    async def open(self, caller: Caller, share: str, schema: str, table: str) -> SharedTable:
        found = await self._table(caller)
        if share.lower() != found.share.lower():
            raise Refused(Refusal.share_unknown)
        if schema.lower() != SCHEMA:
            raise Refused(Refusal.schema_unknown)
        if table.lower() != found.table:
            raise Refused(Refusal.table_unknown)
        return found

    async def check(self, grant_id: str, address: str, made_at: int) -> None:
        why = await self._exchange.question(delivery.why_closed, grant_id, clock.now(), made_at)
        if why is not None:
            raise Refused(why)

    async def _table(self, caller: Caller) -> SharedTable:
        if not caller.bearer:
            raise Refused(Refusal.sign_in_required)
        digest = participants.digest_of(caller.bearer)
        table, cut = await self._exchange.question(_shared, digest, clock.now(), self._progress)
        location = cut and place(cut[0], cut[1])
        if location is None:
            return table
        if not await to_thread(self._is_ready, location, table.last_version):
            raise Refused(Refusal.variant_not_ready)
        return msgspec.structs.replace(table, location=location)


def _shared(
    tx: Tx, secret_digest: str, now: int, progress: Callable[[str], Progress | None]
) -> tuple[SharedTable, tuple[str, Cut] | None]:
    """The table that a secret opens: the buyer's own copy where the product carries marks; and of
    a lesser variant, the product and what is left out of it. Raises `Refused` with the first reason
    against it."""
    access = delivery.access(tx, secret_digest, now)
    if not access.decision.allowed:
        raise _against(tx, access)
    location, last = access.current.location, access.current.delta_version
    if (copy := marks.copy(tx, access.grant)) is not None:
        if copy.version is None:
            how_far = progress(access.grant) or Progress(0, access.current.rows)
            raise Refused(Refusal.copy_not_ready, done=how_far.done, rows=how_far.rows)
        location, last = marks.location(access.grant), copy.delta_version
    table = SharedTable(
        share=access.contract,
        schema=SCHEMA,
        table=access.table,
        grant_id=access.grant,
        table_id=str(uuid5(NAMESPACE_URL, access.product)),
        location=location,
        first_version=0,
        last_version=last,
    )
    return table, None if access.cut is None else (access.product, access.cut)


def _against(tx: Tx, access: Access) -> Refused:
    """The first reason against an access; whoever ended a contract said why."""
    reasons = (reason.refusal for reason in access.decision.reasons)
    refusal = next((refusal for refusal in reasons if refusal is not None), Refusal.licence_ended)
    order = market.order(tx, derived("order", access.contract))
    if refusal is Refusal.licence_ended and order and order.reason:
        return Refused(Refusal.contract_ended, reason=order.reason)
    return Refused(refusal)
