"""Several orders paid with one transfer: what is still to pay, its code, and where each order is.

What came too little covers the orders that it suffices for, and the page then asks for the rest;
what came too much lies in the wallet, and the page says so.
"""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.adapters import vietqr
from datafloor.contexts import catalogue, market, settlement
from datafloor.contexts.settlement import CombinePayments, HoldView, PayFromWallet
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.banking import CombinedPayment, combined_payment
from datafloor.web.pages.access import BUYER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive


class Part(Struct, frozen=True):
    """One order of a combined payment."""

    hold: HoldView
    title: str


class Told(Struct, frozen=True):
    """A combined payment with all that its page shows. `wallet` is what the buyer has now."""

    payment: CombinedPayment
    parts: list[Part]
    wallet: Money


def _told(tx: Tx, code: Code, combined: str, by: Actor) -> Told:
    payment = combined_payment(tx, combined, by)
    orders = {each.order: market.order(tx, each.order) for each in payment.orders}
    products = {name: found.product for name, found in orders.items() if found is not None}
    titles = catalogue.titles(tx, products.values())
    currency = payment.price.currency
    return Told(
        payment,
        [
            Part(each, titles[products[each.order]][code == "vi"])
            for each in payment.orders
            if each.order in products
        ],
        Money(settlement.balance(tx, settlement.wallet(by.organisation), currency), currency),
    )


async def _page(visit: Visit, combined: str, form: Form) -> Page:
    told = await visit.question(_told, visit.language.code, combined, visit.by)
    return visit.page("combined.html", form.status, form=form, told=told)


async def combine(visit: Visit, form: Form, combined: str, orders: tuple[str, ...]) -> bool:
    """Have these orders paid with one transfer. The same again is answered alike."""
    line = Form([("request", derived("request", combined))])
    asked = line.read(CombinePayments, combined=combined, orders=orders)
    if await visit.ask(asked, line):
        return True
    form.refused = line.refused or Refused(Refusal.malformed, problem="orders: 2 to 20")
    return False


@post("/payments", security=BUYER)
async def begin(request: Request[Any, Any, Any]) -> Page:
    """Pay the orders that were ticked with one transfer."""
    visit = await arrive(request)
    form = await visit.form()
    combined = form.id("combined")
    if not await combine(visit, form, combined, form.all("orders")):
        assert form.refused is not None
        raise form.refused
    return visit.go(f"/payments/{combined}")


@get("/payments/{combined:str}", security=BUYER)
async def one(request: Request[Any, Any, Any], combined: FromPath[str]) -> Page:
    """What is to be paid, how, and what it pays."""
    return await _page(await arrive(request), combined, Form())


@get("/payments/{combined:str}/payment.svg", security=BUYER)
async def picture(request: Request[Any, Any, Any], combined: FromPath[str]) -> Response[bytes]:
    """The VietQR code of what is still to pay."""
    visit = await arrive(request)
    asked = await visit.question(combined_payment, combined, visit.by)
    if asked.vietqr is None:
        raise Refused(Refusal.page_unknown)
    headers = {**HEADERS, "cache-control": "no-store"}
    return Response(vietqr.picture(asked.vietqr), headers=headers, media_type="image/svg+xml")


@post("/payments/{combined:str}/wallet-payment", security=BUYER)
async def pay(request: Request[Any, Any, Any], combined: FromPath[str]) -> Page:
    """Pay what is awaited with what the wallet has."""
    visit = await arrive(request)
    form = await visit.form()
    asked = await visit.question(combined_payment, combined, visit.by)
    for each in asked.orders:
        if each.state == "awaited":
            line = Form([("request", derived("request", each.order))])
            if not await visit.ask(PayFromWallet(order=each.order), line):
                form.refused = line.refused
    if form.refused is not None:
        return await _page(visit, combined, form)
    return visit.go(f"/payments/{combined}", "paid")


ROUTES = [begin, one, picture, pay]
