"""Random histories of money, walked through in memory: what people do, and what goes wrong.

A history is its seed. Its people pay too much and too little, twice, late and without a name; the
bank's statement comes again and changed; the power goes between two events, and whoever asked asks
again. After every step the books must balance.
"""

from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

from datafloor.contexts.people import commands as people
from datafloor.contexts.people.model import (
    MICRO,
    Coverage,
    Fixed,
    PeopleRule,
    Sharing,
    SharingFacts,
    SharingState,
    Supply,
)
from datafloor.contexts.settlement import commands as settlement
from datafloor.contexts.settlement.model import (
    BankDetails,
    BillDue,
    BillState,
    Due,
    Ground,
    Outcome,
    PayoutState,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model.tax import TaxMethod
from datafloor.kernel.clock import DAY, instant
from datafloor.kernel.law import Pack
from datafloor.kernel.message import EXCHANGE, NO_LAW, Actor, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused
from tests.house.memory import Crashed, Memory, Sold

BEGIN = instant("2026-11-23T01:00:00Z")
STEPS = 15
"""How many steps a history has on average."""

PRICES = (0, 1, 999, 1_000, 1_000, 1_000, 123_457)
DETAILS = BankDetails("970415", "101010101010", "CONG TY ALPHA")


def _id(prefix: str, number: int) -> str:
    return f"{prefix}_{number:026d}"


def _digest(number: int) -> str:
    return sha256(b"%d" % number).hexdigest()


ORDERS = [_id("order", number) for number in range(64)]
DIGESTS = [_digest(number) for number in range(64)]
ORGANISATIONS = [_id("org", number) for number in range(5)]
SELLERS, BUYERS, FUND = ORGANISATIONS[:2], ORGANISATIONS[2:4], ORGANISATIONS[4]
ROLES = frozenset({"seller", "buyer"})
ACTORS = {each: Actor(f"person_{each[4:]}", each, ROLES) for each in ORGANISATIONS}
OPERATOR = Actor("person_operator", "org_operator", frozenset({"operator"}))
PRODUCTS = {_id("product", number): seller for number, seller in enumerate(SELLERS)}
VERSION = _id("version", 0)
SHARED = next(iter(PRODUCTS))
TERMS = Sharing(
    providers=(SELLERS[0], SELLERS[1]),
    coverage_points=7_000,
    processing_points=500,
    people_points=1_000,
    fixed=(Fixed(FUND, 3_000),),
    key=("visit",),
    head="person",
)
SHARING = SharingFacts(
    _id("sharing", 0), SHARED, SELLERS[0], TERMS, SharingState.in_force, frozenset(SELLERS)
)
COVERAGE = Coverage((Supply(SELLERS[0], (3, 2)), Supply(SELLERS[1], (1, 2))), own=2, heads=3)
RULE = PeopleRule(1_000, 5_000, 2_000, Money(10), 30, FUND)


class Walk:
    """One history. `took` counts what was done and what was refused, by name."""

    def __init__(self, seed: int, law: Pack = NO_LAW) -> None:
        self.chance = Random(seed)
        self.memory = Memory(law)
        self.memory.sellers = PRODUCTS
        self.now = BEGIN
        self.took: dict[str, int] = {}
        self.crashes = 0
        self._made = 0
        self._asked: list[tuple[Actor, Command]] = []

    def run(self) -> None:
        """All its steps, each followed by a look at the books."""
        for buyer in BUYERS:
            if self.chance.random() < 0.7:
                sum_ = Money(self.chance.choice(PRICES[1:]) * 2)
                entry = self.digest()
                paid = settlement.RecordPayment(entry=entry, amount=sum_, organisation=buyer)
                self.ask(OPERATOR, paid)
        if self.chance.random() < 0.5:
            self.ask(OPERATOR, people.SetPeopleRule(rule=RULE))
        for _ in range(self.chance.randrange(1, 2 * STEPS)):
            self.chance.choice(DEEDS)(self)
            self.memory.books.check()

    def ask(self, by: Actor, command: Command) -> bool:
        """Ask, once in a while through a cut of the power; whether it was carried out."""
        crash_after = self.chance.randrange(4) if self.chance.random() < 0.1 else -1
        try:
            self.memory.ask(by, command, self.now, crash_after)
        except Crashed:
            self.crashes += 1
            self.memory.books.check()
            return self.ask(by, command)
        except Refused as refused:
            name = refused.why.name
            self.took[name] = self.took.get(name, 0) + 1
            return False
        self._asked.append((by, command))
        kind = command.kind
        self.took[kind] = self.took.get(kind, 0) + 1
        return True

    def made(self, prefix: str) -> str:
        """A fresh id."""
        self._made += 1
        return _id(prefix, self._made)

    def digest(self) -> str:
        """A bank entry's: a fresh one, or one that was seen before."""
        self._made += self.chance.random() < 0.9
        return DIGESTS[self._made % 64]

    def money(self, minor: int) -> Money:
        """A sum, now and then in another currency."""
        return Money(minor, "USD" if self.chance.random() < 0.05 else "VND")

    def near(self, minor: int) -> int:
        """What somebody pays who owes so much: mostly that."""
        return max(0, minor + self.chance.choice((0, 0, 0, 0, 0, 0, -1, 1, -minor, 100_000)))

    def order(self) -> str:
        """An order that is there, or none at all."""
        holds = list(self.memory.books.holds)
        return self.chance.choice(holds) if holds else ORDERS[0]

    def somebody(self) -> str:
        return self.chance.choice(ORGANISATIONS)


def _order(walk: Walk) -> None:
    order = ORDERS[len(walk.memory.books.holds) % 64]
    product = walk.chance.choice(list(PRODUCTS))
    seller, buyer = PRODUCTS[product], walk.chance.choice(BUYERS)
    shared = product == SHARED
    sharing, coverage = (SHARING, COVERAGE) if shared else (None, None)
    walk.memory.sold[order] = Sold(product, VERSION, seller, sharing, coverage, shared)
    price = walk.money(walk.chance.choice(PRICES))
    walk.ask(EXCHANGE, settlement.CoverOrder(due=Due(order, buyer, seller, price)))


def _pay(walk: Walk) -> None:
    hold = walk.memory.books.holds.get(walk.order())
    owes = hold.price.minor if hold else 1_000
    named: dict[str, Any] = {"organisation": walk.somebody()}
    if hold and walk.chance.random() < 0.5:
        named = {"reference": reference_of(hold.order)}
    amount = walk.money(walk.near(owes))
    walk.ask(OPERATOR, settlement.RecordPayment(entry=walk.digest(), amount=amount, **named))


def _statement(walk: Walk) -> None:
    """Some entries of a statement; now and then one is read again, or has changed."""
    for _ in range(walk.chance.randrange(1, 4)):
        hold = walk.memory.books.holds.get(walk.order())
        known = hold is not None and walk.chance.random() < 0.8
        minor = walk.near(hold.price.minor if hold else 1_000)
        entry = walk.digest()
        command = settlement.CountEntry(
            entry=entry,
            whole=entry,
            parts_count=walk.chance.choice((1, 1, 1, 2)),
            incoming=walk.chance.random() < 0.8,
            amount=walk.money(minor),
            booked_at=walk.now,
            references=(reference_of(hold.order),) if hold and known else (),
        )
        walk.ask(OPERATOR, command)


def _confirm_payouts(walk: Walk) -> None:
    """The bank paid a payout, or a file, or another sum under the same name."""
    open_ = [
        each
        for each in walk.memory.books.payouts.values()
        if each.state in (PayoutState.requested, PayoutState.batched)
    ]
    if not open_:
        return
    payout = walk.chance.choice(open_)
    entry = walk.digest()
    batches = list(walk.memory.books.batches)
    by_file = batches and walk.chance.random() < 0.5
    amount = Money(walk.near(payout.amount.minor), payout.amount.currency)
    command = settlement.CountEntry(
        entry=entry,
        whole=entry,
        parts_count=1,
        incoming=False,
        amount=amount,
        booked_at=walk.now,
        payouts=() if by_file else (payout.payout,),
        batches=(batches[-1],) if by_file else (),
    )
    walk.ask(OPERATOR, command)


def _settle_entry(walk: Walk) -> None:
    open_ = [
        (name, each)
        for name, each in walk.memory.books.entries.items()
        if each.outcome in (Outcome.suspended, Outcome.unexplained)
    ]
    name, found = walk.chance.choice(open_) if open_ else (DIGESTS[0], None)
    if found is not None and found.outcome is Outcome.unexplained:
        whose = walk.chance.choice((None, walk.somebody()))
        walk.ask(OPERATOR, settlement.ExplainEntry(entry=name, organisation=whose))
    elif walk.chance.random() < 0.5:
        walk.ask(OPERATOR, settlement.AssignEntry(entry=name, organisation=walk.somebody()))
    else:
        payout = walk.made("payout")
        walk.ask(OPERATOR, settlement.ReturnEntry(entry=name, payout=payout, payee=DETAILS))


def _ask_payout(walk: Walk) -> None:
    by = ACTORS[walk.somebody()]
    walk.ask(by, settlement.SetPayoutAccount(details=DETAILS))
    has = walk.memory.books.balance(wallet(by.organisation))
    amount = walk.money(walk.chance.choice((has, has // 2, has + 1, 0)))
    walk.ask(by, settlement.RequestPayout(payout=walk.made("payout"), amount=amount))


def _batch(walk: Walk) -> None:
    names = list(walk.memory.books.payouts)
    if names:
        chosen = tuple(walk.chance.sample(names, min(2, len(names))))
        walk.ask(OPERATOR, settlement.BatchPayouts(batch=walk.made("batch"), payouts=chosen))


def _cancel_payout(walk: Walk) -> None:
    names = list(walk.memory.books.payouts) or [walk.made("payout")]
    by = walk.chance.choice((OPERATOR, ACTORS[walk.somebody()]))
    walk.ask(by, settlement.CancelPayout(payout=walk.chance.choice(names)))


def _pay_out_by_hand(walk: Walk) -> None:
    owing = [each for each in SELLERS if walk.memory.books.balance(f"vat:{each}")]
    whose = walk.chance.choice(owing or ORGANISATIONS)
    amount = walk.money(walk.near(walk.memory.books.balance(wallet(whose))))
    command: Command
    if due := walk.memory.books.balance(f"vat:{whose}"):
        amount = walk.money(walk.near(due))
        command = settlement.PayVat(entry=walk.digest(), organisation=whose, amount=amount)
    else:
        command = settlement.RecordPayout(entry=walk.digest(), organisation=whose, amount=amount)
    walk.ask(OPERATOR, command)


def _end_order(walk: Walk) -> None:
    """Proven, over, refunded, cancelled, or paid from the wallet: whichever somebody tries."""
    order = walk.order()
    hold = walk.memory.books.holds.get(order)
    buyer = ACTORS.get(hold.buyer if hold else "", OPERATOR)
    back = Money(walk.chance.choice((0, 1, 600, 10**6)))
    tried: tuple[tuple[Actor, Command], ...] = (
        (EXCHANGE, settlement.ReleaseEscrow(order=order, ground=Ground.delivery_proven)),
        (EXCHANGE, settlement.ReleaseEscrow(order=order, ground=Ground.delivery_proven)),
        (EXCHANGE, settlement.EndAcceptance(order=order)),
        (OPERATOR, settlement.RefundOrder(order=order, reason="The table was empty.")),
        (buyer, settlement.RefundOrder(order=order, reason="The table was empty.")),
        (EXCHANGE, settlement.EndAwaiting(order=order)),
        (EXCHANGE, settlement.FreezeHold(order=order)),
        (EXCHANGE, settlement.SettleHold(order=order, back=back, reason="Both agreed.")),
        (buyer, settlement.PayFromWallet(order=order)),
    )
    walk.ask(*walk.chance.choice(tried))


def _bill(walk: Walk) -> None:
    hold = walk.memory.books.holds.get(walk.order())
    if hold is None:
        return
    waiting = [due for due, state in walk.memory.books.bills.values() if state is BillState.awaited]
    if waiting and walk.chance.random() < 0.5:
        due = walk.chance.choice(waiting)
    else:
        price = walk.money(walk.chance.choice(PRICES))
        due = BillDue(walk.made("bill"), hold.order, hold.buyer, hold.seller, price)
    walk.ask(EXCHANGE, settlement.ChargeBill(due=due))
    if walk.chance.random() < 0.2:
        owed = walk.chance.random() < 0.5
        walk.ask(EXCHANGE, settlement.CloseBills(order=hold.order, owed=owed))


def _bid(walk: Walk) -> None:
    deposits = walk.memory.books.deposits
    held = list(deposits)
    if held and walk.chance.random() < 0.5:
        name = walk.chance.choice(held)
        back = settlement.ReturnDeposit(deposit=name)
        lost = settlement.ForfeitDeposit(deposit=name, organisation=SELLERS[0])
        walk.ask(EXCHANGE, walk.chance.choice((back, back, lost)))
        return
    command = settlement.HoldDeposit(
        deposit=walk.made("deposit"),
        organisation=walk.chance.choice(BUYERS),
        auction=_id("auction", 0),
        amount=walk.money(100),
    )
    walk.ask(EXCHANGE, command)


def _divide(walk: Walk) -> None:
    """What came together for people is divided, claimed, credited, paid, or lapses."""
    books = walk.memory.books
    for (product, version, currency), minor in list(books.pots.items()):
        if minor:
            accrual, amount = walk.made("accrual"), Money(minor, currency)
            said: dict[str, Any] = {"product": product, "version": version}
            said |= {"amount": amount, "heads": 3, "split": DIGESTS[1]}
            walk.ask(EXCHANGE, people.AccruePeople(accrual=accrual, **said))
    claim = walk.made("claim")
    seller = ACTORS[PRODUCTS[SHARED]]
    head = f"{walk.chance.randrange(3):016x}"
    said = {"claim": claim, "product": SHARED, "head": head, "payee": DETAILS}
    if len(books.claims) < 3:
        walk.ask(seller, people.ClaimHead(**said))
    for accrual, found in list(books.accruals.items()):
        for name in list(books.claims):
            micro = found.amount.minor * MICRO // walk.chance.choice((2, 3, 3))
            walk.ask(EXCHANGE, people.CreditClaim(claim=name, accrual=accrual, micro=micro))
        walk.ask(EXCHANGE, people.LapseAccrual(accrual=accrual))
    for name in list(books.claims):
        payout = walk.made("payout")
        walk.ask(EXCHANGE, people.PayClaim(claim=name, payout=payout, currency="VND"))


def _set(walk: Walk) -> None:
    if walk.chance.random() < 0.5:
        points = walk.chance.choice((0, 1, 500, 3_333, 10_000))
        walk.ask(OPERATOR, settlement.SetFee(basis_points=points))
    else:
        method = walk.chance.choice(tuple(TaxMethod))
        walk.ask(ACTORS[walk.chance.choice(SELLERS)], settlement.SetTaxMethod(method=method))


def _wait(walk: Walk) -> None:
    walk.now += walk.chance.choice((1, DAY, 8 * DAY, 31 * DAY))


def _again(walk: Walk) -> None:
    """Somebody asks once more what was done already: the bank's entries count no second time."""
    if walk._asked:
        walk.ask(*walk.chance.choice(walk._asked))


DEEDS: tuple[Callable[[Walk], None], ...] = (
    *(_order, _order, _order, _pay, _pay, _statement, _statement, _end_order, _end_order),
    *(_end_order, _bill, _bid, _ask_payout, _batch, _confirm_payouts, _cancel_payout),
    *(_settle_entry, _pay_out_by_hand, _divide, _divide, _set, _wait, _wait, _again),
)
"""What may happen, the usual more often."""
