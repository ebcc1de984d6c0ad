"""The seller's offers: licence terms chosen as sentences, and a price."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from datafloor.contexts import catalogue, policy
from datafloor.contexts.market import MakeOffer, WithdrawOffer
from datafloor.contexts.policy import Limit, Onward, PublishTerms, Purpose
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.licensing import chosen, options
from datafloor.web.pages.money import amount
from datafloor.web.pages.price_help import price_help
from datafloor.web.pages.prices import choices
from datafloor.web.pages.pricing import typed
from datafloor.web.pages.visit import Page, Visit, arrive

NEW = "new"
"""The choice of terms that are not published yet."""


async def _page(visit: Visit, product: str, form: Form) -> Page:
    code = visit.language.code
    titles = await visit.question(catalogue.titles, [product])
    return visit.page(
        "offer.html",
        form.status,
        form=form,
        product=product,
        title=titles[product][code == "vi"],
        published=await visit.question(policy.terms_of, visit.by.organisation),
        price_help=await price_help(visit, product, form),
        **options(visit.language),
        **choices(visit),
    )


async def _check_own(visit: Visit, product: str) -> None:
    facts = await visit.question(catalogue.product_facts, product)
    if facts is None or facts.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)


@get("/sell/{product:str}/offers", security=SELLER)
async def offer_form(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form of an offer."""
    visit = await arrive(request)
    await _check_own(visit, product)
    form = Form().fill(
        choice=NEW,
        purposes=[Purpose.any.value],
        exclusive="no",
        onward=Onward.none.value,
        ip=[Limit.no_reidentification.value],
        days="365",
        kind="one_off",
        period_unit="month",
        renews="yes",
        meter="row",
    )
    return await _page(visit, product, form)


@post("/sell/{product:str}/offers", security=SELLER)
async def offer(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Publish the terms if they are new, then make the offer.

    The form carries the ids of both requests. Should the offer be refused after the terms were
    published, the form comes back with these terms chosen.
    """
    visit = await arrive(request)
    await _check_own(visit, product)
    form = await visit.form()
    if form["look"]:
        return await _page(visit, product, form)
    price = amount(form, "price")
    terms = form.id("terms") if form["choice"] == NEW else form["choice"]
    command = form.read(
        MakeOffer,
        offer=form.id("offer"),
        product=product,
        terms=terms,
        price=msgspec.to_builtins(price or Money(0)),
        form=typed(form),
    )
    if form["choice"] == NEW:
        published = _terms(form, terms)
        if command is None or not await visit.ask(published, form):
            return await _page(visit, product, form)
        form.fill(choice=terms, request=form["offer_request"] or new_id("request"))
    if await visit.ask(command, form):
        return visit.go(f"/sell/{product}", "offered")
    return await _page(visit, product, form)


def _terms(form: Form, terms: str) -> PublishTerms | None:
    return form.read(PublishTerms, terms=terms, **chosen(form))


@post("/sell/{product:str}/offers/{name:str}/withdrawal", security=SELLER)
async def withdraw(
    request: Request[Any, Any, Any], product: FromPath[str], name: FromPath[str]
) -> Page:
    """Take no more orders on an offer."""
    visit = await arrive(request)
    await _check_own(visit, product)
    form = await visit.form()
    if await visit.ask(form.read(WithdrawOffer, offer=name), form):
        return visit.go(f"/sell/{product}", "offer_withdrawn")
    return await _page(visit, product, form)


ROUTES = [offer_form, offer, withdraw]
