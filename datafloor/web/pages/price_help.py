"""Help beside the field of a price: on what it can rest, and whether its list can be outwitted.

A page that asks for a price shows it with `{% import "price-help.html" as help with context %}` and
`{{ help.panel(price_help) }}` inside its form, whose fields are those of `price-parts.html`;
`price_help` is what `price_help()` answers here. Its button sends that form with a field `look`:
then the page is shown again with what was typed, and nothing is done. With a script the panel looks
at itself anew whenever a field changes.
"""

from typing import Any

import msgspec
from litestar import Request, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.analysis.pricing.arbitrage import Arbitrage
from datafloor.contexts import catalogue, dossiers, market
from datafloor.contexts.dossiers import Grounds, Standing
from datafloor.contexts.market import PriceForm, Usage, Variants
from datafloor.kernel import clock
from datafloor.kernel.money import Money
from datafloor.web.dossiers import on_offer
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.money import amount
from datafloor.web.pages.pricing import typed
from datafloor.web.pages.steps import own
from datafloor.web.pages.visit import Page, Visit, arrive


class PriceHelp(Struct, frozen=True):
    """What is shown beside a price. `price` is what was typed, `standing` where it lies;
    `outwitted` is what of its list costs more than parts that give as much; `titles` are those of
    the comparables."""

    product: str
    grounds: Grounds
    titles: dict[str, str]
    price: Money | None
    standing: Standing | None
    outwitted: tuple[Arbitrage, ...]
    listed: bool
    """Whether there is a list of prices, of variants or tiers."""


async def price_help(visit: Visit, product: str, form: Form) -> PriceHelp:
    """What helps to set the price that is typed into this form, for this product."""
    how = form_typed(form)
    found = await visit.question(on_offer, product, how)
    grounds = await visit.exchange.references.grounds(*found, clock.now())
    names = [each.product for each in grounds.comparables]
    titles = await visit.question(catalogue.titles, names)
    price = amount(Form([("price", form["price"])]), "price") if form["price"] else None
    return PriceHelp(
        product=product,
        grounds=grounds,
        titles={name: title[visit.language.code == "vi"] for name, title in titles.items()},
        price=price,
        standing=dossiers.standing(grounds, price) if price and price.minor else None,
        outwitted=tuple(market.outwitted(how)) if how is not None else (),
        listed=isinstance(how, Usage | Variants),
    )


def form_typed(form: Form) -> PriceForm | None:
    """The form of price that is typed, or `None` where it is not complete yet."""
    try:
        found: PriceForm = msgspec.convert(typed(form) or {"form": "one_off"}, PriceForm)
    except (msgspec.ValidationError, ValueError):
        return None
    return found


@post("/sell/{product:str}/price-help", security=SELLER)
async def look(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The panel alone, for what is typed now."""
    visit = await arrive(request)
    await own(visit, product)
    help_ = await price_help(visit, product, await visit.form())
    return visit.page("price-help-part.html", price_help=help_)


ROUTES = [look]
