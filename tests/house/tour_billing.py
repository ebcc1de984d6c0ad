"""The part of the tour that is about what falls due after an order."""

from typing import Any

import msgspec

from datafloor.app.background import due_bills
from datafloor.contexts import billing, delivery, market, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.trading import Trading, digest


def paying_on(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """A subscription is billed, left unpaid, paid, kept, cancelled and over; use is billed when
    its contract is ended; a bill that stays unpaid ends another."""
    terms = t.terms(seller, days=None)
    monthly = _offer(t, seller, product, terms, {"form": "subscription", "period_months": 1})
    tiers = [{"price_minor": 1}]
    use = _offer(t, seller, product, terms, {"form": "usage", "meter": "byte", "tiers": tiers})
    first, _, used = (t.order(buyer, each) for each in (monthly, monthly, use))
    t.pay(operator, buyer, 2_000)
    t.ask(
        operator,
        settlement.RecordPayout,
        entry=digest("all that is left"),
        organisation=buyer.organisation,
        amount={"minor": t.wallet(buyer), "currency": "VND"},
    )
    file = {"file": "2" * 32, "bytes": 50, "whole": False, "bought": True}
    t.ask(EXCHANGE, delivery.RecordFetches, grant=derived("grant", used), files=[file])
    grant = derived("grant", used)
    t.ask(EXCHANGE, delivery.RecordRequests, grant=grant, queries_count=1, calls_count=3)
    t.ask(seller, market.EndContract, contract=derived("contract", used), reason="Misused.")
    t.now += 40 * DAY
    look(t)
    t.pay(operator, buyer, 2_050)
    look(t)
    contract = derived("contract", first)
    t.ask(buyer, billing.CancelSubscription, contract=contract)
    t.ask(buyer, billing.KeepSubscription, contract=contract)
    handed_on: dict[str, Any] = {"contract": contract, "buyer": t.join("buyer").organisation}
    t.ask(EXCHANGE, market.ChangeContract, **handed_on)
    t.now += 15 * DAY
    look(t)


def look(t: Trading) -> None:
    """What the served exchange asks every minute."""
    for command in t.question(due_bills, t.now):
        said: dict[str, Any] = msgspec.to_builtins(command)
        t.ask(EXCHANGE, type(command), **said)


def _offer(t: Trading, seller: Actor, product: str, terms: str, form: dict[str, Any]) -> str:
    offer, price = new_id("offer"), 1_000 if form["form"] == "subscription" else 0
    t.ask(
        seller,
        market.MakeOffer,
        offer=offer,
        product=product,
        terms=terms,
        price={"minor": price, "currency": "VND"},
        form=form,
    )
    return offer
