"""Subscriptions, use and bills over HTTP."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter
from msgspec import Struct

from datafloor.contexts import billing, settlement
from datafloor.contexts.billing import (
    BillingFacts,
    BillView,
    CancelSubscription,
    KeepSubscription,
)
from datafloor.contexts.settlement import BillMoney
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, pattern
from datafloor.kernel.message import Actor
from datafloor.web.api.market import trade
from datafloor.web.api.routes import BEARER, exchange_of, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Billing"


class Charged(Struct, frozen=True):
    """A bill with its lines, and where its money is (`None`: nothing was due)."""

    bill: BillView
    money: BillMoney | None


class Billed(Struct, frozen=True):
    """What goes on to be paid under a contract, and its bills, the latest first."""

    billing: BillingFacts | None
    bills: list[Charged]


def billed(tx: Tx, contract: str, by: Actor) -> Billed:
    """The bills of a contract. Raises `Refused` where there is none that concerns the asker."""
    order = derived("order", contract)
    trade(tx, order, by)
    money = settlement.bill_money(tx, order)
    return Billed(
        billing.billing_facts(tx, contract),
        [Charged(each, money.get(each.bill)) for each in billing.bills(tx, contract)],
    )


@get(
    "/contracts/{contract:str}/bills",
    operation_id="bills",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def bills(
    request: Request[Any, Any, Any],
    contract: Annotated[str, PathParameter(pattern=pattern("contract"))],
) -> Billed:
    """What is paid under a contract period after period, and every bill line by line."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(billed, contract, by)


ROUTES = [
    bills,
    *table(
        [
            ("/subscriptions/cancellations", CancelSubscription),
            ("/subscriptions/continuations", KeepSubscription),
        ],
        TAG,
    ),
]
