"""The exchange's bank over HTTP: what to pay and how, statements in, payouts out, and whether all
sums agree."""

from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from datafloor.adapters import pain, vietqr
from datafloor.contexts import settlement
from datafloor.contexts.settlement import (
    AssignEntry,
    BankDetails,
    BatchPayouts,
    BatchView,
    CancelPayout,
    EntryView,
    ExplainEntry,
    HoldView,
    PayoutView,
    Reconciliation,
    RequestPayout,
    ReturnEntry,
    SetBankAccount,
    SetPayoutAccount,
    payment_name,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.market import OrderPath, trade
from datafloor.web.api.routes import BEARER, exchange_of, office, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody
from datafloor.web.statements import Imported, import_statement

TAG = "Banking"
LARGEST_STATEMENT = 256 * 1024 * 1024

Version = Annotated[
    Literal["03", "09"], QueryParameter(description="Of pain.001.001, as the bank takes it.")
]
CombinedPath = Annotated[str, PathParameter(pattern=pattern("combined"))]
BatchPath = Annotated[str, PathParameter(pattern=pattern("batch"))]


class Payment(Struct, frozen=True):
    """What is to be paid for an order, and how.

    `amount` is what the buyer's wallet lacks of the order's `price`. `vietqr` is the text of a
    code for banks' apps in Vietnam; there is one for đồng only.
    """

    order: str
    price: Money
    amount: Money
    reference: str
    to: BankDetails
    vietqr: str | None


def payment(tx: Tx, order: str, by: Actor) -> Payment:
    """What a party to an order is to pay: its price, or the bills under its contract. Raises
    `Refused` where nothing is awaited."""
    found = trade(tx, order, by)
    hold = found.hold
    bills = settlement.bill_money(tx, order).values()
    due = sum(each.amount.minor for each in bills if each.state in ("awaited", "owed"))
    awaited = hold is not None and hold.state == "awaited"
    if hold is None or hold.reference is None or not (awaited or due):
        state = hold.state if hold else found.order.state
        raise Refused(Refusal.payment_not_awaited, state=state)
    asked = hold.amount if awaited else Money(due, hold.amount.currency)
    price, currency = asked.minor, asked.currency
    to = settlement.bank_account(tx, currency)
    if to is None:
        raise Refused(Refusal.bank_account_unset, currency=currency)
    has = settlement.balance(tx, settlement.wallet(found.order.buyer), currency)
    amount = price - has if has < price else price
    return Payment(
        order=order,
        price=asked,
        amount=Money(amount, currency),
        reference=hold.reference,
        to=to,
        vietqr=code(to, Money(amount, currency), hold.reference),
    )


class CombinedPayment(Struct, frozen=True):
    """What is to be paid for several orders at once, and how.

    `price` is what is awaited of them now, `amount` what the buyer's wallet lacks of that. Where
    nothing is awaited any more both are nothing and there is no code.
    """

    combined: str
    orders: list[HoldView]
    price: Money
    amount: Money
    reference: str
    to: BankDetails
    vietqr: str | None


def combined_payment(tx: Tx, combined: str, by: Actor) -> CombinedPayment:
    """What a buyer is to pay for the orders of a combined payment. Raises `Refused` where there is
    none of theirs, or nobody has said where to pay."""
    found = settlement.combined(tx, combined)
    if found is None or found.buyer != by.organisation:
        raise Refused(Refusal.combined_unknown)
    to = settlement.bank_account(tx, found.currency)
    if to is None:
        raise Refused(Refusal.bank_account_unset, currency=found.currency)
    price = sum(each.amount.minor for each in found.orders if each.state == "awaited")
    has = settlement.balance(tx, settlement.wallet(found.buyer), found.currency)
    amount = Money(price - has if has < price else price, found.currency)
    return CombinedPayment(
        combined=combined,
        orders=found.orders,
        price=Money(price, found.currency),
        amount=amount,
        reference=found.reference,
        to=to,
        vietqr=code(to, amount, found.reference),
    )


def code(to: BankDetails, amount: Money, reference: str) -> str | None:
    """The VietQR text, or `None` where a code cannot say it: no đồng, no bank of NAPAS."""
    if amount.currency != "VND":
        return None
    try:
        return vietqr.text(to.bank, to.account, amount.minor, reference)
    except ValueError:
        return None


@get(
    "/orders/{order:str}/payment",
    operation_id="payment",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409),
)
async def order_payment(request: Request[Any, Any, Any], order: OrderPath) -> Payment:
    """What to pay for an order, with the reference to write on the transfer, and as VietQR."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(payment, order, by)


@get(
    "/orders/{order:str}/payment.svg",
    operation_id="payment_picture",
    tags=[TAG],
    security=BEARER,
    media_type="image/svg+xml",
    responses=answers(400, 401, 404, 409),
)
async def order_payment_picture(
    request: Request[Any, Any, Any], order: OrderPath
) -> Response[bytes]:
    """The VietQR code of an order's payment as a picture."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    asked = await exchange.question(payment, order, by)
    if asked.vietqr is None:
        raise Refused(Refusal.page_unknown)
    return Response(
        vietqr.picture(asked.vietqr),
        media_type="image/svg+xml",
        headers={"cache-control": "no-store"},
    )


@get(
    "/combined-payments/{combined:str}",
    operation_id="combined_payment",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409),
)
async def several(request: Request[Any, Any, Any], combined: CombinedPath) -> CombinedPayment:
    """What to pay for several orders with one transfer, and as VietQR."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(combined_payment, combined, by)


@get(
    "/bank-accounts",
    operation_id="bank_accounts",
    tags=[TAG],
    security=BEARER,
    responses=answers(401),
)
async def bank_accounts(request: Request[Any, Any, Any]) -> dict[str, BankDetails]:
    """The exchange's bank account in each currency."""
    exchange = exchange_of(request)
    await somebody(request, exchange)
    return await exchange.question(settlement.bank_accounts)


@post(
    "/statements",
    operation_id="import_statement",
    tags=[TAG],
    security=BEARER,
    request_max_body_size=LARGEST_STATEMENT,
    responses=answers(400, 401, 403, 409, 413, 422, 503, 507),
)
async def statements(request: Request[Any, Any, Any]) -> Imported:
    """Import a bank's statement: camt.053 or camt.054 of ISO 20022, as XML in the body.

    Each entry is counted once, however often and in however many files it comes. What differs
    from what was counted before is refused as a whole, with its line. The answer has a line for
    every entry.
    """
    by = await office(request, "operator")
    return await import_statement(exchange_of(request), by, await request.body())


@get(
    "/entries",
    operation_id="open_entries",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def entries(request: Request[Any, Any, Any]) -> list[EntryView]:
    """The bank entries that wait for the operator: suspended or unexplained, the oldest first."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(settlement.open_entries)


@get("/payouts", operation_id="payouts", tags=[TAG], security=BEARER, responses=answers(400, 401))
async def payouts(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "payout_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[PayoutView]:
    """Your organisation's payouts, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(settlement.payouts, by.organisation, before=before, limit=limit)


@get(
    "/payouts/account",
    operation_id="payout_account",
    tags=[TAG],
    security=BEARER,
    responses=answers(401),
)
async def payout_account(request: Request[Any, Any, Any]) -> BankDetails | None:
    """The account to which your organisation's money is sent."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(settlement.payee, by.organisation)


@get(
    "/payouts/open",
    operation_id="open_payouts",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def open_payouts(request: Request[Any, Any, Any]) -> list[PayoutView]:
    """The payouts that have not left yet, the oldest first."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(settlement.open_payouts)


@get(
    "/payouts/batches",
    operation_id="batches",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def batches(request: Request[Any, Any, Any]) -> list[BatchView]:
    """The files of payouts, the newest first."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(settlement.batches)


@get(
    "/payouts/batches/{batch:str}/pain001",
    operation_id="batch_file",
    tags=[TAG],
    security=BEARER,
    media_type="application/xml",
    responses={
        200: ResponseSpec(
            str,
            generate_examples=False,
            media_type="application/xml",
            description="A pain.001 file of ISO 20022",
        ),
        **answers(400, 401, 403, 404, 409),
    },
)
async def batch_file(
    request: Request[Any, Any, Any], batch: BatchPath, version: Version = "09"
) -> Response[bytes]:
    """A batch of payouts as the file to give to the bank: always the same bytes."""
    await office(request, "operator")
    body = await exchange_of(request).question(file_of, batch, version)
    name = f"{payment_name(batch)}.xml"
    return Response(
        body,
        media_type="application/xml",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def file_of(tx: Tx, batch: str, version: Literal["03", "09"]) -> bytes:
    """A batch as the bank is told it. Raises `Refused` where a payee was erased meanwhile."""
    found = settlement.batch(tx, batch)
    if found is None:
        raise Refused(Refusal.batch_unknown)
    payer = settlement.bank_account(tx, found.total.currency)
    if payer is None:
        raise Refused(Refusal.bank_account_unset, currency=found.total.currency)
    payments = []
    for transfer in settlement.transfers(tx, batch):
        if transfer.payee is None:
            raise Refused(Refusal.payout_account_missing)
        name = payment_name(transfer.payout)
        payments.append(pain.Payment(name, _account(transfer.payee), transfer.amount.minor, name))
    return pain.initiation(
        payment_name(batch), found.at, found.total.currency, _account(payer), payments, version
    )


def _account(details: BankDetails) -> pain.Account:
    return pain.Account(details.bank, details.account, details.holder)


@get(
    "/reconciliation",
    operation_id="reconciliation",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def reconciliation(request: Request[Any, Any, Any]) -> list[Reconciliation]:
    """Do all sums agree, with each other and with the bank's latest statement?"""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(settlement.reconciliation)


ROUTES = [
    order_payment,
    order_payment_picture,
    several,
    bank_accounts,
    statements,
    entries,
    payouts,
    payout_account,
    open_payouts,
    batches,
    batch_file,
    reconciliation,
    *table(
        [
            ("/bank-accounts", SetBankAccount),
            ("/entries/assignments", AssignEntry),
            ("/entries/returns", ReturnEntry),
            ("/entries/explanations", ExplainEntry),
            ("/payouts/account", SetPayoutAccount),
            ("/payouts/requests", RequestPayout),
            ("/payouts/batches", BatchPayouts),
            ("/payouts/cancellations", CancelPayout),
        ],
        TAG,
    ),
]
