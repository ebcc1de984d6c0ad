"""A seller takes back what its pipeline told of a run."""

from typing import Any

from litestar import Request, post
from litestar.params import FromPath

from datafloor.contexts.lineage import WithdrawRun
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.everyone import product_page
from datafloor.web.pages.visit import Page, arrive


@post("/sell/{product:str}/lineage/{run:str}/withdrawal", security=SELLER)
async def withdraw(
    request: Request[Any, Any, Any], product: FromPath[str], run: FromPath[str]
) -> Page:
    """It counts no more, and its names are erased."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(WithdrawRun, run=run), form):
        return visit.go(f"/products/{product}", "run_withdrawn")
    return await product_page(visit, product, form)


ROUTES = [withdraw]
