"""Statements of account over a period, invoices, refunds, and how one pays value added tax."""

from datetime import date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import invoices, participants, settlement
from datafloor.contexts.invoices import InvoiceView, ReplaceInvoice
from datafloor.contexts.settlement import AccountStatement, Refund, SetTaxMethod
from datafloor.kernel import clock
from datafloor.kernel.clock import HANOI, day_of, instant
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.web.api.invoices import found_invoice, in_rows
from datafloor.web.invoicing import file_of
from datafloor.web.pages.access import SELLER, SIGNED_IN
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive

ACCOUNTS: tuple[settlement.Kept, ...] = ("wallet", "vat")


def _first(day: date) -> int:
    """The first instant of a day in Hanoi."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=HANOI).isoformat())


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


class Period(Struct, frozen=True):
    """Whole days in Hanoi, an account and a currency: what a statement is about."""

    since: date
    until: date
    account: settlement.Kept
    currency: str

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return (
            f"since={self.since}&until={self.until}&account={self.account}&currency={self.currency}"
        )


def _period(asked: Any, currencies: list[str]) -> Period:
    """What the address names; this month of the wallet where it names nothing that is known."""
    today = day_of(clock.now())
    since = _day(asked.get("since", ""), today.replace(day=1))
    until = max(since, min(_day(asked.get("until", ""), today), date(9998, 1, 1)))
    currency = asked.get("currency", "")
    return Period(
        since,
        until,
        "vat" if asked.get("account") == "vat" else "wallet",
        currency if currency in currencies else (currencies or ["VND"])[0],
    )


def _statement(tx: Tx, mine: str, asked: Any) -> tuple[Period, AccountStatement, list[str]]:
    currencies = settlement.currencies_of(tx, mine) or ["VND"]
    period = _period(asked, currencies)
    since, until = _first(period.since), _first(period.until + timedelta(days=1))
    found = settlement.account_statement(tx, mine, since, until, period.account, period.currency)
    return period, found, currencies


@get("/money/statement", security=SIGNED_IN)
async def statement(request: Request[Any, Any, Any]) -> Page:
    """One account over a period: opening balance, movements, closing balance."""
    visit = await arrive(request)
    period, found, currencies = await visit.question(
        _statement, visit.by.organisation, request.query_params
    )
    return visit.page(
        "account-statement.html",
        period=period,
        statement=found,
        currencies=currencies,
        accounts=ACCOUNTS,
        form=Form().fill(since=str(period.since), until=str(period.until)),
    )


@get("/money/statement.csv", security=SIGNED_IN)
async def rows(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same as rows."""
    visit = await arrive(request)
    period, found, _ = await visit.question(_statement, visit.by.organisation, request.query_params)
    name = f"{period.account}-{period.since}-{period.until}-{period.currency}.csv"
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return Response(in_rows(found), headers=headers, media_type="text/csv; charset=utf-8")


class Named(Struct, frozen=True):
    """Invoices, with the names of both sides."""

    invoices: list[InvoiceView]
    names: dict[str, str]


def _invoices(tx: Tx, mine: str, office: bool, now: int) -> Named:
    found = invoices.late_invoices(tx, now) if office else invoices.invoices_of(tx, mine)
    sides = {side for each in found for side in (each.seller, each.buyer)}
    return Named(found, participants.names(tx, sides))


async def _invoices_page(visit: Visit, form: Form) -> Page:
    office = visit.holds("operator", "supervisor")
    mine = visit.by.organisation
    return visit.page(
        "invoices.html",
        form.status,
        form=form,
        shown=await visit.question(_invoices, mine, office, clock.now()),
        office=office,
        mine=mine,
        now=clock.now(),
        method=(await visit.question(settlement.tax_method, mine)).value,
    )


@get("/invoices", security=SIGNED_IN)
async def all_invoices(request: Request[Any, Any, Any]) -> Page:
    """The invoices that one issued or got; for the offices, those that are late."""
    return await _invoices_page(await arrive(request), Form())


@get("/invoices/{name:str}/file", security=SIGNED_IN)
async def file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """The invoice as a signed file."""
    visit = await arrive(request)
    found = await visit.question(found_invoice, name, visit.by)
    text = await visit.question(file_of, found, visit.exchange.key)
    called = f"{found.series}-{found.number:08}.xml"
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{called}"'}
    return Response(text, headers=headers, media_type="application/xml")


@post("/invoices/{name:str}/replacement", security=SELLER)
async def replace(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Put another invoice in its place."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(
        ReplaceInvoice, invoice=name, replacement=form["replacement"] or new_id("invoice")
    )
    if await visit.ask(command, form):
        return visit.go("/invoices", "invoice_replaced")
    return await _invoices_page(visit, form)


@post("/invoices/tax-method", security=SELLER)
async def set_method(request: Request[Any, Any, Any]) -> Page:
    """Say how one pays value added tax."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(SetTaxMethod), form):
        return visit.go("/invoices", "tax_method_set")
    return await _invoices_page(visit, form)


class Given(Struct, frozen=True):
    """What was given back, with the names of both sides."""

    refunds: list[Refund]
    names: dict[str, str]


def _refunds(tx: Tx, organisation: str | None) -> Given:
    found = settlement.refunds(tx, organisation)
    sides = {side for each in found for side in (each.seller, each.buyer)}
    return Given(found, participants.names(tx, sides))


@get("/money/refunds", security=SIGNED_IN)
async def refunds(request: Request[Any, Any, Any]) -> Page:
    """What was given back to or by one; for the offices, by all."""
    visit = await arrive(request)
    whose = None if visit.holds("operator", "supervisor") else visit.by.organisation
    given = await visit.question(_refunds, whose)
    return visit.page("refunds.html", given=given, mine=visit.by.organisation)


ROUTES = [statement, rows, all_invoices, file, replace, set_method, refunds]
