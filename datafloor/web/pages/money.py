"""Pages about money: one's own wallet, and the operator's record of what the bank says."""

from typing import Any

import msgspec
from litestar import Request, get, post
from msgspec import Struct

from datafloor.contexts import participants, settlement
from datafloor.contexts.settlement import (
    Awaited,
    BankDetails,
    Line,
    RecordPayment,
    RecordPayout,
    SetAcceptance,
    SetBankAccount,
    SetFee,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OFFICES, OPERATOR, SIGNED_IN
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.statements import entry_digest

SHOWN = 200
"""Movements on one page, the latest."""


class Wallet(Struct, frozen=True):
    """An organisation's money on the exchange."""

    balance: Money
    lines: list[Line]
    more: bool


def _wallet(tx: Tx, organisation: str) -> Wallet:
    lines = settlement.statement(tx, organisation, limit=SHOWN + 1)
    has = Money(settlement.balance(tx, settlement.wallet(organisation)))
    return Wallet(has, lines[:SHOWN], len(lines) > SHOWN)


@get("/money", security=SIGNED_IN)
async def wallet(request: Request[Any, Any, Any]) -> Page:
    """What one has on the exchange, and every movement of it."""
    visit = await arrive(request)
    return visit.page(
        "money.html",
        wallet=await visit.question(_wallet, visit.by.organisation),
        awaited=await visit.question(settlement.awaited, visit.by.organisation),
    )


class Books(Struct, frozen=True):
    """What the operator sees of all money."""

    awaited: list[Awaited]
    names: dict[str, str]
    sums: dict[str, int]
    held: Money
    fees: Money
    fee_basis_points: int
    acceptance_days: int


def _books(tx: Tx) -> Books:
    awaited = settlement.awaited(tx)
    return Books(
        awaited,
        participants.names(tx, (each.buyer for each in awaited)),
        settlement.trial_balance(tx),
        Money(-settlement.balance(tx, settlement.BANK)),
        Money(settlement.balance(tx, settlement.FEES)),
        settlement.fee_basis_points(tx),
        settlement.acceptance_days(tx),
    )


async def _page(visit: Visit, form: Form) -> Page:
    books = await visit.question(_books)
    return visit.page("books.html", form.status, form=form, books=books)


@get("/operator/money", security=OFFICES)
async def books(request: Request[Any, Any, Any]) -> Page:
    """Payments that are awaited, and the forms that record what the bank says."""
    visit = await arrive(request)
    return await _page(visit, Form())


def amount(form: Form, name: str) -> Money | None:
    """A sum in đồng as people write it: 12.000.000 or 12 000 000; 1.5 is none."""
    try:
        return msgspec.convert({"minor": whole(form[name])}, Money)
    except msgspec.ValidationError:
        form.wrong[name] = "unfit" if form[name] else "missing"
        return None


async def _entry(visit: Visit, form: Form) -> str:
    """The name under which a statement that has this entry counts it too, so that one payment is
    never counted twice: by hand and by import."""
    accounts = await visit.question(settlement.bank_accounts)
    if "VND" not in accounts:
        form.refused = Refused(Refusal.bank_account_unset, currency="VND")
        return ""
    if not form["bank_entry"]:
        form.wrong["bank_entry"] = "missing"
    return entry_digest(accounts["VND"].account, form["bank_entry"])


async def _do(visit: Visit, form: Form, command: Command | None, done: str) -> Page:
    if form.refused is None and await visit.ask(command, form):
        return visit.go("/operator/money", done)
    return await _page(visit, form)


@post("/operator/payments", security=OPERATOR)
async def payment(request: Request[Any, Any, Any]) -> Page:
    """Record that money came in."""
    visit = await arrive(request)
    form = await visit.form()
    form.fill(reference=form["reference"].upper().replace(" ", ""))
    counted, sum_in = await _entry(visit, form), amount(form, "amount")
    command = form.read(
        RecordPayment,
        entry=counted,
        amount=msgspec.to_builtins(sum_in or Money(0)),
        organisation=None,
    )
    return await _do(visit, form, command, "payment_recorded")


@post("/operator/payouts", security=OPERATOR)
async def payout(request: Request[Any, Any, Any]) -> Page:
    """Record that money was paid out to an organisation."""
    visit = await arrive(request)
    form = await visit.form()
    counted, sum_out = await _entry(visit, form), amount(form, "amount")
    command = form.read(
        RecordPayout, entry=counted, amount=msgspec.to_builtins(sum_out or Money(0))
    )
    return await _do(visit, form, command, "payout_recorded")


@post("/operator/fee", security=OPERATOR)
async def fee(request: Request[Any, Any, Any]) -> Page:
    """Set the exchange's fee, in basis points."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(SetFee, basis_points=whole(form["basis_points"]))
    return await _do(visit, form, command, "fee_set")


@post("/operator/acceptance", security=OPERATOR)
async def acceptance(request: Request[Any, Any, Any]) -> Page:
    """Set how many days a buyer has to check a delivery."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(SetAcceptance, days=whole(form["acceptance_days"]))
    if "days" in form.wrong:  # on other pages that is the term of a licence
        form.wrong["acceptance_days"] = form.wrong.pop("days")
    return await _do(visit, form, command, "acceptance_set")


@post("/operator/bank-account", security=OPERATOR)
async def bank_account(request: Request[Any, Any, Any]) -> Page:
    """Say to which account buyers pay, in đồng."""
    visit = await arrive(request)
    form = await visit.form()
    details = form.read(BankDetails)
    command = None
    if details is not None:
        given = msgspec.to_builtins(details)
        command = form.read(SetBankAccount, currency="VND", details=given)
    return await _do(visit, form, command, "bank_account_set")


ROUTES = [wallet, books, payment, payout, fee, acceptance, bank_account]
