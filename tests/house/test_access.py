"""What the byte plane asks for every file: may bytes flow under this grant now."""

import pytest

from datafloor.contexts import delivery, market, policy
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.refusal import Refusal, Refused
from tests.trading import Trading, trading


def said(exchange: Trading, grant: str) -> Refusal | None:
    why = exchange.question(delivery.why_closed, grant, exchange.now)
    assert exchange.question(delivery.is_open, grant, exchange.now) == (why is None)
    return why


def test_a_grant_closes_at_once(database_url: str) -> None:
    with trading(database_url) as exchange:
        operator, seller, buyer = (exchange.join(r) for r in ("operator", "seller", "buyer"))
        product = exchange.product(seller)
        exchange.list(seller, operator, product)
        offer = exchange.offer(seller, product, exchange.terms(seller, days=10), 0)
        first, second = (derived("grant", exchange.order(buyer, offer)) for _ in range(2))
        assert said(exchange, new_id("grant")) is Refusal.grant_unknown
        assert said(exchange, first) is None
        contract = derived("contract", first)
        exchange.ask(seller, market.EndContract, contract=contract, reason="a reason")
        assert said(exchange, first) is Refusal.licence_ended
        assert said(exchange, second) is None
        exchange.now += 10 * DAY - 1
        assert said(exchange, second) is None
        exchange.now += 1
        assert said(exchange, second) is Refusal.licence_over


def test_what_is_shown_of_grants_and_credentials(database_url: str) -> None:
    with trading(database_url) as exchange:
        operator, seller, buyer = (exchange.join(r) for r in ("operator", "seller", "buyer"))
        product = exchange.product(seller)
        exchange.list(seller, operator, product)
        offer = exchange.offer(seller, product, exchange.terms(seller), 0)
        order = exchange.order(buyer, offer)
        grant = derived("grant", order)
        key = exchange.credential(buyer, grant, "secret")
        (shown,) = exchange.question(delivery.credentials, grant)
        assert (shown.credential, shown.revoked_at) == (key, None)
        (granted,) = exchange.question(delivery.grants, buyer.organisation)
        assert (granted.grant, granted.files, granted.bytes) == (grant, 0, 0)
        assert exchange.question(delivery.grants, seller.organisation) == []
        for who in (buyer, seller):
            (seen,) = exchange.question(market.orders, who.organisation)
            assert (seen.order, seen.contract) == (order, derived("contract", order))
        (on_sale,) = exchange.question(market.offers, product)
        assert (on_sale.offer, on_sale.price.minor) == (offer, 0)


def test_terms_can_be_read_by_everyone(database_url: str) -> None:
    with trading(database_url) as exchange:
        seller = exchange.join("seller")
        terms = exchange.terms(seller, days=None)
        shown = exchange.question(policy.terms, terms)
        assert shown.licence is not None
        assert shown.licence.days is None
        assert exchange.question(policy.terms_of, seller.organisation) == [shown]
        with pytest.raises(Refused, match="terms_unknown"):
            exchange.question(policy.terms, new_id("terms"))
