"""The seller's pages: products, from the first draft to what is on offer."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter

from datafloor.analysis.suggesting import named_after
from datafloor.contexts import catalogue, inventory
from datafloor.contexts.catalogue import (
    Coverage,
    DelistProduct,
    DraftProduct,
    ShowRows,
    StateCoverage,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refused
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.buying import order_rows
from datafloor.web.pages.everyone import LAST, PAGE, Card, card, shown
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.looking import look
from datafloor.web.pages.overview import income, running
from datafloor.web.pages.publishing import brings_file, file_name, publish_now
from datafloor.web.pages.stating import judged
from datafloor.web.pages.steps import UNDESCRIBED, UNTITLED, journey
from datafloor.web.pages.taking_up import begin, take_up
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.pages.wanting import fitting


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
        running=await visit.question(running, code, organisation, bought=False),
        income=await visit.question(income, organisation),
        fitting=await fitting(visit),
    )


async def _new_page(visit: Visit, form: Form) -> Page:
    item = await visit.question(inventory.item, form["item"]) if form["item"] else None
    if item is not None and not form["origin_note"]:
        begin(form, item)
    return visit.page("step-new.html", form.status, form=form, item=item, at="data", number=1)


@get("/sell/new", security=SELLER)
async def new(
    request: Request[Any, Any, Any],
    item: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """The first step of a new product; begun from an item of the inventory where one is named."""
    visit = await arrive(request)
    return await _new_page(visit, Form().fill(product=new_id("product"), item=item))


@post("/sell/new", security=SELLER, request_max_body_size=None)
async def draft(request: Request[Any, Any, Any]) -> Page:
    """Draft a product, and publish what it brings."""
    visit = await arrive(request)
    form = await visit.form()
    product = form.id("product")
    try:
        title = named_after(file_name(visit, form)) if brings_file(form) else ""
    except Refused as refused:
        form.refused = refused
        return await _new_page(visit, form)
    said = UNDESCRIBED | ({"title_en": title, "title_vi": title} if title else UNTITLED)
    coverage = Coverage()
    if form["item"]:
        item = await visit.question(inventory.item, form["item"])
        begun = begin(Form(), item)
        said = {name: begun[name] for name in said}
        coverage = item.coverage
    if not await visit.ask(form.read(DraftProduct, product=product, **said), form):
        return await _new_page(visit, form)
    if form["item"]:
        if coverage != Coverage():
            cover = StateCoverage(product=product, coverage=coverage)
            await visit.exchange.door.ask(cover, visit.by, f"{form.request_id}_coverage")
        await take_up(visit, form, product)
    return await publish_now(visit, await visit.question(catalogue.product, product), form)


async def manage_page(visit: Visit, product: str, form: Form) -> Page:
    """The seller's page of a product, with a form that is shown again."""
    on = await journey(visit, product)
    found = await visit.question(shown, visit.language.code, product)
    if not form["rows_count"]:
        form.fill(rows_count=str(await visit.question(catalogue.rows_shown, product)))
    return visit.page(
        "sell-product.html",
        form.status,
        form=form,
        on=on,
        at="",
        shown=found,
        product=found.product,
        look=await look(visit, visit.request, found.product),
        listing=on.listing,
        points=judged(visit, on.listing),
    )


@get("/sell/{product:str}", security=SELLER)
async def manage(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """One product of the seller's, and the one thing to do next."""
    return await manage_page(await arrive(request), product, Form())


@post("/sell/{product:str}/rows", security=SELLER)
async def show_rows(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Show the first rows to everybody, or none."""
    visit = await arrive(request)
    await journey(visit, product)
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
    await journey(visit, product)
    form = await visit.form()
    if await visit.ask(form.read(DelistProduct, product=product), form):
        return visit.go(f"/sell/{product}", "delisted")
    return await manage_page(visit, product, form)


ROUTES = [mine, new, draft, manage, show_rows, delist]
