"""Invoices, account statements and value added tax over HTTP."""

import csv
import io
from typing import Annotated, Any, Literal

from litestar import Request, Response, get
from litestar.params import PathParameter, QueryParameter

from datafloor.contexts import invoices as issued
from datafloor.contexts import settlement
from datafloor.contexts.invoices import InvoiceView, ReplaceInvoice
from datafloor.contexts.settlement import AccountStatement, PayVat, Refund, SetTaxMethod
from datafloor.kernel import clock
from datafloor.kernel.clock import iso
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Actor
from datafloor.kernel.money import DECIMALS, plain
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, exchange_of, office, table
from datafloor.web.invoicing import file_of
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Invoices"

InvoicePath = Annotated[str, PathParameter(pattern=pattern("invoice"))]
LAST = 253_402_300_799_999_999
"""The end of the year 9999."""

Since = Annotated[
    int, QueryParameter(ge=0, le=LAST, description="The period's begin: microseconds since 1970.")
]
Until = Annotated[
    int, QueryParameter(ge=0, le=LAST, description="The first instant after the period.")
]
Account = Annotated[Literal["wallet", "vat"], QueryParameter()]
InCurrency = Annotated[str, QueryParameter(pattern=whole("|".join(DECIMALS)))]


def found_invoice(tx: Tx, invoice: str, by: Actor) -> InvoiceView:
    """An invoice. Raises `Refused` where there is none that concerns the asker."""
    found = issued.one_invoice(tx, invoice)
    if found is not None and (oversees(by) or by.organisation in (found.seller, found.buyer)):
        return found
    raise Refused(Refusal.invoice_unknown)


def in_rows(of: AccountStatement) -> bytes:
    """A statement as CSV: the opening balance, each movement with the balance after it, and the
    closing balance. Sums as decimal numbers with a point."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["number", "at", "cause", "about", "amount", "balance", "currency"])

    def shown(minor: int) -> str:
        sign = "-" if minor < 0 else ""
        return sign + plain(abs(minor), of.currency)

    rows.writerow(["", iso(of.since), "opening", "", "", shown(of.opening_minor), of.currency])
    for line in of.lines:
        amounts = [shown(line.minor), shown(line.balance), of.currency]
        rows.writerow([line.number, iso(line.at), line.cause, line.about, *amounts])
    rows.writerow(["", iso(of.until), "closing", "", "", shown(of.closing_minor), of.currency])
    return out.getvalue().encode()


@get("/invoices", operation_id="invoices", tags=[TAG], security=BEARER, responses=answers(400, 401))
async def invoices(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "invoice_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> list[InvoiceView]:
    """The invoices that your organisation issued or got, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    mine = by.organisation
    return await exchange.question(issued.invoices_of, mine, before=before, limit=limit)


@get(
    "/invoices/late",
    operation_id="late_invoices",
    tags=[TAG],
    security=BEARER,
    responses=answers(401, 403),
)
async def late_invoices(request: Request[Any, Any, Any]) -> list[InvoiceView]:
    """The invoices that were not sent to the tax authority in time, for the offices."""
    await office(request, "operator", "supervisor")
    return await exchange_of(request).question(issued.late_invoices, clock.now())


@get(
    "/invoices/{invoice:str}",
    operation_id="invoice",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def invoice(request: Request[Any, Any, Any], invoice: InvoicePath) -> InvoiceView:
    """One invoice."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(found_invoice, invoice, by)


@get(
    "/invoices/{invoice:str}/file",
    operation_id="invoice_file",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
    media_type="application/xml",
)
async def invoice_file(request: Request[Any, Any, Any], invoice: InvoicePath) -> Response[bytes]:
    """The invoice as a signed XML file."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    found = await exchange.question(found_invoice, invoice, by)
    file = await exchange.question(file_of, found, exchange.key)
    return Response(file, media_type="application/xml")


@get(
    "/account-statement",
    operation_id="account_statement",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401),
)
async def account_statement(
    request: Request[Any, Any, Any],
    since: Since,
    until: Until,
    account: Account = "wallet",
    currency: InCurrency = "VND",
) -> AccountStatement:
    """An account of your organisation over a period: opening balance, movements, closing balance.
    `wallet` is what you can spend, `vat` the value added tax set apart for the State."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(
        settlement.account_statement, by.organisation, since, until, account, currency
    )


@get(
    "/account-statement.csv",
    operation_id="account_statement_csv",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401),
    media_type="text/csv",
)
async def account_statement_csv(
    request: Request[Any, Any, Any],
    since: Since,
    until: Until,
    account: Account = "wallet",
    currency: InCurrency = "VND",
) -> Response[bytes]:
    """The same as rows (CSV)."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    of = await exchange.question(
        settlement.account_statement, by.organisation, since, until, account, currency
    )
    return Response(in_rows(of), media_type="text/csv; charset=utf-8")


@get("/refunds", operation_id="refunds", tags=[TAG], security=BEARER, responses=answers(401))
async def refunds(request: Request[Any, Any, Any]) -> list[Refund]:
    """What was given back to or by your organisation, the latest first; for the offices, by all."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(settlement.refunds, None if oversees(by) else by.organisation)


ROUTES = [
    invoices,
    late_invoices,
    invoice,
    invoice_file,
    account_statement,
    account_statement_csv,
    refunds,
    *table(
        [
            ("/invoices/replacements", ReplaceInvoice),
            ("/tax-methods", SetTaxMethod),
            ("/vat-payments", PayVat),
        ],
        TAG,
    ),
]
