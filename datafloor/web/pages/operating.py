"""The operator's pages: what waits for a decision, and the decision with its reason."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath

from datafloor.contexts import catalogue, participants
from datafloor.contexts.catalogue import ListProduct, RefuseListing
from datafloor.kernel.db import Tx
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OFFICES, OPERATOR
from datafloor.web.pages.everyone import Card, card, shown
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.stating import judged
from datafloor.web.pages.visit import Page, Visit, arrive

PAGE = 50
"""The most that one looks through at once; what is decided makes room for the next."""


def _waiting(tx: Tx, code: Code) -> list[Card]:
    found = catalogue.queue(tx, PAGE)
    who = participants.names(tx, (each.organisation for each in found))
    return [card(each, code, who[each.organisation]) for each in found]


@get("/operator", security=OFFICES)
async def queue(request: Request[Any, Any, Any]) -> Page:
    """The listings that wait, the longest first."""
    visit = await arrive(request)
    return visit.page(
        "queue.html",
        cards=await visit.question(_waiting, visit.language.code),
        waiting=await visit.question(catalogue.waiting),
    )


@get("/operator/products/{product:str}", security=OFFICES)
async def look(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """A product with all that a decision needs."""
    visit = await arrive(request)
    return await _page(visit, product, Form())


async def _page(visit: Visit, product: str, form: Form) -> Page:
    found = await visit.question(shown, visit.language.code, product)
    listing = await visit.question(catalogue.listing, product)
    return visit.page(
        "decide.html",
        form.status,
        form=form,
        shown=found,
        product=found.product,
        listing=listing,
        points=judged(visit, listing),
        law=visit.exchange.door.house.law,
    )


@post("/operator/products/{product:str}", security=OPERATOR)
async def decide(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """List the product, or refuse with a reason: the product that was seen, and no later one."""
    visit = await arrive(request)
    form = await visit.form()
    command: ListProduct | RefuseListing | None
    if form["decision"] == "list":
        command = form.read(ListProduct, product=product)
    else:
        command = form.read(RefuseListing, product=product)
    now = await visit.question(catalogue.product, product)
    if command is not None and form["seen"] != str(now.state_at):
        form.refused = Refused(Refusal.page_outdated)
    elif await visit.ask(command, form):
        return visit.go("/operator", "decided")
    return await _page(visit, product, form)


ROUTES = [queue, look, decide]
