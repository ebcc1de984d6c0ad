"""Properties of the trade as a whole, over random histories on both databases.

A history is a list of steps, each a verb and a few numbers that choose among what there is. Many
steps are refused; that is part of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datafloor.contexts import delivery, market, settlement
from datafloor.contexts.settlement.store import COVERED_AT_ONCE
from datafloor.kernel.clock import DAY
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.refusal import Refused
from tests.postgres import Cluster
from tests.trading import Trading, digest, trading

PRICES = (0, 1, 999, 5_000_000)
VERBS = (
    *("order", "order", "order", "pay", "pay", "refer", "pay_out", "cancel", "confirm", "fetch"),
    *("refund", "end", "accept", "fee", "withdraw", "wait", "again", "reuse"),
)


class Asked(NamedTuple):
    """A command as it was asked, and what came of it."""

    by: Actor
    command: type[Command]
    request: str
    said: dict[str, Any]
    came_to: Receipt | str


class History:
    """An exchange with sellers, buyers and offers, on which steps are taken."""

    def __init__(self, exchange: Trading) -> None:
        self.exchange = exchange
        self.operator = exchange.join("operator")
        self.sellers = [exchange.join("seller"), exchange.join("seller", "buyer")]
        self.buyers = [exchange.join("buyer"), self.sellers[1]]
        self.offers: list[str] = []
        for place, price in enumerate(PRICES):
            seller = self.sellers[place % 2]
            product = exchange.product(seller, files=2)
            exchange.list(seller, self.operator, product)
            terms = exchange.terms(seller, days=20, exclusive=place == 1)
            self.offers.append(exchange.offer(seller, product, terms, price))
        self.orders: list[str] = []
        self.asked: list[Asked] = []
        self.paid_in = 0

    def step(self, verb: str, a: int, b: int) -> None:
        """Take one step. Orders, offers and people are counted around."""
        buyer = self.buyers[a % len(self.buyers)]
        anyone = [*self.buyers, *self.sellers, self.operator][b % 5]
        order = self.orders[a % len(self.orders)] if self.orders else new_id("order")
        amount = {"minor": b % 6_000_000, "currency": "VND"}
        entry = digest(f"entry {b % 40}")
        match verb:
            case "order":
                self._order(buyer, self.offers[b % len(self.offers)])
            case "pay":
                said = {"entry": entry, "organisation": buyer.organisation, "amount": amount}
                self.ask(self.operator, settlement.RecordPayment, **said)
            case "refer":
                said = {"entry": entry, "reference": settlement.reference_of(order)}
                self.ask(self.operator, settlement.RecordPayment, **said, amount=amount)
            case "pay_out":
                said = {"entry": entry, "organisation": anyone.organisation, "amount": amount}
                self.ask(self.operator, settlement.RecordPayout, **said)
            case "cancel":
                self.ask(anyone, market.CancelOrder, order=order)
            case "confirm":
                contract = derived("contract", order)
                self.ask(buyer, delivery.ConfirmDelivery, contract=contract)
            case "fetch":
                file = {"file": f"{b % 2:032x}", "bytes": 9, "whole": b % 3 > 0, "bought": True}
                grant = derived("grant", order)
                self.ask(EXCHANGE, delivery.RecordFetches, grant=grant, files=[file])
            case "refund":
                self.ask(anyone, settlement.RefundOrder, order=order, reason="a reason")
            case "end":
                contract = derived("contract", order)
                self.ask(anyone, market.EndContract, contract=contract, reason="a reason")
            case "accept":
                self.ask(EXCHANGE, settlement.EndAcceptance, order=order)
            case "fee":
                self.ask(self.operator, settlement.SetFee, basis_points=b % 10_001)
            case "withdraw":
                offer = self.offers[b % len(self.offers)]
                self.ask(self.sellers[a % 2], market.WithdrawOffer, offer=offer)
            case "wait":
                self.exchange.now += (a % 9) * DAY
            case "again" if self.asked:
                self._again(self.asked[a % len(self.asked)])
            case "reuse" if self.asked:
                self._reuse(self.asked[a % len(self.asked)])

    def _order(self, buyer: Actor, offer: str) -> None:
        order = new_id("order")
        said = {"order": order, "offer": offer, "purpose": "research", "country": "VN"}
        if isinstance(self.ask(buyer, market.PlaceOrder, **said), Receipt):
            self.orders.append(order)

    def ask(self, by: Actor, command: type[Command], **said: Any) -> Receipt | str:
        """Ask, and see that a refusal changes nothing and a receipt adds to the journal."""
        request, before = new_id("request"), self.everything()
        came_to: Receipt | str
        try:
            came_to = self.exchange.ask(by, command, request=request, **said)
        except Refused as refused:
            came_to = refused.why.name
            assert self.everything() == before, f"{came_to} left a trace"
        else:
            assert came_to.first == len(before["journal"]) + 1
            assert came_to.last == len(self.everything()["journal"])
        self.asked.append(Asked(by, command, request, said, came_to))
        return came_to

    def _again(self, asked: Asked) -> None:
        """The same request: the same receipt; what was refused may be asked anew."""
        if not isinstance(asked.came_to, Receipt):
            return
        before = self.everything()
        by, command, request, said, receipt = asked
        assert self.exchange.ask(by, command, request=request, **said) == receipt
        assert self.everything() == before

    def _reuse(self, asked: Asked) -> None:
        """Another request under the same id."""
        if not isinstance(asked.came_to, Receipt):
            return
        before = self.everything()
        other = {"order": new_id("order")}
        with pytest.raises(Refused, match=r"request_id_reused|role_missing"):
            self.exchange.ask(asked.by, market.CancelOrder, request=asked.request, **other)
        assert self.everything() == before

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table."""
        tables = ["journal", "door", *self.exchange.house.tables]
        with self.exchange.database.reading() as tx:
            return {table: sorted(map(repr, tx.rows(f"SELECT * FROM {table}"))) for table in tables}

    def check(self) -> None:
        """What must hold after every step."""
        accounts = self.exchange.rows("SELECT account, balance FROM settlement_account")
        assert sum(balance for _, balance in accounts) == 0
        assert all(balance >= 0 for account, balance in accounts if account != "bank")
        entries = self.exchange.rows("SELECT minor FROM settlement_entry")
        assert -dict(accounts).get("bank", 0) == sum(minor for (minor,) in entries)
        held = {
            settlement.escrow(order): minor
            for order, minor in self.exchange.rows(
                "SELECT order_id, minor FROM settlement_hold WHERE state = 'held'"
            )
        }
        in_escrow = {a: b for a, b in accounts if a.startswith("escrow:") and b}
        assert in_escrow == held
        self._check_orders()

    def _check_orders(self) -> None:
        """Money held, contract and grant are there together, or none of them."""
        for order in self.orders:
            hold = self.exchange.question(settlement.hold, order)
            seen = self.exchange.question(market.order, order)
            grant = self.exchange.question(delivery.grant, derived("grant", order))
            assert hold is not None
            assert seen is not None
            paid = hold.state in ("held", "released", "refunded", "free")
            assert (seen.contract is not None) == (grant is not None) == paid
            assert (seen.state == "cancelled") == (hold.state == "dropped")
            if grant is not None:
                assert (grant.revoked_at is not None) == (seen.ended_at is not None)
            if hold.state == "refunded":
                assert seen.ended_at is not None

    def check_statements(self) -> None:
        """Every statement, the last movement first, begins with its wallet's balance."""
        for who in {*self.buyers, *self.sellers}:
            lines = self.exchange.question(settlement.statement, who.organisation)
            assert self.exchange.wallet(who) == (lines[0].balance if lines else 0)


@contextmanager
def history(kind: str, request: pytest.FixtureRequest) -> Iterator[History]:
    """A history on a fresh database of this kind."""
    if kind == "sqlite":
        with TemporaryDirectory() as folder, trading(f"sqlite:///{folder}/x.db") as exchange:
            yield History(exchange)
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.create()
    with trading(url) as exchange:
        yield History(exchange)
    cluster.give_back(url)


STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1_000), st.integers(0, 10_000_000)),
    min_size=5,
    max_size=40,
)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 15), ("postgres", 5)])
def test_random_histories(kind: str, examples: int, request: pytest.FixtureRequest) -> None:
    """Money is conserved, nothing is overdrawn, repeats change nothing, a refusal leaves no trace,
    and the journal grows the same tables. Hypothesis prints the history that fails."""

    @settings(
        max_examples=examples,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(STEPS)
    def holds(steps: list[tuple[str, int, int]]) -> None:
        with history(kind, request) as now:
            for verb, a, b in steps:
                now.step(verb, a, b)
                now.check()
            now.check_statements()
            assert now.exchange.replayed().different == []

    holds()


def test_the_histories_reach_what_matters(tmp_path: Path) -> None:
    """A walk that visits every state of an order's money, so that the checks above see each."""
    with trading(f"sqlite:///{tmp_path}/x.db") as exchange:
        now = History(exchange)
        steps = [
            *[("order", 0, 2)] * 4,  # four that cost 999
            ("cancel", 0, 0),
            *[("pay", 0, 5_000 + n) for n in range(3)],
            ("refund", 1, 4),
            ("confirm", 2, 0),
            ("order", 0, 0),
            ("order", 0, 3),
            *[("order", 1, 2)] * 2,
        ]
        for verb, a, b in steps:
            now.step(verb, a, b)
            now.check()
        states = {row[0] for row in exchange.rows("SELECT state FROM settlement_hold")}
        assert states == {state.value for state in settlement.HoldState}


def test_one_payment_covers_many_orders_and_the_next_the_rest(database_url: str) -> None:
    """A command entails a bounded number of others, so a payment covers a bounded number of
    orders; none is lost, the oldest come first, and what is left waits for the next payment."""
    with trading(database_url) as exchange:
        operator, seller, buyer = (exchange.join(r) for r in ("operator", "seller", "buyer"))
        product = exchange.product(seller)
        exchange.list(seller, operator, product)
        offer = exchange.offer(seller, product, exchange.terms(seller), 10)
        orders = []
        for _ in range(COVERED_AT_ONCE + 5):
            orders.append(exchange.order(buyer, offer))
            exchange.now += 1
        exchange.pay(operator, buyer, 10_000)
        left = [each.order for each in exchange.question(settlement.awaited, buyer.organisation)]
        assert left == orders[COVERED_AT_ONCE:]
        exchange.pay(operator, buyer, 1)
        assert exchange.question(settlement.awaited, buyer.organisation) == []
        assert exchange.wallet(buyer) == 10_001 - 10 * len(orders)
