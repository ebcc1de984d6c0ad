"""Random histories of a bank and an exchange: whatever is paid, imported, cut off, imported again,
assigned, returned, paid out, all sums agree at every step, and with the bank at the end.

The bank here is a list of entries, and a statement is any part of it, so that statements overlap.
An import may fail at any of its commands, before or after the door carried it out. Hypothesis
prints the history that fails, with the seed that repeats it.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datafloor.adapters.secrets import Key
from datafloor.contexts import market, settlement
from datafloor.kernel.db import StoreFailed
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.refusal import Refused
from datafloor.web.exchange import Exchange
from datafloor.web.statements import Imported, entry_digest, import_statement
from tests.bank.served import OURS, PRICE, THEIRS
from tests.bank.writing import ACCOUNT, Told, camt
from tests.postgres import Cluster
from tests.trading import Trading, trading

AMOUNTS = (1, 7, PRICE - 1, PRICE, PRICE + 3, 2 * PRICE)
VERBS = (
    *("order", "order", "pay", "pay", "pay", "stray", "take", "import", "import", "cut", "lose"),
    *("cancel", "assign", "return", "explain", "ask", "ask", "batch", "leave", "leave", "give_up"),
    *("changed", "elsewhere"),
)


class FailingDoor(Door):
    """A door whose answer to one of its next commands is lost, after it was carried out or not."""

    failing: int | None = None
    carried_out = False

    def submit(self, command: Command, by: Actor, request_id: str) -> "Future[Receipt]":
        if self.failing is None or not isinstance(command, settlement.CountEntry):
            return super().submit(command, by, request_id)
        self.failing -= 1
        if self.failing >= 0:
            return super().submit(command, by, request_id)
        self.failing = None
        if self.carried_out:
            super().submit(command, by, request_id).exception()
        lost: Future[Receipt] = Future()
        lost.set_exception(StoreFailed("the reply was lost", unknown=True))
        return lost


class Bank:
    """The bank's own books of the exchange's account, and the exchange that reads them."""

    def __init__(self, exchange: Trading) -> None:
        self.trading = exchange
        self.door = FailingDoor(exchange.house, exchange.database, time=lambda: exchange.now)
        self.exchange = Exchange(self.door, exchange.database, Key(bytes(32)), "http://here")
        self.operator = exchange.join("operator")
        self.seller, self.buyer = exchange.join("seller"), exchange.join("buyer")
        product = exchange.product(self.seller)
        exchange.list(self.seller, self.operator, product)
        self.offer = exchange.offer(self.seller, product, exchange.terms(self.seller), PRICE)
        said: dict[str, Any] = {"currency": "VND", "details": OURS}
        exchange.ask(self.operator, settlement.SetBankAccount, **said)
        for who in (self.seller, self.buyer):
            exchange.ask(who, settlement.SetPayoutAccount, details=THEIRS)
        self.told: list[Told] = []
        self.orders = [exchange.order(self.buyer, self.offer)]
        self.payouts: list[tuple[str, int]] = []

    def step(self, verb: str, a: int, b: int) -> None:
        """Take one step; what is refused changes nothing."""
        try:
            self._step(verb, a, b)
        except Refused:
            assert verb not in ("pay", "stray", "take", "import", "cut", "lose")

    def _step(self, verb: str, a: int, b: int) -> None:
        order, amount = self.orders[a % len(self.orders)], AMOUNTS[b % len(AMOUNTS)]
        anyone = (self.buyer, self.seller)[a % 2]
        entry = self._open(a)
        match verb:
            case "order":
                self.orders.append(self.trading.order(self.buyer, self.offer))
            case "cancel":
                self.trading.ask(self.buyer, market.CancelOrder, order=order)
            case "pay":
                self._book(amount, f"chuyen tien {settlement.reference_of(order)}")
            case "stray":
                self._book(amount, "khong ro")
            case "take":
                self._book(-1 - b % 50, "phi")
            case "import":
                self._import(a, b)
            case "cut" | "lose":
                self._fail(verb == "lose", a, b)
            case "changed" | "elsewhere" if self.told:
                self._wrong(verb, a)
            case "assign":
                said = {"entry": entry, "organisation": anyone.organisation}
                self.trading.ask(self.operator, settlement.AssignEntry, **said)
            case "return":
                asked: dict[str, Any]
                asked = {"entry": entry, "payout": new_id("payout"), "payee": THEIRS}
                self.trading.ask(self.operator, settlement.ReturnEntry, **asked)
            case "explain":
                whose = {"organisation": anyone.organisation} if b % 2 else {}
                self.trading.ask(self.operator, settlement.ExplainEntry, entry=entry, **whose)
            case "ask" | "batch" | "leave" | "give_up":
                self._pay_out(verb, anyone, a, b)

    def _pay_out(self, verb: str, anyone: Actor, a: int, b: int) -> None:
        waiting = self.trading.question(settlement.open_payouts)
        said: dict[str, Any]
        if verb == "ask":
            has = self.trading.wallet(anyone)
            amount = {"minor": max(1, has * (b % 120) // 100), "currency": "VND"}
            said = {"payout": new_id("payout"), "amount": amount}
            self.trading.ask(anyone, settlement.RequestPayout, **said)
        elif not waiting:
            return
        elif verb == "batch":
            named = [each.payout for each in waiting if each.state == "requested"][: 1 + a % 3]
            if named:
                said = {"batch": new_id("batch"), "payouts": named}
                self.trading.ask(self.operator, settlement.BatchPayouts, **said)
        elif verb == "leave":
            each = waiting[a % len(waiting)]
            minor = -each.amount.minor - (b % 7 == 0)  # now and then another sum
            self._book(minor, settlement.payment_name(each.payout))
        else:
            payout = waiting[a % len(waiting)].payout
            by = self.operator if b % 2 else anyone
            self.trading.ask(by, settlement.CancelPayout, payout=payout)

    def _open(self, place: int) -> str:
        found = self.trading.question(settlement.open_entries)
        return found[place % len(found)].entry if found else "0" * 64

    def _book(self, minor: int, text: str) -> None:
        name = f"FT{len(self.told):06d}"
        self.told.append(Told(name, str(abs(minor)), text, incoming=minor > 0))

    def _import(self, a: int, b: int) -> Imported:
        begin = a % (len(self.told) + 1)
        message = ("camt.053", "camt.054")[b % 2]
        return self._send(camt(*self.told[begin:], message=message, version=("02", "08")[a % 2]))

    def _send(self, content: bytes) -> Imported:
        return asyncio.run(import_statement(self.exchange, self.operator, content))

    def _fail(self, carried_out: bool, a: int, b: int) -> None:
        """An import that breaks off in the midst, and is then sent again."""
        self.door.failing, self.door.carried_out = b % 4, carried_out
        try:
            self._import(a, b)
        except StoreFailed:
            self.check()
        self.door.failing = None
        sent = self._import(a, b)
        again = self._import(a, b)
        assert (again.counted, again.known) == (0, sent.counted + sent.known)

    def _wrong(self, verb: str, a: int) -> None:
        """A statement that says something else of a known entry, or is of another account."""
        told = self.told[a % len(self.told)]
        before = self.trading.rows("SELECT count(*), sum(minor) FROM settlement_entry")
        known = {row[0] for row in self.trading.rows("SELECT entry FROM settlement_entry")}
        if verb == "elsewhere":
            content = camt(told, account="1")
        elif entry_name(told) in known:
            content = camt(Told("FT999999", "5"), Told(told.reference, "987654321"))
        else:
            return
        with pytest.raises(Refused, match=r"statement_line_differs|statement_of_other_account"):
            self._send(content)
        assert self.trading.rows("SELECT count(*), sum(minor) FROM settlement_entry") == before

    def check(self) -> None:
        """What must hold after every step."""
        for report in self.trading.question(settlement.reconciliation):
            assert report.agrees, report
            assert report.outgo_minor <= 0
            assert report.wallets_minor >= 0
        negative = self.trading.rows(
            "SELECT account FROM settlement_account WHERE balance < 0"
            " AND account NOT IN ('bank', 'outgo')"
        )
        assert negative == []

    def check_with_the_bank(self) -> None:
        """Every entry was counted once, and the bank's balance is that of the books."""
        signed = [int(told.amount) * (1 if told.incoming else -1) for told in self.told]
        self._send(camt(*self.told, opening="0", closing=str(sum(signed))))
        rows = self.trading.rows("SELECT minor FROM settlement_entry")
        assert sorted(minor for (minor,) in rows) == sorted(signed)
        self.check()
        if signed:
            (report,) = self.trading.question(settlement.reconciliation)
            assert report.agreements[-1].what == "books_and_bank_statement"
            assert report.bank_minor == sum(signed)
        assert self.trading.replayed().different == []


def entry_name(told: Told) -> str:
    """The name under which an entry of ours is counted."""
    return entry_digest(ACCOUNT, told.reference)


@contextmanager
def bank(kind: str, request: pytest.FixtureRequest) -> Iterator[Bank]:
    """A bank and an exchange on a fresh database of this kind."""
    with TemporaryDirectory() as folder:
        cluster: Cluster | None = None
        url = f"sqlite:///{folder}/x.db"
        if kind == "postgres":
            cluster = request.getfixturevalue("postgres")
            url = cluster.create()
        with trading(url) as exchange:
            found = Bank(exchange)
            try:
                yield found
            finally:
                found.door.close()
        if cluster is not None:
            cluster.give_back(url)


STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1_000), st.integers(0, 1_000)),
    min_size=5,
    max_size=40,
)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 20), ("postgres", 5)])
def test_random_histories(kind: str, examples: int, request: pytest.FixtureRequest) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(STEPS)
    def holds(steps: list[tuple[str, int, int]]) -> None:
        with bank(kind, request) as now:
            for verb, a, b in steps:
                now.step(verb, a, b)
                now.check()
            now.check_with_the_bank()

    holds()


def test_the_histories_reach_what_matters(request: pytest.FixtureRequest) -> None:
    """A walk that comes to every outcome of an entry and every state of a payout."""
    walk: list[tuple[str, int, int]] = [
        *[("order", 0, 0)] * 3,
        *[("pay", 0, 3), ("pay", 2, 2), ("pay", 1, 4), ("cancel", 3, 0), ("pay", 3, 5)],
        *[("stray", 0, 1), ("stray", 0, 5), ("stray", 0, 0), ("take", 0, 4), ("take", 0, 6)],
        *[("cut", 0, 2), ("lose", 0, 1), ("assign", 0, 0), ("return", 0, 0)],
        *[("import", 0, 0), ("changed", 1, 0), ("elsewhere", 0, 0)],
    ]
    with bank("sqlite", request) as now:
        for step in walk:
            now.step(*step)
            now.check()
        for wanted, verb in (("suspended", "assign"), ("unexplained", "explain")):
            for entry in now.trading.question(settlement.open_entries):
                if entry.outcome == wanted:
                    now.step(verb, 0, 1)
                    break
        for step in [("ask", 0, 30), ("ask", 0, 30), ("batch", 2, 0), ("leave", 0, 1)] * 2:
            now.step(*step)
        for step in [("import", 0, 0), ("ask", 0, 30), ("give_up", 0, 1), ("ask", 0, 30)]:
            now.step(*step)
        now.check_with_the_bank()
        seen = {row[0] for row in now.trading.rows("SELECT outcome FROM settlement_entry")}
        paid = {row[0] for row in now.trading.rows("SELECT state FROM settlement_payout")}
        assert seen == {each.value for each in settlement.Outcome} - {"recorded"}
        assert paid == {each.value for each in settlement.PayoutState}
