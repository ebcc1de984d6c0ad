"""The third and the fourth step: the terms, chosen as sentences, and the price.

Both are kept as the offer that its seller has in mind. Nobody can order it before the product is
listed and its seller puts it on sale; what the sentences say for machines stands beside them.
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from msgspec import Struct, to_builtins

from datafloor.contexts import agreements, policy
from datafloor.contexts.market import MakeOffer, Prepared, PrepareOffer, PriceForm
from datafloor.contexts.policy import Limit, Onward, PublishTerms, Purpose, Terms
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.licensing import chosen, fill_in, options
from datafloor.web.pages.money import amount
from datafloor.web.pages.price_help import price_help
from datafloor.web.pages.prices import choices, filled
from datafloor.web.pages.pricing import typed
from datafloor.web.pages.steps import Journey, check_seen, journey, seen, show
from datafloor.web.pages.visit import Page, Visit, arrive

EARLIER = 5
"""Terms of one's own that one can begin from, the newest."""

USUAL: dict[str, Any] = {
    "purposes": [Purpose.any.value],
    "exclusive": "no",
    "onward": Onward.none.value,
    "ip": [Limit.no_reidentification.value],
    "days": "365",
}
USUAL_PRICE = {"kind": "one_off", "period_unit": "month", "renews": "yes", "meter": "row"}


class Mind(Struct, frozen=True):
    """A price as it is typed, and how it would be paid."""

    price: Money
    form: PriceForm


def _licence(form: Form) -> Terms | None:
    return form.read(Terms, **chosen(form))


async def _terms_page(
    visit: Visit, on: Journey, form: Form, meanwhile: list[tuple[str, str]]
) -> Page:
    licence = _licence(Form(form.fields())) if form.status == 200 else on.prepared.licence
    published = await visit.question(policy.terms_of, visit.by.organisation)
    machine = (
        msgspec.json.format(
            msgspec.json.encode(
                agreements.offered(on.product.product, visit.by.organisation, licence)
            ),
            indent=2,
        ).decode()
        if licence is not None
        else ""
    )
    return show(
        visit, on, "terms", form,
        licence=licence, machine=machine, meanwhile=meanwhile,
        published=[each for each in published if each.licence][:EARLIER],
        **options(visit.language),
    )  # fmt: skip


@get("/sell/{product:str}/terms", security=SELLER)
async def terms(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    like: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """The terms as sentences to choose from, and what they say for machines."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = Form().fill(**USUAL)
    licence = on.prepared.licence
    if like:
        found = await visit.question(policy.terms_of, visit.by.organisation)
        licence = next((each.licence for each in found if each.terms == like), licence)
    if licence is not None:
        fill_in(form, licence)
    form.fill(seen=seen(_terms_now(on.prepared)))
    return await _terms_page(visit, on, form, [])


def _terms_now(prepared: Prepared) -> dict[str, object]:
    return {"licence": to_builtins(prepared.licence)}


@post("/sell/{product:str}/terms", security=SELLER)
async def keep_terms(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Keep the terms for the offer that is prepared; or only look at what they would say."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    if form["look"]:
        return await _terms_page(visit, on, form, [])
    check_seen(form, _terms_now(on.prepared))
    licence = _licence(form)
    if licence is None or form.refused:
        return await _terms_page(visit, on, form, [])
    before = on.prepared
    if licence != before.licence:
        command = PrepareOffer(
            product=product, licence=licence, price=before.price, form=before.form
        )
        if not await visit.ask(command, form):
            return await _terms_page(visit, on, form, [])
    return visit.go(f"/sell/{product}/price", "terms_kept")


def _price_now(prepared: Prepared) -> dict[str, object]:
    return {"price_kept": to_builtins((prepared.price, prepared.form))}


async def _price_page(visit: Visit, on: Journey, form: Form) -> Page:
    price = amount(Form(form.fields()), "price")
    mind = Form().read(
        Mind,
        price=to_builtins(price),
        form=typed(form) or {"form": "one_off" if price and price.minor else "free"},
    )
    help_ = await price_help(visit, on.product.product, form)
    return show(visit, on, "price", form, mind=mind, price_help=help_, **choices(visit))


@get("/sell/{product:str}/price", security=SELLER)
async def price(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The price, and how it is paid."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = Form().fill(**USUAL_PRICE)
    if on.prepared.price is not None:
        filled(form, on.prepared.price, on.prepared.form)
    form.fill(seen=seen(_price_now(on.prepared)))
    return await _price_page(visit, on, form)


@post("/sell/{product:str}/price", security=SELLER)
async def keep_price(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Keep the price for the offer that is prepared; or only look at what can be said of it."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    asked = amount(form, "price")
    command = form.read(
        PrepareOffer,
        product=product,
        licence=to_builtins(on.prepared.licence),
        price=to_builtins(asked),
        form=typed(form),
    )
    if form["look"] or command is None:
        return await _price_page(visit, on, form)
    check_seen(form, _price_now(on.prepared))
    if form.refused:
        return await _price_page(visit, on, form)
    if (command.price, command.form) != (
        on.prepared.price,
        on.prepared.form,
    ) and not await visit.ask(command, form):
        return await _price_page(visit, on, form)
    return visit.go(f"/sell/{product}/listing", "price_kept")


async def put_on_sale(visit: Visit, on: Journey, form: Form) -> bool:
    """Publish the terms that are prepared and make the offer; whether both are done. The ids come
    with the form, so what is sent twice is done once."""
    prepared = on.prepared
    if prepared.licence is None or prepared.price is None:
        return False
    name, second = form.id("terms"), Form().fill(request=form["offer_request"])
    published = PublishTerms(terms=name, **_parts(prepared.licence))
    if not await visit.ask(published, form):
        return False
    offer = MakeOffer(
        offer=form.id("offer"),
        product=on.product.product,
        terms=name,
        price=prepared.price,
        form=prepared.form,
    )
    if await visit.ask(offer, second):
        return True
    form.refused = second.refused
    return False


def _parts(licence: Terms) -> dict[str, Any]:
    return {name: getattr(licence, name) for name in Terms.__struct_fields__}


def sale_ids() -> dict[str, str]:
    """The ids that a form carries which may put a product on sale."""
    return {
        "terms": new_id("terms"),
        "offer": new_id("offer"),
        "offer_request": new_id("request"),
    }


ROUTES = [terms, keep_terms, price, keep_price]
