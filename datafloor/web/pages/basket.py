"""The basket: offers that a buyer looks at together and orders with one click.

It is a list of offers in a cookie, so it outlives the session and binds nobody. Each line becomes
an order of its own: what can be ordered is ordered, and what cannot stays, with the reason.
"""

from typing import Any

from litestar import Request, get, post
from msgspec import Struct

from datafloor.contexts import catalogue, market, participants, policy, settlement
from datafloor.contexts.market import OfferFacts, PlaceOrder
from datafloor.contexts.policy import Purpose, TermsView
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, is_id, new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import BUYER
from datafloor.web.pages.buying import HOME
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.licence import PURPOSES
from datafloor.web.pages.paying import combine
from datafloor.web.pages.visit import Page, Visit, arrive

COOKIE = "datafloor_basket"
MOST = 20
"""Lines: as many as one payment can name orders."""

KEPT_SECONDS = 90 * 24 * 3600


class Line(Struct, frozen=True):
    """One offer in the basket, and why it could not be ordered, if that was tried."""

    offer: OfferFacts
    title: str
    seller: str
    terms: TermsView
    refused: Refused | None = None


def _offers(request: Request[Any, Any, Any]) -> list[str]:
    found = request.cookies.get(COOKIE, "").split(".")
    return [each for each in dict.fromkeys(found) if is_id("offer", each)][:MOST]


def _lines(tx: Tx, code: Code, offers: list[str], refused: dict[str, Refused]) -> list[Line]:
    facts = [each for offer in offers if (each := market.offer_facts(tx, offer)) is not None]
    titles = catalogue.titles(tx, (each.product for each in facts))
    names = participants.names(tx, (each.seller for each in facts))
    return [
        Line(
            each,
            titles[each.product][code == "vi"],
            names[each.seller],
            policy.terms(tx, each.terms),
            refused.get(each.offer),
        )
        for each in facts
    ]


async def _page(visit: Visit, form: Form, refused: dict[str, Refused] | None = None) -> Page:
    offers = _offers(visit.request) if refused is None else list(refused)
    lines = await visit.question(_lines, visit.language.code, offers, refused or {})
    total: dict[str, int] = {}
    for line in lines:
        price = line.offer.price
        total[price.currency] = total.get(price.currency, 0) + price.minor
    return visit.page(
        "basket.html",
        422 if refused else form.status,
        form=form.fill(country=form["country"] or HOME),
        lines=lines,
        total=total,
        purposes=[(each.value, visit.language.say(PURPOSES[each])) for each in Purpose],
        countries=list(visit.language.countries.items()),
    )


@get("/basket", security=BUYER)
async def basket(request: Request[Any, Any, Any]) -> Page:
    """What is in the basket, what it costs together, and the form that orders it."""
    return await _page(await arrive(request), Form())


@post("/basket", security=BUYER)
async def change(request: Request[Any, Any, Any]) -> Page:
    """Put an offer in, or take one out."""
    visit = await arrive(request)
    form = await visit.form()
    offers = [each for each in _offers(request) if each not in (form["add"], form["remove"])]
    if is_id("offer", form["add"]):
        if len(offers) >= MOST:
            raise Refused(Refusal.basket_full, most=MOST)
        if await visit.question(market.offer_facts, form["add"]) is None:
            raise Refused(Refusal.offer_unknown)
        offers.append(form["add"])
    visit.keep(visit.cookie(COOKIE, ".".join(offers), KEPT_SECONDS))
    return visit.go("/basket")


@post("/basket/orders", security=BUYER)
async def order(request: Request[Any, Any, Any]) -> Page:
    """Order every line. The ids were made with the form, so a second click orders nothing more."""
    visit = await arrive(request)
    form = await visit.form()
    left: dict[str, Refused] = {}
    for offer in _offers(request):
        refused = await _place(visit, form, offer)
        if refused is not None:
            left[offer] = refused
    visit.keep(visit.cookie(COOKIE, ".".join(left), KEPT_SECONDS))
    if not left and not form.wrong:
        return await _pay_together(visit, form)
    return await _page(visit, form, left)


async def _pay_together(visit: Visit, form: Form) -> Page:
    """On to one payment for all that awaits one in the same currency, where there are several."""
    orders = {form[f"order_{offer}"] for offer in _offers(visit.request)}
    found = await visit.question(settlement.awaited, visit.by.organisation)
    mine = [each for each in found if each.order in orders]
    combined = form.id("combined")
    if len(mine) > 1 and len({each.amount.currency for each in mine}) == 1:
        await combine(visit, form, combined, tuple(each.order for each in mine))
    if await visit.question(settlement.combined, combined) is not None:
        return visit.go(f"/payments/{combined}", "ordered_all")
    return visit.go("/buy", "ordered_all")


async def _place(visit: Visit, form: Form, offer: str) -> Refused | None:
    """Order one line; why not, where it cannot be."""
    facts = await visit.question(market.offer_facts, offer)
    if facts is None:
        return Refused(Refusal.offer_unknown)
    typed = form[f"order_{offer}"]
    order = typed if is_id("order", typed) else new_id("order")
    seen = {"minor": whole(form[f"seen_{offer}"]), "currency": facts.price.currency}
    line = Form([("purpose", form["purpose"]), ("country", form["country"])])
    command = line.read(
        PlaceOrder,
        offer=offer,
        order=order,
        price=seen,
    )
    if command is None:
        form.wrong.update(line.wrong)
        return Refused(Refusal.malformed, problem=", ".join(line.wrong))
    line.fill(request=derived("request", order))
    await visit.ask(command, line)
    return line.refused


ROUTES = [basket, change, order]
