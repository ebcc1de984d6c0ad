"""Pages on which somebody who is in the data gets her part: her code, her claim, its erasure."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue
from datafloor.contexts.people import MICRO, ClaimHead, ForgetClaim
from datafloor.contexts.settlement import BankDetails
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.web.api.people import claims_of
from datafloor.web.dividing import Dividing
from datafloor.web.pages.access import SELLER_OR_OPERATOR
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import Page, Visit, arrive


class Row(Struct, frozen=True):
    """A claim with what it has had."""

    claim: str
    claimed_at: int
    credited: Money
    paid: Money
    known: bool


class Claimed(Struct, frozen=True):
    """The claims on what belongs to a product's people."""

    title: str
    claims: list[Row]


def _claimed(tx: Tx, code: Code, product: str, by: Actor) -> Claimed:
    rows = [
        Row(
            each.claim,
            each.claimed_at,
            Money(each.credited_micro // MICRO, each.currency),
            Money(each.paid_minor, each.currency),
            each.known,
        )
        for each in claims_of(tx, product, by)
    ]
    return Claimed(catalogue.titles(tx, [product])[product][code == "vi"], rows)


async def _page(visit: Visit, product: str, form: Form, which: str = "") -> Page:
    claimed = await visit.question(_claimed, visit.language.code, product, visit.by)
    return visit.page(
        "claims.html",
        form.status,
        form=form,
        which=which,
        product=product,
        claimed=claimed,
        due=await _due(visit, product, form["head"]) if which == "found" else None,
    )


async def _due(visit: Visit, product: str, head: str) -> Money:
    """What one of the people has had a part of until now."""
    dividing: Dividing = visit.request.app.state["dividing"]
    parts = await dividing.parts_of(product, head)
    return Money(sum(micro for _, micro in parts) // MICRO)


@get("/products/{product:str}/claims", security=SELLER_OR_OPERATOR)
async def claims(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The claims on a product, and the forms that find a code and claim for somebody."""
    return await _page(await arrive(request), product, Form())


@post("/products/{product:str}/claims/code", security=SELLER_OR_OPERATOR)
async def code(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The code of somebody whom the data call so. What was typed is kept nowhere: it comes in a
    form's body, and only its code is shown."""
    visit = await arrive(request)
    form = await visit.form()
    if not form["called"]:
        form.wrong["called"] = "missing"
        return await _page(visit, product, form)
    await visit.question(claims_of, product, visit.by)
    dividing: Dividing = request.app.state["dividing"]
    head = dividing.head(product, form["called"])
    return await _page(visit, product, Form().fill(head=head), "found")


@post("/products/{product:str}/claims", security=SELLER_OR_OPERATOR)
async def claim(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Claim for somebody who showed that she is in the data, and name her account."""
    visit = await arrive(request)
    form = await visit.form()
    payee = form.read(BankDetails)
    given = {"claim": form.id("claim"), "product": product}
    command = form.read(ClaimHead, **given, payee=payee) if payee else None
    if await visit.ask(command, form):
        return visit.go(f"/products/{product}/claims", "head_claimed")
    return await _page(visit, product, form, "claim")


@post("/products/{product:str}/claims/{claim:str}/erasure", security=SELLER_OR_OPERATOR)
async def erase(
    request: Request[Any, Any, Any], product: FromPath[str], claim: FromPath[str]
) -> Page:
    """Forget who somebody is, as she asked."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(ForgetClaim, claim=claim), form):
        return visit.go(f"/products/{product}/claims", "claim_erased")
    return await _page(visit, product, form)


ROUTES = [claims, code, claim, erase]
