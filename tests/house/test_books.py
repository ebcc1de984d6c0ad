"""The books balance: over random histories of the built house with every command about money, with
cuts of the power and lost answers, against a second bookkeeper; and over many more in memory.

Where a history fails, hypothesis prints it, and a walk its seed.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from msgspec import convert, to_builtins
from msgspec.json import decode

from datafloor.app.background import due_bills
from datafloor.app.build import house
from datafloor.contexts import (
    agreements,
    auctions,
    delivery,
    market,
    people,
    settlement,
)
from datafloor.contexts.settlement.events import Transferred
from datafloor.contexts.settlement.model import Cause, Outcome
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import StoreFailed
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, NO_LAW, Actor, Call, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused
from tests.auctions.trading import Auctioning
from tests.house.books import Books
from tests.house.memory import FACTS, Memory
from tests.house.power import Cut
from tests.house.test_power_cut import Unlucky
from tests.house.tour_bank import OURS, THEIRS, dong
from tests.house.walk import Walk
from tests.trading import digest

PRICES = (0, 999, 1_000, 123_457)
WALKS = 2_000
SETTLEMENT = {kind for kind in FACTS if kind.kind.startswith("settlement.")}

N = st.integers(0, 1_000)
FAULTS = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 90), st.just(-1))
"""No fault; the power goes before that statement; the answer is lost."""


class Fair:
    """An exchange with a shared product, a plain one, a subscription and offers, and its people."""

    def __init__(self, folder: Path) -> None:
        self.t = t = Unlucky(f"sqlite:///{folder}/x.db")
        self.operator = t.join("operator")
        self.sellers = [t.join("seller"), t.join("seller", "buyer")]
        self.buyers = [t.join("buyer"), self.sellers[1]]
        self.all = [*self.sellers, self.buyers[0], self.operator]
        t.ask(self.operator, settlement.SetBankAccount, currency="VND", details=OURS)
        points = {"share_points": 1_000, "equal_points": 5_000, "processing_points": 2_000}
        paid: dict[str, Any] = {"threshold": dong(50), "claim_days": 30}
        rule_ = points | paid | {"fund": self.sellers[1].organisation}
        t.ask(self.operator, people.SetPeopleRule, rule=rule_)
        self.shared = self._shared()
        plain = t.product(self.sellers[1])
        t.list(self.sellers[1], self.operator, plain)
        terms = [t.terms(each, days=None) for each in self.sellers]
        self.offers = [t.offer(self.sellers[0], self.shared, terms[0], each) for each in PRICES]
        self.offers.append(t.offer(self.sellers[1], plain, terms[1], 1_000))
        self.offers.append(self._monthly(terms[0]))
        self.auctioned = plain, terms[1]

    def _shared(self) -> str:
        t, (own, other) = self.t, self.sellers
        product, sharing = t.product(own), new_id("sharing")
        terms: dict[str, Any] = {
            "providers": [own.organisation, other.organisation],
            "coverage_points": 10_000,
            "people_points": 1_000,
            "key": ["carrier"],
            "head": "carrier",
        }
        t.ask(own, people.ProposeSharing, sharing=sharing, product=product, terms=terms)
        t.ask(other, people.AgreeSharing, sharing=sharing)
        (self.version,) = t.rows("SELECT version FROM catalogue_product WHERE id = ?", product)[0]
        supplies = [{"provider": each.organisation, "counts": [3, 1]} for each in self.sellers]
        coverage = {"supplies": supplies, "own": 2, "heads": 3, "heads_file": digest("heads")}
        said: dict[str, Any] = {"sharing": sharing, "version": self.version, "coverage": coverage}
        t.ask(EXCHANGE, people.RecordCoverage, **said)
        t.list(own, self.operator, product)
        return product

    def _monthly(self, terms: str) -> str:
        offer: dict[str, Any] = {"offer": new_id("offer"), "product": self.shared, "terms": terms}
        form = {"form": "subscription", "period_days": 10}
        self.t.ask(self.sellers[0], market.MakeOffer, **offer, price=dong(900), form=form)
        return str(offer["offer"])


class Trade(RuleBasedStateMachine):
    """Steps on one fair, each with a fault or none. The second bookkeeper follows the journal."""

    seen: set[str] = set()

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.fair = Fair(Path(self.folder.name))
        self.t, self.operator = self.fair.t, self.fair.operator
        self.auctioning = Auctioning(self.t)
        self.memory = Memory(self.t.house.law)
        self.read = 0
        self.orders: list[str] = []
        self.asked: list[tuple[Actor, type[Command], str, dict[str, Any], Receipt]] = []
        self.auctions: list[str] = []
        for buyer in self.fair.buyers:
            self.t.pay(self.operator, buyer, 5_000)
        for offer in self.fair.offers[1:]:
            self.orders.append(self.t.order(self.fair.buyers[0], offer))
        self.check()

    def teardown(self) -> None:
        if hasattr(self, "t"):
            assert self.t.replayed().different == []
            self.t.close()
            self.folder.cleanup()

    def check(self) -> None:
        """Read what is new in the journal, and compare with the tables."""
        sql = "SELECT seq, at, kind, body FROM journal WHERE seq > ? ORDER BY seq"
        for seq, at, kind, body in self.t.rows(sql, self.read):
            self.memory.books.apply(decode(body, type=self.t.house.events[kind]), at)
            self.read = seq
            self.seen.add(kind)
        books = self.memory.books
        books.settle()
        books.check()
        balances = {(a, c): b for a, c, b in self.t.rows("SELECT * FROM settlement_account")}
        assert balances == books.balances
        for table, key, expected in (
            ("settlement_hold", "order_id", {k: v.state for k, v in books.holds.items()}),
            ("settlement_payout", "payout", {k: v.state for k, v in books.payouts.items()}),
            ("settlement_entry", "entry", {k: v.outcome for k, v in books.entries.items()}),
            ("settlement_deposit", "deposit", {k: v.state for k, v in books.deposits.items()}),
            ("settlement_bill", "bill", {k: v[1] for k, v in books.bills.items()}),
        ):
            state = "outcome" if table == "settlement_entry" else "state"
            column = (key, state)
            rows = self.t.rows(f"SELECT {', '.join(column)} FROM {table}")
            assert dict(rows) == expected, table
        assert set(self.t.question(settlement.trial_balance).values()) <= {0}
        assert all(each.agrees for each in self.t.question(settlement.reconciliation))

    def ask(self, fault: int | None, by: Actor, command: type[Command], **said: Any) -> None:
        """Ask through a fault; then ask again, as anybody would."""
        request, power = new_id("request"), self.t.power
        self._compare_load(by, command, said)
        if fault is not None:
            power.cut, power.lose_reply = (Cut(fault) if fault >= 0 else None), fault < 0
            try:
                self.t.ask(by, command, request=request, **said)
            except (StoreFailed, Refused):
                pass
            power.cut, power.lose_reply = None, False
            self.check()
        try:
            receipt = self.t.ask(by, command, request=request, **said)
        except Refused as refused:
            self.seen.add(refused.why.name)
        else:
            self.asked.append((by, command, request, said, receipt))
        self.check()

    def _compare_load(self, by: Actor, command: type[Command], said: dict[str, Any]) -> None:
        """What a rule would be told by the tables, and by the second bookkeeper's books."""
        if command not in SETTLEMENT or command is settlement.SetPayoutAccount:
            return
        asked = convert(said, command, strict=True)
        call = Call(by, self.t.now, "", NO_LAW)
        try:
            loaded = self.t.question(self.t.house.ways[command].load, asked, call)
        except Refused:
            return
        assert loaded == self.memory.facts(asked, call), command.kind

    def order(self, n: int) -> str:
        return self.orders[n % len(self.orders)] if self.orders else new_id("order")

    def entry(self, n: int) -> str:
        """A bank entry: one of few, so that each comes again."""
        return digest(f"entry {n % 25}")

    @rule(a=N, b=N, fault=FAULTS)
    def buy(self, a: int, b: int, fault: int | None) -> None:
        order, offers = new_id("order"), self.fair.offers
        said = {"offer": offers[b % len(offers)], "purpose": "research", "country": "VN"}
        self.ask(fault, self.fair.buyers[a % 2], market.PlaceOrder, order=order, **said)
        if order in self.memory.books.holds:
            self.orders.append(order)

    @rule(a=N, b=N, by_name=st.booleans(), more=st.sampled_from((0, 0, -1, 1, 5_000)), fault=FAULTS)
    def pay(self, a: int, b: int, by_name: bool, more: int, fault: int | None) -> None:
        order = self.order(a)
        found = self.memory.books.holds.get(order)
        amount = dong(max((found.price.minor if found else 1_000) + more, 0))
        named = {"reference": settlement.reference_of(order)}
        if by_name:
            named = {"organisation": self.fair.buyers[a % 2].organisation}
        said: dict[str, Any] = {"entry": self.entry(b), "amount": amount, **named}
        self.ask(fault, self.operator, settlement.RecordPayment, **said)

    @rule(a=N, b=N, more=st.sampled_from((0, 0, -1, 1, 777)), known=st.booleans(), fault=FAULTS)
    def statement(self, a: int, b: int, more: int, known: bool, fault: int | None) -> None:
        """An entry of a statement, that may have come before, as it was or changed."""
        order, entry = self.order(a), self.entry(b)
        found = self.memory.books.holds.get(order)
        amount = max((found.price.minor if found else 1_000) + more, 0)
        self._count(fault, entry, amount, True, [settlement.reference_of(order)] if known else [])

    def _count(
        self,
        fault: int | None,
        entry: str,
        minor: int,
        incoming: bool,
        references: list[str],
        **named: Any,
    ) -> None:
        said: dict[str, Any] = {"entry": entry, "whole": entry, "parts_count": 1}
        said |= {"incoming": incoming, "amount": dong(minor), "booked_at": self.t.now}
        self.ask(
            fault, self.operator, settlement.CountEntry, references=references, **said, **named
        )

    @rule(a=N, b=N, more=st.sampled_from((0, 0, 1)), fault=FAULTS)
    def payouts_leave(self, a: int, b: int, more: int, fault: int | None) -> None:
        payouts = list(self.memory.books.payouts.values())
        if not payouts:
            return
        payout = payouts[a % len(payouts)]
        named = {"payouts": [payout.payout]}
        self._count(fault, self.entry(b), payout.amount.minor + more, False, [], **named)

    @rule(a=N, b=N, whose=st.booleans(), fault=FAULTS)
    def settle(self, a: int, b: int, whose: bool, fault: int | None) -> None:
        """What waits is assigned, returned or explained."""
        entries = self.memory.books.entries
        open_ = (Outcome.suspended, Outcome.unexplained)
        waits = [name for name, each in entries.items() if each.outcome in open_]
        entry = waits[a % len(waits)] if waits else self.entry(a)
        said: dict[str, Any] = {"entry": entry}
        if whose:
            said["organisation"] = self.fair.all[b % 3].organisation
        if b % 3 == 0:
            self.ask(fault, self.operator, settlement.ExplainEntry, **said)
        elif whose:
            self.ask(fault, self.operator, settlement.AssignEntry, **said)
        else:
            said |= {"payout": new_id("payout"), "payee": THEIRS}
            self.ask(fault, self.operator, settlement.ReturnEntry, **said)

    @rule(a=N, parts=st.sampled_from((1, 1, 2)), fault=FAULTS)
    def take_out(self, a: int, parts: int, fault: int | None) -> None:
        who = self.fair.all[a % 3]
        if who.organisation not in self.memory.books.payees:
            self.ask(None, who, settlement.SetPayoutAccount, details=THEIRS)
        amount = dong(self.t.wallet(who) // parts)
        payout: dict[str, Any] = {"payout": new_id("payout"), "amount": amount}
        self.ask(fault, who, settlement.RequestPayout, **payout)

    @rule(a=N, by=N, fault=FAULTS)
    def files(self, a: int, by: int, fault: int | None) -> None:
        """Payouts are put into a file, or given up."""
        payouts = list(self.memory.books.payouts)
        if not payouts:
            return
        payout = payouts[a % len(payouts)]
        if by % 2:
            said: dict[str, Any] = {"batch": new_id("batch"), "payouts": [payout]}
            self.ask(fault, self.operator, settlement.BatchPayouts, **said)
        else:
            self.ask(fault, self.fair.all[by % 4], settlement.CancelPayout, payout=payout)

    @rule(a=N, b=N, back=st.sampled_from((0, 1, 500, 900)), accepts=st.booleans(), fault=FAULTS)
    def break_(self, a: int, b: int, back: int, accepts: bool, fault: int | None) -> None:
        """A buyer says that a contract is broken; it is accepted, or objected to and settled."""
        found = self.memory.books.holds.get(self.order(a))
        buyer = next(
            (who for who in self.fair.buyers if found and who.organisation == found.buyer),
            self.fair.buyers[0],
        )
        seller = self.fair.sellers[b % 2]
        contract = derived("contract", found.order if found else new_id("order"))
        of: dict[str, Any] = {"contract": contract, "reason": "Half of it is missing."}
        claimed = {"breach": "misdescribed", "back": dong(back)}
        self.ask(fault, buyer, agreements.ClaimBreach, **of, **claimed)
        self.ask(fault, seller, agreements.AnswerBreach, **of, accepts=accepts)
        self.ask(fault, self.operator, agreements.DecideBreach, **of, back=dong(back))

    @rule(a=N, by=N, how=st.integers(0, 6), fault=FAULTS)
    def end(self, a: int, by: int, how: int, fault: int | None) -> None:
        """An order comes to an end, or somebody tries to bring it there."""
        order, who = self.order(a), self.fair.all[by % 4]
        buyer = self.fair.buyers[by % 2]
        of: dict[str, Any] = {"order": order}
        contract = {"contract": derived("contract", order)}
        match how:
            case 0 | 1:
                self.ask(fault, buyer, delivery.ConfirmDelivery, **contract)
            case 2:
                self.ask(fault, who, settlement.RefundOrder, **of, reason="It was empty.")
            case 3:
                self.ask(fault, who, market.EndContract, **contract, reason="Misused.")
            case 4:
                self.ask(fault, who, market.CancelOrder, **of)
            case 5:
                self.ask(fault, EXCHANGE, settlement.EndAcceptance, **of)
            case 6:
                self.ask(fault, buyer, settlement.PayFromWallet, **of)

    @rule(days=st.sampled_from((1, 8, 31)), fault=FAULTS)
    def wait(self, days: int, fault: int | None) -> None:
        """Time goes on, bills fall due, and what nobody claimed lapses."""
        self.t.now += days * DAY
        for command in self.t.question(due_bills, self.t.now):
            said = {name: getattr(command, name) for name in command.__struct_fields__}
            self.ask(fault, EXCHANGE, type(command), **_plain(said))
        for accrual in self.memory.books.accruals:
            self.ask(fault, EXCHANGE, people.LapseAccrual, accrual=accrual)

    @rule(fault=FAULTS)
    def divide(self, fault: int | None) -> None:
        """What came together for people is divided; one of them claims, and is paid."""
        product, books = self.fair.shared, self.memory.books
        for pot in self.t.question(people.pots):
            said: dict[str, Any] = {"product": product, "version": pot.version, "heads": 3}
            said |= {"amount": dong(pot.amount.minor), "split": digest("split")}
            self.ask(fault, EXCHANGE, people.AccruePeople, accrual=new_id("accrual"), **said)
        if not books.claims:
            said = {"product": product, "head": "0123456789abcdef", "payee": THEIRS}
            self.ask(fault, self.fair.sellers[0], people.ClaimHead, claim=new_id("claim"), **said)
        for accrual, divided in list(books.accruals.items()):
            for claim in books.claims:
                micro = divided.amount.minor * people.MICRO // 3
                said = {"claim": claim, "accrual": accrual, "micro": micro}
                self.ask(fault, EXCHANGE, people.CreditClaim, **said)
        for claim in list(books.claims):
            said = {"claim": claim, "payout": new_id("payout"), "currency": "VND"}
            self.ask(fault, EXCHANGE, people.PayClaim, **said)

    @rule(a=N, fault=FAULTS)
    def set(self, a: int, fault: int | None) -> None:
        if a % 2:
            self.ask(fault, self.operator, settlement.SetFee, basis_points=a * 10)
        else:
            method = ("direct", "deduction")[a // 2 % 2]
            self.ask(fault, self.fair.sellers[a // 4 % 2], settlement.SetTaxMethod, method=method)

    @rule(a=N, b=N, fault=FAULTS)
    def pay_by_hand(self, a: int, b: int, fault: int | None) -> None:
        who, entry = self.fair.all[a % 3], self.entry(b)
        said: dict[str, Any] = {"entry": entry, "organisation": who.organisation}
        if a % 2:
            amount = dong(self.t.wallet(who))
            self.ask(fault, self.operator, settlement.RecordPayout, **said, amount=amount)
        else:
            has = self.memory.books.balance(f"vat:{who.organisation}")
            self.ask(fault, self.operator, settlement.PayVat, **said, amount=dong(has))

    @rule(a=N, raise_=st.integers(0, 20), fault=FAULTS)
    def bid(self, a: int, raise_: int, fault: int | None) -> None:
        """On the auction under way, or on a new one."""
        if not self.auctions:
            product, terms = self.fair.auctioned
            seller = self.fair.sellers[1]
            self.auctions.append(self.auctioning.announce(seller, product, terms))
            self.check()
        said = {"amount": dong(1_000 + raise_ * 50), "purpose": "research", "country": "VN"}
        bid = {"bid": new_id("bid"), "auction": self.auctions[-1], **said}
        self.ask(fault, self.fair.buyers[a % 2], auctions.PlaceBid, **bid)

    @rule(late=st.booleans())
    def bell(self, late: bool) -> None:
        if self.auctions:
            self.auctioning.bell(self.t.now + 40 * DAY if late else None)
            self.auctions.clear()
            self.check()

    @rule(a=N)
    def again(self, a: int) -> None:
        """The same request once more has the same receipt, and changes nothing."""
        if self.asked:
            by, command, request, said, receipt = self.asked[a % len(self.asked)]
            before = self.read
            assert self.t.ask(by, command, request=request, **said) == receipt
            self.check()
            assert self.read == before


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: to_builtins(each) for name, each in said.items()}


def test_the_books_balance_after_every_step_of_random_histories() -> None:
    """Every movement has two sides, escrows hold what is held, nobody has less than nothing or was
    paid out more than came, the bank agrees with its entries, and journal, tables and second
    bookkeeper say the same, whatever fails on the way."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Trade,
        settings=settings(
            max_examples=20,
            stateful_step_count=50,
            deadline=None,
            print_blob=True,
            suppress_health_check=checks,
        ),
    )


def test_the_histories_come_to_every_kind_of_movement() -> None:
    """In memory, where a thousand take a second: no cause of a movement is left out."""
    causes: set[str] = set()
    law = house().law
    for seed in range(WALKS):
        walk = Walk(seed, law)
        try:
            walk.run()
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise
        causes |= walk.memory.books.causes
    assert causes == {cause.value for cause in Cause}


def test_books_that_do_not_balance_are_found() -> None:
    """Each of these would be a bug of the house: the check finds it."""
    for debit, credit in (("wallet:org_1", "fees"), ("bank", "suspense"), ("bank", "escrow:x")):
        books = Books()
        of_it: dict[str, Any] = {"amount": Money(1), "cause": Cause.fee, "about": new_id("order")}
        books.apply(Transferred(debit=debit, credit=credit, **of_it), 0)
        with pytest.raises(AssertionError):
            books.check()
