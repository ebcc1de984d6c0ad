"""The bank: its statements read, what they leave open, payouts in files, and whether all agrees."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import participants, settlement
from datafloor.contexts.settlement import (
    AssignEntry,
    BankDetails,
    BatchPayouts,
    BatchView,
    CancelPayout,
    EntryView,
    ExplainEntry,
    PayoutView,
    Reconciliation,
    RequestPayout,
    ReturnEntry,
    SetPayoutAccount,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.banking import LARGEST_STATEMENT, file_of
from datafloor.web.pages.access import OFFICES, OPERATOR, SIGNED_IN
from datafloor.web.pages.acting import inputs, read
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive
from datafloor.web.statements import Imported, import_statement

ACTS: dict[str, type[Command]] = {
    "assign_entry": AssignEntry,
    "return_entry": ReturnEntry,
    "explain_entry": ExplainEntry,
}
"""What the operator can do with an entry that is open, by the name that the forms use."""


class Desk(Struct, frozen=True):
    """What the bank and the books say to each other."""

    entries: list[EntryView]
    payouts: list[PayoutView]
    batches: list[BatchView]
    sums: list[Reconciliation]
    names: dict[str, str]


def _desk(tx: Tx) -> Desk:
    payouts = settlement.open_payouts(tx)
    return Desk(
        settlement.open_entries(tx),
        payouts,
        settlement.batches(tx),
        settlement.reconciliation(tx),
        participants.names(tx, (each.organisation for each in payouts if each.organisation)),
    )


async def _page(
    visit: Visit, form: Form, which: str = "", imported: Imported | None = None
) -> Page:
    acts = {name: inputs(kind, ["entry", "payout"]) for name, kind in ACTS.items()}
    return visit.page(
        "bank.html",
        form.status,
        form=form,
        which=which,
        desk=await visit.question(_desk),
        imported=imported,
        acts=acts,
    )


@get("/operator/bank", security=OFFICES)
async def bank(request: Request[Any, Any, Any]) -> Page:
    """Statements, what they leave open, payouts and whether all agrees."""
    return await _page(await arrive(request), Form())


@post("/operator/bank/statements", security=OPERATOR, request_max_body_size=LARGEST_STATEMENT)
async def statement(request: Request[Any, Any, Any]) -> Page:
    """Read a bank's statement; the page says what became of each entry."""
    visit = await arrive(request)
    form = await visit.form()
    if form.file is None:
        form.wrong["file"] = "missing"
        return await _page(visit, form, "statement")
    try:
        imported = await import_statement(visit.exchange, visit.by, await form.file.read())
    except Refused as refused:
        form.refused = refused
        return await _page(visit, form, "statement")
    return await _page(visit, Form(), imported=imported)


@post("/operator/bank/entries/{entry:str}/{act:str}", security=OPERATOR)
async def settle(request: Request[Any, Any, Any], entry: FromPath[str], act: FromPath[str]) -> Page:
    """Say whose an open entry is, send it back, or explain it."""
    visit = await arrive(request)
    kind = ACTS.get(act)
    if kind is None:
        raise Refused(Refusal.page_unknown)
    form = await visit.form()
    given = {"payout": form.id("payout")} if kind is ReturnEntry else {}
    if await visit.ask(read(form, kind, entry=entry, **given), form):
        return visit.go("/operator/bank", "acted")
    return await _page(visit, form, act)


@post("/operator/bank/batches", security=OPERATOR)
async def batch(request: Request[Any, Any, Any]) -> Page:
    """Put payouts into a file for the bank."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(BatchPayouts, batch=form.id("batch"), payouts=form.all("payouts"))
    if await visit.ask(command, form):
        return visit.go("/operator/bank", "batched")
    return await _page(visit, form, "batch")


@get("/operator/bank/batches/{batch:str}", security=OPERATOR)
async def file(request: Request[Any, Any, Any], batch: FromPath[str]) -> Response[bytes]:
    """A file of payouts, to be given to the bank (pain.001)."""
    visit = await arrive(request)
    body = await visit.question(file_of, batch, "09")
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{batch}.xml"'}
    return Response(body, headers=headers, media_type="application/octet-stream")


class Payouts(Struct, frozen=True):
    """An organisation's payouts, and where they go."""

    account: BankDetails | None
    payouts: list[PayoutView]


def _payouts(tx: Tx, organisation: str) -> Payouts:
    return Payouts(settlement.payee(tx, organisation), settlement.payouts(tx, organisation))


async def _own(visit: Visit, form: Form, which: str = "") -> Page:
    found = await visit.question(_payouts, visit.by.organisation)
    return visit.page("payouts.html", form.status, form=form, which=which, found=found)


@get("/money/payouts", security=SIGNED_IN)
async def own(request: Request[Any, Any, Any]) -> Page:
    """One's payouts, the account that they go to, and the form that asks for one."""
    return await _own(await arrive(request), Form())


@post("/money/payouts/account", security=SIGNED_IN)
async def account(request: Request[Any, Any, Any]) -> Page:
    """Say where one's money is to be sent."""
    visit = await arrive(request)
    form = await visit.form()
    details = form.read(BankDetails)
    given = msgspec.to_builtins(details) if details is not None else None
    command = form.read(SetPayoutAccount, details=given) if given else None
    if await visit.ask(command, form):
        return visit.go("/money/payouts", "acted")
    return await _own(visit, form, "account")


@post("/money/payouts", security=SIGNED_IN)
async def request_payout(request: Request[Any, Any, Any]) -> Page:
    """Ask for money out of one's wallet."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(read(form, RequestPayout, payout=form.id("payout")), form):
        return visit.go("/money/payouts", "payout_requested")
    return await _own(visit, form, "request")


@post("/money/payouts/{payout:str}/cancellation", security=SIGNED_IN)
async def cancel(request: Request[Any, Any, Any], payout: FromPath[str]) -> Page:
    """Give a payout up; the money goes back to where it came from."""
    visit = await arrive(request)
    form = await visit.form()
    there = "/operator/bank" if visit.holds("operator") else "/money/payouts"
    if await visit.ask(form.read(CancelPayout, payout=payout), form):
        return visit.go(there, "acted")
    return await (_page(visit, form) if visit.holds("operator") else _own(visit, form))


ROUTES = [bank, statement, settle, batch, file, own, account, request_payout, cancel]
