"""What a product covers, in a form: the seller says under what it is found."""

from typing import Any

from litestar import Request, post
from litestar.params import FromPath

from datafloor.contexts.catalogue import Coverage, StateCoverage
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import Page, arrive


def filled(form: Form, coverage: Coverage) -> Form:
    """The form with what was stated before."""
    return form.fill(
        theme=coverage.theme or "",
        provinces=[each.value for each in coverage.provinces],
        frequency=coverage.frequency or "",
    )


def stated(form: Form) -> Coverage | None:
    """What the form says; `None` where something in it does not fit."""
    return form.read(Coverage, provinces=form.all("provinces"))


@post("/sell/{product:str}/coverage", security=SELLER)
async def cover(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """State what a product covers. What does not fit is shown again as it was typed."""
    visit = await arrive(request)
    form = await visit.form()
    said = stated(form)
    if said is not None:
        command = StateCoverage(product=product, coverage=said)
        if await visit.ask(command, form):
            return visit.go(f"/sell/{product}", "covered")
    return visit.page("sell-coverage.html", form.status, form=form, product=product)


ROUTES = [cover]
