"""Lists of orders: each side alone or both, part by part, the newest first."""

from datafloor.contexts import market
from tests.trading import trading


def test_orders_are_listed_by_side_and_part_by_part(database_url: str) -> None:
    with trading(database_url) as t:
        operator = t.join("operator")
        one, two = t.join("seller", "buyer"), t.join("seller", "buyer")
        placed: dict[str, list[str]] = {one.organisation: [], two.organisation: []}
        for seller, buyer in ((one, two), (two, one)):
            product = t.product(seller)
            t.list(seller, operator, product)
            offer = t.offer(seller, product, t.terms(seller), 300)
            placed[buyer.organisation] += [t.order(buyer, offer) for _ in range(3)]
        bought, sold = (
            [each.order for each in t.question(market.orders, one.organisation, sides=(side,))]
            for side in ("buyer", "seller")
        )
        assert bought == sorted(placed[one.organisation], reverse=True)
        assert sold == sorted(placed[two.organisation], reverse=True)
        both = [each.order for each in t.question(market.orders, one.organisation)]
        assert both == sorted(bought + sold, reverse=True)
        parts, before = [], "order_Z"
        while found := t.question(market.orders, one.organisation, before=before, limit=4):
            parts += [each.order for each in found]
            before = parts[-1]
        assert parts == both
