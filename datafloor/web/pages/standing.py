"""What is done with a product once it is listed: checked, suspended, appraised, ended."""

from typing import Any

from litestar import Request, post
from litestar.params import FromPath

from datafloor.contexts.catalogue import FileAppraisal
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import SIGNED_IN
from datafloor.web.pages.acting import inputs, measure, read
from datafloor.web.pages.everyone import product_page
from datafloor.web.pages.listed import ACTS
from datafloor.web.pages.visit import Page, arrive


@post("/products/{product:str}/acts/{act:str}", security=SIGNED_IN)
async def do(request: Request[Any, Any, Any], product: FromPath[str], act: FromPath[str]) -> Page:
    """Do one thing with a product; who may is the command's to say."""
    visit = await arrive(request)
    kind = ACTS.get(act)
    if kind is None:
        raise Refused(Refusal.page_unknown)
    form = await visit.form()
    await measure(form, inputs(kind))
    given = {"appraisal": new_id("appraisal")} if kind is FileAppraisal else {}
    if await visit.ask(read(form, kind, product=product, **given), form):
        return visit.go(f"/products/{product}", "acted")
    return await product_page(visit, product, form, act)


ROUTES = [do]
