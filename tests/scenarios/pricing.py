"""The sentences of scenarios about prices."""

import contextlib
import re
from typing import Any

from datafloor.app.background import due_bills
from datafloor.contexts import billing, delivery, market
from datafloor.kernel.clock import instant
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
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


# subscriptions and use


@step(
    rf"{NAME} offers {NAME} under {NAME} for {SUM} every (\d+) (months?|days?)"
    rf"(, (\d+) days? of notice|, not renewed)? as {NAME}"
)
def offers_subscription(
    now: Scenario,
    seller: str,
    product: str,
    terms: str,
    price: str,
    count: str,
    unit: str,
    how: str | None,
    notice: str | None,
    name: str,
) -> None:
    form: dict[str, Any] = {"form": "subscription", "notice_days": int(notice or 0)}
    form["period_months" if unit.startswith("month") else "period_days"] = int(count)
    form["renews"] = how != ", not renewed"
    offer(now, seller, product, terms, price, name, form)


@step(
    rf"{NAME} offers {NAME} under {NAME} by use as {NAME}: {SUM} for each (\d+)"
    rf" (rows|queries|calls) to (\d+), then {SUM}, at least {SUM}, at most {SUM}"
)
def offers_use(
    now: Scenario,
    seller: str,
    product: str,
    terms: str,
    name: str,
    first: str,
    lot: str,
    what: str,
    upper: str,
    then: str,
    least: str,
    most: str,
) -> None:
    form = {
        "form": "usage",
        "meter": {"rows": "row", "queries": "query", "calls": "call"}[what],
        "lot_count": int(lot),
        "tiers": [
            {"up_to_count": int(upper), "price_minor": minor(first)},
            {"price_minor": minor(then)},
        ],
        "minimum_minor": minor(least),
        "cap_minor": minor(most),
    }
    offer(now, seller, product, terms, "0", name, form)


@step(r"it is ([\d-]+ [\d:]+(?:\.\d+)?) in Hanoi")
def it_is(now: Scenario, moment: str) -> None:
    later = instant(moment.replace(" ", "T") + "+07:00")
    same(later >= now.exchange.now, True)
    now.exchange.now = later


@step("the exchange looks at the clock")
def looks_at_the_clock(now: Scenario) -> None:
    """As the served exchange does every minute, until nothing is due."""
    while True:
        head = now.exchange.rows("SELECT seq FROM door")
        for command in now.exchange.question(due_bills, now.exchange.now):
            with contextlib.suppress(Refused):
                now.exchange.door.execute(command, EXCHANGE, new_id("request"))
        if now.exchange.rows("SELECT seq FROM door") == head:
            return


@step(f"{NAME} cancels the subscription {NAME}")
def cancels_subscription(now: Scenario, by: str, order: str) -> None:
    asked = {"contract": now.contract(order)}
    now.exchange.ask(now.actors[by], billing.CancelSubscription, **asked)


@step(f"{NAME} keeps the subscription {NAME}")
def keeps_subscription(now: Scenario, by: str, order: str) -> None:
    asked = {"contract": now.contract(order)}
    now.exchange.ask(now.actors[by], billing.KeepSubscription, **asked)


@step(f"the bills of {NAME} are (.+)")
def bills_are(now: Scenario, order: str, sums: str) -> None:
    found = now.exchange.question(billing.bills, now.contract(order))
    same(", ".join(str(each.amount) for each in reversed(found)) or "none", sums)


@step(rf"(\d+) rows of {NAME} have been sent")
def rows_sent(now: Scenario, count: str, order: str) -> None:
    """In all, since the contract began."""
    file = {"file": digest("rows")[:32], "bytes": int(count), "whole": False, "bought": True}
    now.exchange.ask(
        EXCHANGE,
        delivery.RecordFetches,
        grant=now.grant(order),
        files=[file | {"rows": int(count)}],
    )


@step(rf"(\d+) queries and (\d+) calls of {NAME} are answered")
def answered(now: Scenario, queries: str, calls: str, order: str) -> None:
    """More than before; a query is a call too."""
    now.exchange.ask(
        EXCHANGE,
        delivery.RecordRequests,
        grant=now.grant(order),
        queries_count=int(queries),
        calls_count=int(calls),
    )


@step(f"{NAME} offers {NAME} under {NAME} as {NAME}: full for {SUM}(.+)")
def offers_variants(
    now: Scenario, seller: str, product: str, terms: str, name: str, price: str, lesser: str
) -> None:
    """`; late for 5 ₫: 30 days late; few for 2 ₫: columns carrier`."""
    variants: list[dict[str, Any]] = [{"variant": "full", "price_minor": minor(price)}]
    for part in lesser.strip("; ").split("; "):
        called, costs, how = re.fullmatch(rf"([\w-]+) for {SUM}: (.+)", part).groups()  # type: ignore[union-attr]
        cut: dict[str, Any] = {}
        if how.startswith("columns "):
            cut["columns"] = how.split()[1:]
        elif how.endswith(" days late"):
            cut["delay_days"] = int(how.split()[0])
        variants.append({"variant": called, "price_minor": minor(costs), "cut": cut})
    offer(now, seller, product, terms, price, name, {"form": "variants", "variants": variants})


@step(f"{NAME} orders the variant {NAME} of {NAME} as {NAME}")
def orders_variant(now: Scenario, buyer: str, variant: str, name: str, order: str) -> None:
    made = now.ids.get(order, new_id("order"))
    now.exchange.order(now.actors[buyer], now.ids[name], order=made, variant=variant)
    now.ids[order] = made
