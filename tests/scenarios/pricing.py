"""The sentences of scenarios about prices."""

from typing import Any

from datafloor.contexts import market
from datafloor.kernel.ids import new_id
from tests.scenarios.language import NAME, SUM, Scenario, dong, minor, same, step
from tests.trading import digest

FINANCE = digest("opinion of the Ministry of Finance")


def offer(
    now: Scenario, seller: str, product: str, terms: str, price: str, name: str, form: Any
) -> None:
    now.ids[name] = new_id("offer")
    now.exchange.ask(
        now.actors[seller],
        market.MakeOffer,
        offer=now.ids[name],
        product=now.ids[product],
        terms=now.ids[terms],
        price=dong(price),
        form=form,
    )


@step(f"{NAME} offers {NAME} under {NAME} by quotation as {NAME}")
def offers_by_quotation(now: Scenario, seller: str, product: str, terms: str, name: str) -> None:
    offer(now, seller, product, terms, "0", name, {"form": "negotiated"})


@step(
    f"{NAME} names the State's decision on {NAME}: (\\S+), a (specific price|maximum price|price"
    " frame)"
)
def says_state_price(now: Scenario, seller: str, product: str, number: str, mode: str) -> None:
    pricing = {
        "mode": mode.replace(" ", "_"),
        "decision_number": number,
        "finance_opinion": FINANCE,
        "covers_reasonable_cost": True,
        "profit_fits_market": True,
        "fits_supply_and_demand": True,
    }
    now.exchange.describe(now.actors[seller], now.ids[product], state_pricing=pricing)


@step(
    f"{NAME} offers {NAME} under {NAME} for {SUM} as {NAME}, by decision (\\S+): (?:{SUM} to )?"
    f"{SUM}"
)
def offers_state_price(
    now: Scenario,
    seller: str,
    product: str,
    terms: str,
    price: str,
    name: str,
    number: str,
    least: str | None,
    most: str,
) -> None:
    mode = "maximum_price"
    if least is not None:
        mode = "specific_price" if least == most else "price_frame"
    form = {
        "form": "state_set",
        "mode": mode,
        "least_minor": minor(least or "0"),
        "most_minor": minor(most),
        "decision_number": number,
        "decided_on": "2026-10-01",
        "issued_by": "Ủy ban nhân dân tỉnh",
    }
    offer(now, seller, product, terms, price, name, form)


@step(f"{NAME} changes the price of {NAME} to {SUM}")
def changes_price(now: Scenario, seller: str, name: str, price: str) -> None:
    asked: dict[str, Any] = {"offer": now.ids[name], "price": dong(price)}
    now.exchange.ask(now.actors[seller], market.ChangePrice, **asked)


@step(f"{NAME} changes the price of {NAME} to (\\d+) EUR")
def changes_currency(now: Scenario, seller: str, name: str, price: str) -> None:
    asked: dict[str, Any] = {"price": {"minor": int(price), "currency": "EUR"}}
    now.exchange.ask(now.actors[seller], market.ChangePrice, offer=now.ids[name], **asked)


@step(f"{NAME} orders {NAME}, seen at {SUM}, as {NAME}")
def orders_seen(now: Scenario, buyer: str, name: str, price: str, order: str) -> None:
    made = now.ids.get(order, new_id("order"))
    now.exchange.order(now.actors[buyer], now.ids[name], order=made, price=dong(price))
    now.ids[order] = made


@step(f"{NAME} was bought for {SUM}")
def bought_for(now: Scenario, order: str, price: str) -> None:
    found = now.exchange.question(market.order, now.ids[order])
    same(found and found.price.minor, minor(price))


@step(f"the public prices of {NAME} are (.+)")
def public_prices(now: Scenario, product: str, prices: str) -> None:
    found = now.exchange.question(market.price_history, now.ids[product])
    ran = [f"{each.price}{'' if each.until is None else ' until then'}" for each in found]
    same(", ".join(ran), prices)
