"""A wallet's movements in parts, the last first, each with the balance after it."""

from datafloor.contexts import settlement
from tests.trading import trading


def test_a_wallet_is_read_part_by_part(database_url: str) -> None:
    with trading(database_url) as t:
        seller, buyer, operator = t.join("seller"), t.join("buyer"), t.join("operator")
        product = t.product(seller)
        t.list(seller, operator, product)
        offer = t.offer(seller, product, t.terms(seller), 300)
        for amount in (1_000, 7, 500):
            t.pay(operator, buyer, amount)
        t.order(buyer, offer)
        whole = t.question(settlement.statement, buyer.organisation)
        assert [line.minor for line in whole] == [-300, 500, 7, 1_000]
        assert [line.balance for line in whole] == [1_207, 1_507, 1_007, 1_000]
        assert whole[0].balance == t.wallet(buyer)
        parts, before = [], 2**62
        while found := t.question(settlement.statement, buyer.organisation, before=before, limit=3):
            parts += found
            before = found[-1].number
        assert parts == whole
        assert not t.question(settlement.statement, operator.organisation)
