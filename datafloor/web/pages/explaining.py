"""On what a price rests: the ledger of costs and income, and price dossiers, issued and read."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue, dossiers, market, participants
from datafloor.contexts.dossiers import (
    CostKind,
    DeclareCost,
    Declared,
    DeclareIncome,
    DossierView,
    WithdrawCost,
)
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import is_id
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.market import concerns
from datafloor.web.dossiers import on_offer
from datafloor.web.issuing import concerned, file, issue, of_trade, read
from datafloor.web.pages.access import SELLER, SIGNED_IN
from datafloor.web.pages.dossier_words import WORDS
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.money import amount
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive


class Shown(Struct, frozen=True):
    """What is known of a product's price, with the title."""

    title: str
    own: bool
    asks: bool
    declared: Declared
    issued: list[DossierView]


def _shown(tx: Tx, code: Code, product: str, by: Actor) -> Shown:
    if not concerned(tx, product, by):
        raise Refused(Refusal.product_unknown)
    facts = catalogue.product_facts(tx, product)
    assert facts is not None, "it concerns somebody"
    own = facts.organisation == by.organisation
    return Shown(
        title=catalogue.titles(tx, [product])[product][code == "vi"],
        own=own and "seller" in by.roles,
        asks=own or by.roles.isdisjoint(("supervisor",)),
        declared=dossiers.declared(tx, product),
        issued=dossiers.of_product(tx, product),
    )


async def _titles(visit: Visit, grounds: dossiers.Grounds) -> dict[str, str]:
    names = [each.product for each in grounds.comparables]
    titles = await visit.question(catalogue.titles, names)
    return {name: title[visit.language.code == "vi"] for name, title in titles.items()}


async def _evidence_page(visit: Visit, product: str, form: Form) -> Page:
    shown = await visit.question(_shown, visit.language.code, product, visit.by)
    offers = await visit.question(market.offers, product)
    found = await visit.question(on_offer, product, offers[-1].form if offers else None)
    grounds = await visit.exchange.references.grounds(*found, clock.now())
    return visit.page(
        "price-evidence.html",
        form.status,
        form=form,
        product=product,
        shown=shown,
        price=offers[-1].price_from if offers else None,
        grounds=grounds,
        titles=await _titles(visit, grounds),
        kinds=[(each.value, visit.language.say(WORDS[f"cost.{each.value}"])) for each in CostKind],
    )


@get("/products/{product:str}/price-evidence", security=SIGNED_IN)
async def evidence(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """On what a product's price can rest now, what is declared, and the dossiers."""
    visit = await arrive(request)
    form = Form().fill(spent_for=CostKind.collection.value, sales_count="1")
    return await _evidence_page(visit, product, form)


@post("/products/{product:str}/costs", security=SELLER)
async def declare(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Declare a cost."""
    visit = await arrive(request)
    form = await visit.form()
    spent = amount(form, "amount")
    command = form.read(
        DeclareCost,
        cost=form.id("cost"),
        product=product,
        amount=msgspec.to_builtins(spent) if spent else "",
        sales_count=whole(form["sales_count"]),
    )
    if await visit.ask(command, form):
        return visit.go(f"/products/{product}/price-evidence", "cost_declared")
    return await _evidence_page(visit, product, form)


@post("/products/{product:str}/costs/{cost:str}/withdrawal", security=SELLER)
async def withdraw(
    request: Request[Any, Any, Any], product: FromPath[str], cost: FromPath[str]
) -> Page:
    """A declared cost was a mistake."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(WithdrawCost, cost=cost), form):
        return visit.go(f"/products/{product}/price-evidence", "cost_withdrawn")
    return await _evidence_page(visit, product, form)


@post("/products/{product:str}/income", security=SELLER)
async def income(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Declare what the data bring in; nothing typed is no income."""
    visit = await arrive(request)
    form = await visit.form()
    said: Any = None
    if form["yearly"]:
        yearly, less = amount(form, "yearly"), whole(form["discount_percent"] or "0")
        said = {
            "yearly": msgspec.to_builtins(yearly),
            "years": whole(form["years"]),
            "discount_points": less * 100 if isinstance(less, int) else less,
        }
    if await visit.ask(form.read(DeclareIncome, product=product, income=said), form):
        return visit.go(f"/products/{product}/price-evidence", "income_declared")
    return await _evidence_page(visit, product, form)


@post("/products/{product:str}/dossiers", security=SIGNED_IN)
async def ask(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Have the grounds of a price frozen and signed."""
    visit = await arrive(request)
    form = await visit.form()
    name, order = form.id("dossier"), form["order"]
    if order and not is_id("order", order):
        raise Refused(Refusal.order_unknown)
    await issue(visit.exchange, visit.by, name, product, order or None, form.request_id)
    return visit.go(f"/dossiers/{name}", "dossier_issued")


@get("/dossiers/{dossier:str}", security=SIGNED_IN)
async def one(request: Request[Any, Any, Any], dossier: FromPath[str]) -> Page:
    """A dossier as people read it."""
    visit = await arrive(request)
    found = await visit.question(read, dossier, visit.by)
    names = await visit.question(participants.names, [found.seller])
    product = found.dossier.product
    titles = await visit.question(catalogue.titles, [product])
    return visit.page(
        "dossier.html",
        found=found,
        dossier=found.dossier,
        seller=names.get(found.seller, ""),
        title=titles[product][visit.language.code == "vi"],
        titles=await _titles(visit, found.dossier.grounds),
        standing=(
            dossiers.standing(found.dossier.grounds, found.dossier.price)
            if found.dossier.price and found.dossier.price.minor
            else None
        ),
    )


@get("/dossiers/{dossier:str}/file", security=SIGNED_IN)
async def download(request: Request[Any, Any, Any], dossier: FromPath[str]) -> Response[bytes]:
    """A dossier as a file that `datafloor verify` checks."""
    visit = await arrive(request)
    found = await visit.question(read, dossier, visit.by)
    said = f'attachment; filename="{dossier}.json"'
    headers = HEADERS | {"content-disposition": said}
    return Response(file(found), headers=headers, media_type="application/json")


def _trade(tx: Tx, code: Code, order: str, by: Actor) -> tuple[market.OrderView, str, Any]:
    found = market.order(tx, order)
    if found is None or not concerns(found, by):
        raise Refused(Refusal.order_unknown)
    title = catalogue.titles(tx, [found.product])[found.product][code == "vi"]
    return found, title, of_trade(tx, found)


@get("/orders/{order:str}/dossiers", security=SIGNED_IN)
async def trade(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """The dossiers that concern a trade."""
    visit = await arrive(request)
    found, title, issued = await visit.question(_trade, visit.language.code, order, visit.by)
    asks = found.seller == visit.by.organisation or visit.holds("operator")
    return visit.page("trade-dossiers.html", order=found, title=title, issued=issued, asks=asks)


ROUTES = [evidence, declare, withdraw, income, ask, one, download, trade]
