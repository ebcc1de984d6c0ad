"""What columns mean, in a form: a line for each column of the newest version."""

import asyncio
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath

from datafloor.analysis.suggesting import suggest
from datafloor.contexts.catalogue import DescribeFields, FieldMeaning, ProductView
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.looking import look
from datafloor.web.pages.steps import own
from datafloor.web.pages.visit import Page, Visit, arrive

PARTS = ("field", "meaning_en", "meaning_vi", "unit")


@get("/sell/{product:str}/fields", security=SELLER)
async def meanings(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The columns with what was said of them."""
    visit = await arrive(request)
    return await _page(visit, product, Form())


@post("/sell/{product:str}/fields", security=SELLER)
async def describe(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Say what the columns mean. What does not fit is shown again as it was typed."""
    visit = await arrive(request)
    form = await visit.form()
    lines = [dict(zip(PARTS, line, strict=True)) for line in _lines(form)]
    command = form.read(DescribeFields, product=product, meanings=lines)
    if await visit.ask(command, form):
        return visit.go(f"/sell/{product}", "described")
    return await _page(visit, product, form)


def _lines(form: Form) -> list[tuple[str, ...]]:
    return list(zip(*(form.all(part) for part in PARTS), strict=False))


async def _page(visit: Visit, product: str, form: Form) -> Page:
    found = await own(visit, product)
    fields = found.versions[0].fields if found.versions else ()
    typed = {line[0]: FieldMeaning(*line) for line in _lines(form)}
    kept = typed or found.meaning
    suggested = {} if kept else await _suggested(visit, found)
    lines = [
        (field, kept.get(field.name) or suggested.get(field.name) or FieldMeaning(field.name))
        for field in fields
    ]
    return visit.page(
        "sell-fields-meaning.html",
        form.status,
        form=form,
        product=found,
        lines=lines,
        suggested=bool(suggested),
    )


async def _suggested(visit: Visit, product: ProductView) -> dict[str, FieldMeaning]:
    """What the table itself tells of its columns, while its seller has said nothing."""
    report = (await look(visit, visit.request, product)).report
    if report is None:
        return {}
    said = await asyncio.to_thread(suggest, report.name, report)
    names = (field.name for field in product.versions[0].fields)
    return {
        name: FieldMeaning(name, text.en, text.vi)
        for name, text in zip(names, said.fields.values(), strict=True)
    }


ROUTES = [meanings, describe]
