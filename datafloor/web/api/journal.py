"""The journal over HTTP, for those whom it concerns."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from datafloor.kernel import attempts as kernel_attempts
from datafloor.kernel import journal as kernel_journal
from datafloor.kernel import mentions
from datafloor.kernel.attempts import Attempt
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, pattern
from datafloor.kernel.journal import Entry
from datafloor.kernel.message import Actor
from datafloor.web.api.market import trade
from datafloor.web.api.routes import BEARER, exchange_of, office
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Journal"

ContractPath = Annotated[str, PathParameter(pattern=pattern("contract"))]
After = Annotated[int, QueryParameter(ge=0, le=2**62)]
Limit = Annotated[int, QueryParameter(ge=1, le=1000)]


class EntryView(Struct, frozen=True):
    """One entry of the journal: what happened, when, by whom, and the digest that chains it."""

    seq: int
    at: int
    by_person: str
    by_organisation: str
    request_id: str
    kind: str
    event: msgspec.Raw
    digest: str


def entry_view(entry: Entry) -> EntryView:
    """An entry as it is shown."""
    return EntryView(
        entry.seq,
        entry.at,
        entry.by_person,
        entry.by_organisation,
        entry.request_id,
        entry.kind,
        msgspec.Raw(entry.body.encode()),
        entry.digest,
    )


def of_trade(tx: Tx, contract: str, by: Actor) -> list[EntryView]:
    """Every entry about a trade: its order, its contract and its grant."""
    order = derived("order", contract)
    trade(tx, order, by)
    entries = mentions.about(tx, [order, contract, derived("grant", contract)])
    return [entry_view(entry) for entry in entries]


@get(
    "/contracts/{contract:str}/journal",
    operation_id="contract_journal",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def contract_journal(
    request: Request[Any, Any, Any], contract: ContractPath
) -> list[EntryView]:
    """What happened in a trade, from its order to its last đồng, as the journal has it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(of_trade, contract, by)


@get(
    "/journal",
    operation_id="journal",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403),
)
async def journal(
    request: Request[Any, Any, Any], after: After = 0, limit: Limit = 100
) -> list[EntryView]:
    """The journal in its order, for the operator and the supervisor."""
    await office(request, "operator", "supervisor")
    entries = await exchange_of(request).question(kernel_journal.read, after, limit)
    return [entry_view(entry) for entry in entries]


@get(
    "/attempts",
    operation_id="attempts",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403),
)
async def attempts(
    request: Request[Any, Any, Any],
    before: Annotated[int, QueryParameter(ge=0, le=2**62)] = 2**62,
    limit: Limit = 100,
) -> list[Attempt]:
    """What was asked and refused, the latest first, for the supervisor."""
    await office(request, "supervisor")
    return await exchange_of(request).question(kernel_attempts.latest, before, limit)


ROUTES = [contract_journal, journal, attempts]
