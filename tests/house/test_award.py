"""An order that was awarded runs like one that was placed on an offer."""

from typing import Any

import pytest

from datafloor.contexts import delivery, market, settlement
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refused
from tests.trading import Trading, digest, trading


def award(t: Trading, seller: Actor, buyer: Actor, product: str, terms: str, **but: Any) -> str:
    """The exchange awards an order for research in Vietnam, but for what is said."""
    order = new_id("order")
    said: dict[str, Any] = {"price": {"minor": 700, "currency": "VND"}, "purpose": "research"} | but
    t.ask(
        EXCHANGE,
        market.AwardOrder,
        order=order,
        awarded_by="auction",
        product=product,
        seller=seller.organisation,
        buyer=buyer.organisation,
        terms=terms,
        country="VN",
        **said,
    )
    return order


def test_it_is_paid_concluded_delivered_and_read(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
        product = t.product(seller)
        t.list(seller, operator, product)
        order = award(t, seller, buyer, product, t.terms(seller))
        awaiting = t.question(market.order, order)
        assert awaiting is not None
        assert (awaiting.offer, awaiting.awarded_by, awaiting.state) == (None, "auction", "placed")
        assert t.question(settlement.awaited, buyer.organisation)
        t.pay(operator, buyer, 700)
        found = t.question(market.order, order)
        assert found is not None
        assert (found.state, found.price.minor) == ("concluded", 700)
        t.credential(buyer, derived("grant", order), "secret")
        assert t.access("secret").contract == derived("contract", order)
        t.ask(
            EXCHANGE,
            delivery.RecordFetches,
            grant=derived("grant", order),
            files=[{"file": digest("f")[:32], "bytes": 50, "whole": True, "bought": True}],
        )
        t.ask(buyer, delivery.ConfirmDelivery, contract=derived("contract", order))
        assert t.wallet(seller) == 700
        assert t.replayed().different == []


def test_an_exclusive_licence_is_awarded_to_one_buyer_only(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
        other = t.join("buyer")
        product = t.product(seller)
        t.list(seller, operator, product)
        alone, shared = t.terms(seller, exclusive=True), t.terms(seller)
        award(t, seller, buyer, product, alone)
        for terms in (alone, shared):
            with pytest.raises(Refused, match="exclusive_taken"):
                award(t, seller, other, product, terms)
        award(t, seller, buyer, product, alone)


def test_what_the_law_forbids_to_offer_is_not_awarded_either(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
        product = t.product(seller, origin="open_data")
        t.list(seller, operator, product)
        terms = t.terms(seller)
        with pytest.raises(Refused, match="law_in_doubt"):
            award(t, seller, buyer, product, terms)
        award(t, seller, buyer, product, terms, price={"minor": 0, "currency": "VND"})
