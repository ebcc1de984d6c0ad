"""Buy requests: what buyers look for, and how sellers answer."""

import asyncio
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue, market, negotiation, participants
from datafloor.contexts.market import OfferView
from datafloor.contexts.negotiation import (
    AnswerBuyRequest,
    AnswerView,
    BuyRequestView,
    NegotiationView,
    PublishBuyRequest,
    Wanted,
    WithdrawBuyRequest,
)
from datafloor.contexts.policy import Purpose
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Command
from datafloor.web.api.negotiation import found_request, near
from datafloor.web.api.search import index_of
from datafloor.web.pages.access import BUYER, OPEN, SELLER, SIGNED_IN
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.licensing import chosen, day_end, options
from datafloor.web.pages.money import amount
from datafloor.web.pages.visit import Page, Visit, arrive

SHOWN = 100
NEWEST = 20
"""So many of the newest buy requests are compared with what a seller lists."""


class Row(Struct, frozen=True):
    """A buy request in a list."""

    request: BuyRequestView
    who: str


def _open_requests(tx: Tx, now: int) -> list[Row]:
    found = negotiation.buy_requests(tx, now, limit=SHOWN)
    names = participants.names(tx, (each.buyer for each in found))
    return [Row(each, names[each.buyer]) for each in found]


@get("/wanted", security=OPEN)
async def wanted(request: Request[Any, Any, Any]) -> Page:
    """The open buy requests; for a seller first those that its products may fit, for a buyer also
    its own."""
    visit = await arrive(request)
    mine = visit.by.organisation
    return visit.page(
        "wanted.html",
        rows=await visit.question(_open_requests, clock.now()),
        fitting=await fitting(visit) if visit.holds("seller") else [],
        own=await visit.question(negotiation.buy_requests_of, mine) if mine else [],
        now=clock.now(),
    )


async def fitting(visit: Visit) -> list[Row]:
    """The newest buy requests of others that something of the visitor's may fit."""
    mine, index = visit.by.organisation, index_of(visit.request)
    rows = (await visit.question(_open_requests, clock.now()))[:NEWEST]
    found = []
    for row in rows:
        close = await asyncio.to_thread(near, index, row.request.wanted, mine)
        if close and row.request.buyer != mine:
            found.append(row)
    return found


def _new_page(visit: Visit, form: Form) -> Page:
    return visit.page("wanted-new.html", form.status, form=form, **options(visit.language))


@get("/wanted/new", security=BUYER)
async def form_of_request(request: Request[Any, Any, Any]) -> Page:
    """The form of a buy request."""
    visit = await arrive(request)
    filled = Form().fill(
        purposes=[Purpose.internal_analysis.value], exclusive="no", days="365", open_days="30"
    )
    return _new_page(visit, filled)


@post("/wanted/new", security=BUYER)
async def publish(request: Request[Any, Any, Any]) -> Page:
    """Publish a buy request. Its id was made with the form, and its end is the end of a day, so a
    second click is the same request."""
    visit = await arrive(request)
    form = await visit.form()
    budget = amount(form, "budget") if form["budget"] else None
    terms = chosen(form)
    said = form.read(Wanted, **terms, budget=budget)
    days = whole(form["open_days"])
    if not isinstance(days, int) or days >= negotiation.OPEN_DAYS:
        form.wrong["open_days"] = "unfit" if days else "missing"
    name = form.id("wanted")
    command = None
    if said is not None and isinstance(days, int) and not form.wrong:
        command = form.read(
            PublishBuyRequest, buy_request=name, wanted=said, open_until=day_end(days)
        )
    if await visit.ask(command, form):
        return visit.go(f"/wanted/{name}", "request_published")
    return _new_page(visit, form)


class Told(Struct, frozen=True):
    """A buy request with all that its page shows."""

    request: BuyRequestView
    who: str
    answers: list[AnswerView]
    titles: dict[str, tuple[str, str]]
    names: dict[str, str]
    offers: list[OfferView]
    products: list[str]
    talks: list[NegotiationView]


def _told(tx: Tx, name: str, mine: str, close: list[str], sells: bool) -> Told:
    asked = found_request(tx, name)
    answers = negotiation.answers(tx, name)
    own: list[str] = []
    if sells:
        found = catalogue.products(tx, organisation=mine, limit=SHOWN)
        own = [each.product for each in found]
    offers = [each for of in market.offers_on(tx, own).values() for each in of]
    answered = {each.offer for each in answers}
    shown = {*own, *close, *(each.product for each in answers)}
    return Told(
        request=asked,
        who=participants.names(tx, [asked.buyer])[asked.buyer],
        answers=answers,
        titles=catalogue.titles(tx, shown),
        names=participants.names(tx, (each.seller for each in answers)),
        offers=[each for each in offers if each.offer not in answered],
        products=sorted(own, key=lambda each: (each not in close, each)),
        talks=negotiation.negotiations_on(tx, name, mine) if mine else [],
    )


async def _page(visit: Visit, name: str, form: Form) -> Page:
    found = await visit.question(found_request, name)
    close = await asyncio.to_thread(near, index_of(visit.request), found.wanted)
    mine = visit.by.organisation
    sells = visit.holds("seller") and mine != found.buyer
    told = await visit.question(_told, name, mine, close, sells)
    code: Code = visit.language.code
    return visit.page(
        "wanted-one.html",
        form.status,
        form=form,
        told=told,
        asked=told.request,
        near=[each for each in close if each in told.titles],
        is_open=told.request.is_open(clock.now()),
        sells=sells,
        title_of=lambda product: told.titles[product][code == "vi"],
    )


@get("/wanted/{name:str}", security=OPEN)
async def one(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """One buy request."""
    return await _page(await arrive(request), name, Form())


async def _do(visit: Visit, name: str, form: Form, command: Command | None, done: str) -> Page:
    if await visit.ask(command, form):
        return visit.go(f"/wanted/{name}", done)
    return await _page(visit, name, form)


@post("/wanted/{name:str}/answers", security=SELLER)
async def answer(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Answer with an own offer."""
    visit = await arrive(request)
    form = await visit.form()
    return await _do(
        visit, name, form, form.read(AnswerBuyRequest, buy_request=name), "request_answered"
    )


@post("/wanted/{name:str}/withdrawal", security=SIGNED_IN)
async def withdraw(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Take no more answers."""
    visit = await arrive(request)
    form = await visit.form()
    return await _do(
        visit, name, form, form.read(WithdrawBuyRequest, buy_request=name), "request_withdrawn"
    )


ROUTES = [wanted, form_of_request, publish, one, answer, withdraw]
