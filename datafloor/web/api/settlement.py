"""Money over HTTP."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter

from datafloor.contexts import settlement
from datafloor.contexts.settlement import (
    Awaited,
    CombinePayments,
    Line,
    PayFromWallet,
    RecordPayment,
    RecordPayout,
    RefundOrder,
    SetAcceptance,
    SetFee,
)
from datafloor.web.api.routes import BEARER, exchange_of, office, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Settlement"


@get(
    "/statement",
    operation_id="statement",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401),
)
async def statement(
    request: Request[Any, Any, Any],
    before: Annotated[int, QueryParameter(ge=0, le=2**62)] = 2**62,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 200,
) -> list[Line]:
    """The movements of your organisation's wallet in đồng before a number, the last first."""
    exchange = exchange_of(request)
    mine = (await somebody(request, exchange)).organisation
    return await exchange.question(settlement.statement, mine, before=before, limit=limit)


@get("/awaited", operation_id="awaited", tags=[TAG], security=BEARER, responses=answers(401))
async def awaited(request: Request[Any, Any, Any]) -> list[Awaited]:
    """The payments that your organisation's orders await, with what to write on the transfer."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(settlement.awaited, by.organisation)


@get(
    "/trial-balance",
    operation_id="trial_balance",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def trial_balance(request: Request[Any, Any, Any]) -> dict[str, int]:
    """The sum of all accounts by currency: zero, or there is a defect."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(settlement.trial_balance)


ROUTES = [
    statement,
    awaited,
    trial_balance,
    *table(
        [
            ("/payments", RecordPayment),
            ("/payouts", RecordPayout),
            ("/refunds", RefundOrder),
            ("/fees", SetFee),
            ("/acceptance-periods", SetAcceptance),
            ("/wallet-payments", PayFromWallet),
            ("/combined-payments", CombinePayments),
        ],
        TAG,
    ),
]
