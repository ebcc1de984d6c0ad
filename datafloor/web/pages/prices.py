"""The public history of a product's prices, and the change of a price."""

from typing import Any
from xml.sax.saxutils import escape

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from datafloor.contexts import catalogue, market
from datafloor.contexts.market import (
    ChangePrice,
    Free,
    Priced,
    PriceForm,
    StateSet,
    Subscription,
    Usage,
    Variants,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import SECOND
from datafloor.kernel.money import Money, show
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OPEN, SELLER
from datafloor.web.pages.everyone import may_see
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import marked
from datafloor.web.pages.money import amount
from datafloor.web.pages.price_help import price_help
from datafloor.web.pages.pricing import KINDS, MODES, typed
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive

WIDTH, HEIGHT, EDGE = 640, 220, 12


async def _history(visit: Visit, product: str) -> list[Priced]:
    found = await visit.question(catalogue.product, product)
    if not may_see(found, visit):
        raise Refused(Refusal.product_unknown)
    return await visit.question(market.price_history, product)


@get("/products/{product:str}/prices", security=OPEN)
async def history(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Every price at which a product was offered, the latest first."""
    visit = await arrive(request)
    prices = await _history(visit, product)
    titles = await visit.question(catalogue.titles, [product])
    title = titles[product][visit.language.code == "vi"]
    return visit.page(
        "prices.html", prices=prices, product=product, title=title, drawn=_drawable(prices)
    )


@get("/products/{product:str}/prices.svg", security=OPEN)
async def picture(request: Request[Any, Any, Any], product: FromPath[str]) -> Response[bytes]:
    """The same as lines over time, in the currency of the latest price."""
    visit = await arrive(request)
    drawn = chart(_drawable(await _history(visit, product)), clock.now())
    return Response(drawn.encode(), headers=HEADERS, media_type="image/svg+xml")


def _drawable(prices: list[Priced]) -> list[Priced]:
    priced = [each for each in prices if each.price.minor or isinstance(each.form, Free)]
    return [each for each in priced if each.price.currency == priced[0].price.currency]


def chart(prices: list[Priced], now: int) -> str:
    """One step line an offer, time to the right and money upwards, both from nothing."""
    begin = min((each.since for each in prices), default=now)
    top = max((each.price.minor for each in prices), default=0) or 1
    wide = max(now - begin, SECOND)
    room_x, room_y = WIDTH - 2 * EDGE, HEIGHT - 4 * EDGE

    def at(instant: int, minor: int) -> str:
        x = EDGE + room_x * (instant - begin) / wide
        y = HEIGHT - EDGE - room_y * minor / top
        return f"{x:.1f},{y:.1f}"

    lines = "".join(
        '<polyline fill="none" stroke="#0b6e4f" stroke-width="2" points="'
        f'{at(each.since, each.price.minor)} {at(each.until or now, each.price.minor)}"/>'
        for each in prices
    )
    label = escape(show(top, prices[0].price.currency)) if prices else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<path d="M{EDGE} {HEIGHT - EDGE}H{WIDTH - EDGE}" stroke="#999"/>'
        f'<text x="{EDGE}" y="{2 * EDGE}" font-family="sans-serif" font-size="13" fill="#444">'
        f"{label}</text>{lines}</svg>"
    )


def choices(visit: Visit) -> dict[str, Any]:
    """What the fields of a price offer to choose from."""
    say = visit.language.say
    return {
        "kinds": [(each, say(text)) for each, text in KINDS.items()],
        "modes": [(each, say(text)) for each, text in MODES.items()],
        "periods": [("month", say(marked("Months"))), ("day", say(marked("Days")))],
        "renewals": [
            ("yes", say(marked("Until it is cancelled"))),
            ("no", say(marked("Only when the buyer asks"))),
        ],
        "meters": [
            ("row", say(marked("Rows that were sent"))),
            ("byte", say(marked("Bytes that were sent"))),
            ("query", say(marked("Queries for data that were answered"))),
            ("call", say(marked("All requests for data that were answered"))),
        ],
    }


def filled(form: Form, price: Money, paid: PriceForm | None) -> Form:
    """The fields as a price stands, and how it is paid."""
    form.fill(price=str(price.minor), kind="one_off")
    match paid:
        case Subscription() as regular:
            unit = "month" if regular.period_months else "day"
            form.fill(
                period_count=str(regular.period_months or regular.period_days),
                period_unit=unit,
                renews="yes" if regular.renews else "no",
                notice_days=str(regular.notice_days),
            )
        case Variants() as several:
            for number, each in enumerate(several.variants[1:], 2):
                form.fill(
                    **{
                        f"variant_{number}": each.variant,
                        f"price_{number}": str(each.price_minor),
                        f"columns_{number}": " ".join(each.cut.columns),
                        f"delay_{number}": str(each.cut.delay_days or ""),
                        f"sample_{number}": str(each.cut.sample_percent or ""),
                    }
                )
        case Usage() as use:
            lines = (f"{each.up_to_count or ''} {each.price_minor}" for each in use.tiers)
            form.fill(
                meter=use.meter.value,
                lot_count=str(use.lot_count),
                tiers="\n".join(map(str.strip, lines)),
                minimum=str(use.minimum_minor),
                cap="" if use.cap_minor is None else str(use.cap_minor),
            )
        case StateSet() as state:
            form.fill(
                mode_of_price=state.mode.value,
                least_price=str(state.least_minor),
                most_price=str(state.most_minor),
                decision_number=state.decision_number,
                decided_on=state.decided_on,
                issued_by=state.issued_by,
            )
    if paid is not None and not isinstance(paid, Free):
        form.fill(kind=str(paid.__struct_config__.tag))
    return form


async def _change_page(visit: Visit, product: str, name: str, form: Form) -> Page:
    offer = await visit.question(market.offer_facts, name)
    if offer is None or offer.seller != visit.by.organisation or offer.product != product:
        raise Refused(Refusal.offer_unknown)
    if not form["kind"]:
        filled(form, offer.price, offer.form)
    return visit.page(
        "price-change.html",
        form.status,
        form=form,
        product=product,
        offer=offer,
        price_help=await price_help(visit, product, form),
        **choices(visit),
    )


@get("/sell/{product:str}/offers/{name:str}/price", security=SELLER)
async def change_form(
    request: Request[Any, Any, Any], product: FromPath[str], name: FromPath[str]
) -> Page:
    """The form that changes a price."""
    visit = await arrive(request)
    return await _change_page(visit, product, name, Form())


@post("/sell/{product:str}/offers/{name:str}/price", security=SELLER)
async def change(
    request: Request[Any, Any, Any], product: FromPath[str], name: FromPath[str]
) -> Page:
    """Change a price, for orders from now on."""
    visit = await arrive(request)
    form = await visit.form()
    if form["look"]:
        return await _change_page(visit, product, name, form)
    price = amount(form, "price")
    how = typed(form) or {"form": "one_off" if price and price.minor else "free"}
    command = form.read(
        ChangePrice, offer=name, price=msgspec.to_builtins(price or Money(0)), form=how
    )
    if price is not None and await visit.ask(command, form):
        return visit.go(f"/sell/{product}", "price_changed")
    return await _change_page(visit, product, name, form)


ROUTES = [history, picture, change_form, change]
