"""The second step: what the data are. What the table itself tells is suggested, and marked so;
only what the seller keeps is said of the product."""

import asyncio
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath

from datafloor.analysis.suggesting import Suggestions, suggest
from datafloor.contexts.catalogue import Coverage, ProductView, ReviseProduct, StateCoverage
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.looking import look
from datafloor.web.pages.steps import OPEN, Journey, check_seen, described, journey, seen, show
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.publishing import STEPS

TEXTS = ("title_en", "title_vi", "description_en", "description_vi")


def stated(form: Form) -> Coverage | None:
    """What the form says it covers; `None` where something in it does not fit."""
    return form.read(Coverage, provinces=tuple(sorted(form.all("provinces"))))


def _now(product: ProductView) -> dict[str, object]:
    """What a product says of itself."""
    return {name: getattr(product, name) for name in TEXTS} | {
        "theme": product.coverage.theme or "",
        "frequency": product.coverage.frequency or "",
        "provinces": [each.value for each in product.coverage.provinces],
    }


def _filled(product: ProductView, found: Suggestions | None) -> tuple[Form, set[str]]:
    """The form as the product stands; where it says nothing yet, with what the table tells, and
    which fields that are."""
    now = _now(product)
    form = Form().fill(**now, seen=seen(now))  # type: ignore[arg-type]
    if found is None or described(product):
        return form, set()
    said = {
        "title_en": found.title.en,
        "title_vi": found.title.vi,
        "description_en": found.description.en,
        "description_vi": found.description.vi,
        "theme": found.theme,
        "frequency": found.frequency,
        "provinces": list(found.provinces),
    }
    form.fill(**{name: value for name, value in said.items() if value})
    return form, {name for name, value in said.items() if value}


async def _page(
    visit: Visit, on: Journey, form: Form | None, meanwhile: list[tuple[str, str]]
) -> Page:
    looked = await look(visit, visit.request, on.product)
    report, suggested = looked.report, set[str]()
    if form is None:
        found = await asyncio.to_thread(suggest, report.name, report) if report else None
        form, suggested = _filled(on.product, found)
    return show(
        visit, on, "about", form,
        look=looked, parts=STEPS, suggested=suggested, meanwhile=meanwhile,
    )  # fmt: skip


@get("/sell/{product:str}/about", security=SELLER)
async def about(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """What a product is, beside what the appraisal finds as it runs."""
    visit = await arrive(request)
    return await _page(visit, await journey(visit, product), None, [])


@post("/sell/{product:str}/about", security=SELLER)
async def describe(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Say what a product is, and under what it is found."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    meanwhile = check_seen(form, _now(on.product))
    coverage = stated(form)
    kept = {"origin": on.product.origin, "origin_note": on.product.origin_note}
    revised = form.read(ReviseProduct, product=product, **kept)
    if form.refused or revised is None or coverage is None:
        return await _page(visit, on, form, meanwhile)
    if any(form[name] != getattr(on.product, name) for name in TEXTS) and not await visit.ask(
        revised, form
    ):
        return await _page(visit, on, form, meanwhile)
    if coverage != on.product.coverage:
        cover = StateCoverage(product=product, coverage=coverage)
        await visit.exchange.door.ask(cover, visit.by, f"{form.request_id}_coverage")
    onward = f"/sell/{product}/terms" if on.product.state in OPEN else f"/sell/{product}"
    return visit.go(onward, "about_kept")


ROUTES = [about, describe]
