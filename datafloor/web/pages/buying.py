"""The buyer's pages: taking an offer, and what one has bought."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue, market, participants, policy, settlement
from datafloor.contexts.market import OfferFacts, OrderView, PlaceOrder, Variants
from datafloor.contexts.policy import Purpose, TermsView
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import BUYER
from datafloor.web.pages.everyone import Shown, shown
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.licence import PURPOSES
from datafloor.web.pages.overview import running
from datafloor.web.pages.pricing import price_sentences
from datafloor.web.pages.visit import Page, Visit, arrive

HOME = "VN"
SHOWN = 500
"""Orders on one page, the newest; the API has them all."""
MOST_TOGETHER = 20
"""Orders that one transfer can pay."""


class Row(Struct, frozen=True):
    """An order in a list, seen from one side; `who` is the other side."""

    order: str
    title: str
    who: str
    price: Money
    state: str
    at: int


def order_rows(tx: Tx, code: Code, organisation: str, *, bought: bool) -> list[Row]:
    """The orders that an organisation placed, or those placed on its offers."""
    mine = market.orders(tx, organisation, sides=("buyer",) if bought else ("seller",), limit=SHOWN)
    titles = catalogue.titles(tx, (each.product for each in mine))
    names = participants.names(tx, (each.seller if bought else each.buyer for each in mine))
    return [
        Row(
            each.order,
            titles[each.product][code == "vi"],
            names[each.seller if bought else each.buyer],
            each.price,
            state_of(each),
            each.placed_at,
        )
        for each in mine
    ]


def state_of(order: OrderView) -> str:
    """Where an order stands, in the words of its list."""
    if order.ended_at is not None:
        return "ended"
    return order.state


@get("/buy", security=BUYER)
async def bought(request: Request[Any, Any, Any]) -> Page:
    """What one has ordered, and what one has to pay."""
    visit = await arrive(request)
    mine = visit.by.organisation
    rows = await visit.question(order_rows, visit.language.code, mine, bought=True)
    awaited = await visit.question(settlement.awaited, mine)
    return visit.page(
        "buy.html",
        rows=rows,
        running=await visit.question(running, visit.language.code, mine, bought=True),
        awaited=awaited,
        titles={each.order: each.title for each in rows},
        together=awaited[:MOST_TOGETHER] if len(awaited) > 1 else [],
    )


class Taking(Struct, frozen=True):
    """An offer with all that its taker should know."""

    offer: OfferFacts
    terms: TermsView
    shown: Shown


def _taking(tx: Tx, code: Code, offer: str) -> Taking:
    found = market.offer_facts(tx, offer)
    if found is None:
        raise Refused(Refusal.offer_unknown)
    return Taking(found, policy.terms(tx, found.terms), shown(tx, code, found.product))


async def _take_page(visit: Visit, offer: str, form: Form) -> Page:
    taking = await visit.question(_taking, visit.language.code, offer)
    licence = taking.terms.licence
    allowed = list(Purpose) if licence is None else list(licence.purposes)
    if Purpose.any in allowed:
        allowed = list(Purpose)
    countries = visit.language.countries
    if licence is not None and licence.territory:
        countries = {each: countries.get(each, each) for each in licence.territory}
    variants: list[tuple[str, str]] = []
    if isinstance(taking.offer.form, Variants):
        lines = price_sentences(visit.language, taking.offer.form, taking.offer.price.currency)
        names = [each.variant for each in taking.offer.form.variants]
        variants = list(zip(names, lines, strict=True))
        if not form["variant"]:
            form.fill(variant=names[0])
    if not form["country"]:
        form.fill(country=HOME)
    return visit.page(
        "take.html",
        form.status,
        form=form,
        taking=taking,
        purposes=[(each.value, visit.language.say(PURPOSES[each])) for each in allowed],
        countries=list(countries.items()),
        variants=variants,
    )


@get("/offers/{offer:str}", security=BUYER)
async def take(request: Request[Any, Any, Any], offer: FromPath[str]) -> Page:
    """The terms of an offer, and the form that orders it."""
    visit = await arrive(request)
    return await _take_page(visit, offer, Form().fill(order=new_id("order")))


@post("/offers/{offer:str}", security=BUYER)
async def place(request: Request[Any, Any, Any], offer: FromPath[str]) -> Page:
    """Order. The order's id was made with the form, so a second click is the same order."""
    visit = await arrive(request)
    form = await visit.form()
    order = form.id("order")
    facts = await visit.question(market.offer_facts, offer)
    currency = facts.price.currency if facts is not None else "VND"
    named: dict[str, Any] = {"variant": form["variant"]} if form["variant"] else {}
    if form["seen"]:
        named["price"] = {"minor": whole(form["seen"]), "currency": currency}
    if await visit.ask(form.read(PlaceOrder, offer=offer, order=order, **named), form):
        return visit.go(f"/orders/{order}", "ordered")
    return await _take_page(visit, offer, form)


ROUTES = [bought, take, place]
