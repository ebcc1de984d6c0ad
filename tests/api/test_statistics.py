"""What everybody may know of the exchange as a whole."""

from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.money import Money
from datafloor.web.statistics import Statistics, statistics
from tests.trading import Trading, trading


def figures(t: Trading) -> Statistics:
    return t.question(statistics, t.now)


def test_contracts_are_counted_in_the_month_of_their_day_in_vietnam(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
        empty = figures(t)
        assert (empty.products, empty.contracts, empty.lately) == (0, 0, [])
        assert [each.month for each in empty.months][-2:] == ["2026-10", "2026-11"]
        assert {each.contracts for each in empty.months} == {0}
        product = t.product(seller)
        t.list(seller, operator, product)
        offers = [t.offer(seller, product, t.terms(seller), price) for price in (0, 300)]
        t.now = clock.instant("2026-11-30T23:59:00+07:00")
        t.order(buyer, offers[0])
        t.now = clock.instant("2026-12-01T00:01:00+07:00")
        for offer in offers:
            t.pay(operator, buyer, 300)
            t.order(buyer, offer)
        t.now += DAY
        found = figures(t)
        assert (found.products, found.organisations, found.contracts) == (1, 3, 3)
        months = {each.month: each for each in found.months}
        assert (months["2026-11"].contracts, months["2026-12"].contracts) == (1, 2)
        assert months["2026-12"].sums == [Money(300)]
        assert [each.product for each in found.lately] == [product]
