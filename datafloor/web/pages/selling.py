"""The seller's pages: products, from the first draft to what is on offer."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter

from datafloor.contexts import catalogue, inventory
from datafloor.contexts.catalogue import (
    Coverage,
    DelistProduct,
    DraftProduct,
    Origin,
    ProductView,
    ReviseProduct,
    ShowRows,
    StateCoverage,
    SubmitProduct,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.buying import order_rows
from datafloor.web.pages.covering import filled, stated
from datafloor.web.pages.everyone import LAST, PAGE, Card, card, shown
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.looking import look
from datafloor.web.pages.stating import judged
from datafloor.web.pages.taking_up import begin, take_up
from datafloor.web.pages.visit import Page, Visit, arrive


def _mine(tx: Tx, code: Code, organisation: str, before: str) -> list[Card]:
    found = catalogue.products(
        tx, state=None, organisation=organisation, before=before, limit=PAGE + 1
    )
    return [card(each, code) for each in found]


@get("/sell", security=SELLER)
async def mine(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = LAST,
) -> Page:
    """The seller's products."""
    visit = await arrive(request)
    code, organisation = visit.language.code, visit.by.organisation
    cards = await visit.question(_mine, code, organisation, before)
    return visit.page(
        "sell.html",
        cards=cards[:PAGE],
        more=cards[PAGE - 1].product if len(cards) > PAGE else "",
        rows=await visit.question(order_rows, code, organisation, bought=False),
    )


@get("/sell/new", security=SELLER)
async def new(
    request: Request[Any, Any, Any],
    item: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """The form of a new product; begun from an item of the inventory where one is named."""
    visit = await arrive(request)
    form = Form().fill(product=new_id("product"), origin=Origin.collected.value)
    if item:
        begin(form, await visit.question(inventory.item, item))
    return visit.page("sell-new.html", form=form)


@post("/sell/new", security=SELLER)
async def draft(request: Request[Any, Any, Any]) -> Page:
    """Draft a product."""
    visit = await arrive(request)
    form = await visit.form()
    product = form.id("product")
    coverage = stated(form)
    if await visit.ask(form.read(DraftProduct, product=product), form):
        if coverage is not None and coverage != Coverage():
            cover = StateCoverage(product=product, coverage=coverage)
            await visit.exchange.door.ask(cover, visit.by, f"{form.request_id}_coverage")
        if form["item"]:
            await take_up(visit, form, product)
        return visit.go(f"/sell/{product}", "drafted")
    return visit.page("sell-new.html", form.status, form=form)


async def own(visit: Visit, product: str) -> ProductView:
    """A product of the visitor's. Raises `Refused` for any other."""
    found = await visit.question(catalogue.product, product)
    if found.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)
    return found


async def manage_page(visit: Visit, product: str, form: Form) -> Page:
    """The seller's page of a product, with a form that is shown again."""
    found = await visit.question(shown, visit.language.code, product)
    if not form["rows_count"]:
        form.fill(rows_count=str(await visit.question(catalogue.rows_shown, product)))
    listing = await visit.question(catalogue.listing, product)
    return visit.page(
        "sell-product.html",
        form.status,
        form=form,
        shown=found,
        product=found.product,
        look=await look(visit, visit.request, found.product),
        coverage=filled(Form(), found.product.coverage),
        listing=listing,
        points=judged(visit, listing),
    )


@get("/sell/{product:str}", security=SELLER)
async def manage(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """One product of the seller's, and the one thing to do next."""
    visit = await arrive(request)
    await own(visit, product)
    return await manage_page(visit, product, Form())


@get("/sell/{product:str}/description", security=SELLER)
async def edit(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form that changes what a product says of itself."""
    visit = await arrive(request)
    found = await own(visit, product)
    form = Form().fill(
        title_en=found.title_en,
        title_vi=found.title_vi,
        description_en=found.description_en,
        description_vi=found.description_vi,
        origin=found.origin,
        origin_note=found.origin_note,
    )
    return visit.page("sell-edit.html", form=form, product=found)


@post("/sell/{product:str}/description", security=SELLER)
async def revise(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Change what a product says of itself."""
    visit = await arrive(request)
    found = await own(visit, product)
    form = await visit.form()
    if await visit.ask(form.read(ReviseProduct, product=product), form):
        return visit.go(f"/sell/{product}", "revised")
    return visit.page("sell-edit.html", form.status, form=form, product=found)


@post("/sell/{product:str}/submission", security=SELLER)
async def submit(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Ask the operator to list the product."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    if await visit.ask(form.read(SubmitProduct, product=product), form):
        return visit.go(f"/sell/{product}", "submitted")
    return await manage_page(visit, product, form)


@post("/sell/{product:str}/rows", security=SELLER)
async def show_rows(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Show the first rows to everybody, or none."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    typed = form["rows_count"]
    count = int(typed) if typed.isascii() and typed.isdigit() else typed
    if await visit.ask(form.read(ShowRows, product=product, rows_count=count), form):
        return visit.go(f"/sell/{product}", "rows_shown")
    return await manage_page(visit, product, form)


@post("/sell/{product:str}/withdrawal", security=SELLER)
async def delist(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Take a product off the exchange."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    if await visit.ask(form.read(DelistProduct, product=product), form):
        return visit.go(f"/sell/{product}", "delisted")
    return await manage_page(visit, product, form)


ROUTES = [mine, new, draft, manage, edit, revise, show_rows, submit, delist]
