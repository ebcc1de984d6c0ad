"""The house's own rules about money, over books in memory instead of tables.

A command is decided by the house's rules, its events are written into the books, and what they
entail is asked by the house's own reactions, all or nothing, as the door does it. Only loading is
done otherwise; `test_books` compares each load with the tables'. So a million histories can be
walked through in minutes.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from datafloor.contexts import people as people_context
from datafloor.contexts import settlement as settlement_context
from datafloor.contexts.people import commands as people
from datafloor.contexts.people.model import (
    MICRO,
    AccrueFacts,
    Coverage,
    CreditFacts,
    HeadFacts,
    LapseFacts,
    PayFacts,
    ReopenFacts,
    RuleFacts,
    SharingFacts,
    SplitFacts,
)
from datafloor.contexts.settlement import commands as asked_of
from datafloor.contexts.settlement.model import (
    ACCEPTANCE_DAYS,
    AcceptanceFacts,
    AssignFacts,
    BalanceFacts,
    BatchFacts,
    BillState,
    CancelFacts,
    ChargeFacts,
    CountFacts,
    CoverFacts,
    Due,
    EntryFacts,
    ExplainFacts,
    FeeFacts,
    HoldFacts,
    HoldState,
    NewDepositFacts,
    PayeeFacts,
    PaymentFacts,
    Payout,
    PayoutFacts,
    PayoutState,
    PersonFacts,
    Referred,
    RequestFacts,
    ReturnFacts,
    WalletFacts,
    wallet,
)
from datafloor.contexts.settlement.model import (
    people as people_of,
)
from datafloor.contexts.settlement.model.statements import StatementFacts, StatementSeen
from datafloor.contexts.settlement.model.tax import TaxFacts, TaxMethod, vat
from datafloor.contexts.settlement.store.shared import COVERED_AT_ONCE
from datafloor.kernel.law import Pack
from datafloor.kernel.message import EXCHANGE, NO_LAW, Actor, Call, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from tests.house.books import Books


class Crashed(Exception):
    """The power went between two events."""


class Sold(Struct, frozen=True):
    """What of an order the split of its sale has to know."""

    product: str
    version: str
    seller: str
    sharing: SharingFacts | None
    coverage: Coverage | None
    about_people: bool


class Memory:
    """Books, and the way from a command to what they hold."""

    def __init__(self, law: Pack = NO_LAW) -> None:
        self.books = Books()
        self.sold: dict[str, Sold] = {}
        self.sellers: dict[str, str] = {}
        """Whose a product is."""
        self._law = law

    def ask(self, by: Actor, command: Command, now: int, crash_after: int = -1) -> int:
        """Carry out a command with all that it entails; how many events there were. Raises
        `Refused`, or `Crashed` after so many events; then nothing has happened."""
        if (why := type(command).may(by)) is not None:
            raise Refused(why)
        mark, count = self.books.mark(), 0
        due: deque[Command] = deque([command])
        call = Call(by, now, "", self._law)
        try:
            while due:
                each = due.popleft()
                decide = _DECIDE.get(type(each))
                if decide is None:
                    continue  # another context's affair
                for event in decide(self.facts(each, call), each, call):
                    if count == crash_after:
                        raise Crashed
                    self.books.apply(event, now)
                    count += 1
                    for react in _REACT.get(type(event), ()):
                        due.extend(react(event))
                call = Call(EXCHANGE, now, "", self._law)
        except (Refused, Crashed):
            self.books.undo(mark)
            raise
        self.books.settle()
        if not count:
            raise Refused(Refusal.nothing_to_change)
        return count

    def facts(self, command: Command, call: Call) -> Any:
        """What the rule of a command needs to know."""
        return FACTS[type(command)](self, command, call)

    def has(self, account: str, money: Money) -> int:
        return self.books.balance(account, money.currency)

    def hold(self, command: Any, call: Call) -> HoldFacts | None:
        """The money of an order."""
        found = self.books.holds.get(command.order)
        if found is None:
            return None
        method = self.books.methods.get(found.seller, TaxMethod.direct)
        stands = (found.price, found.state, found.fee, found.ends_at, method)
        return HoldFacts(found.order, found.buyer, found.seller, *stands)

    def days(self) -> int:
        return int(self.books.one.get("days", ACCEPTANCE_DAYS))

    def cover(self, command: asked_of.CoverOrder, call: Call) -> CoverFacts:
        due, found = command.due, self.books.holds.get(command.due.order)
        has = self.has(wallet(due.buyer), due.price)
        return CoverFacts(has, self.books.fee, found.state if found else None, self.days())

    def from_wallet(self, command: asked_of.PayFromWallet, call: Call) -> WalletFacts:
        hold = self.hold(command, call)
        if hold is None:
            return WalletFacts(None, 0, 0, ACCEPTANCE_DAYS)
        has = self.has(wallet(hold.buyer), hold.price)
        return WalletFacts(hold, has, self.books.fee, self.days())

    def entry(self, entry: str) -> EntryFacts | None:
        found = self.books.entries.get(entry)
        if found is None:
            return None
        return EntryFacts(self.books.whose[entry], found.minor, found.currency)

    def payer(
        self, organisation: str | None, reference: str | None, currency: str
    ) -> tuple[str | None, tuple[Due, ...], str | None]:
        """Whose money it is, and what of theirs awaits it."""
        holds = sorted(self.books.holds.values(), key=lambda hold: (hold.awaited_at, hold.order))
        due_currency = None
        payer = organisation
        if organisation is None and reference is not None:
            for hold in holds:
                if hold.reference == reference:
                    payer, due_currency = hold.buyer, hold.price.currency
                    break
        if payer is None:
            return None, (), None
        awaited = [
            Due(hold.order, hold.buyer, hold.seller, hold.price)
            for hold in holds
            if hold.state is HoldState.awaited
            and hold.buyer == payer
            and hold.price.currency == currency
            and (organisation is not None or hold.reference == reference)
        ]
        return payer, tuple(awaited[:COVERED_AT_ONCE]), due_currency

    def payment(self, command: asked_of.RecordPayment, call: Call) -> PaymentFacts:
        amount = command.amount
        payer, awaited, currency = self.payer(
            command.organisation, command.reference, amount.currency
        )
        if payer is None:
            return PaymentFacts(None, None, 0, 0, ())
        held, has = -self.has("bank", amount), self.has(wallet(payer), amount)
        return PaymentFacts(self.entry(command.entry), payer, held, has, awaited, currency)

    def payout(self, command: asked_of.RecordPayout, call: Call) -> PayoutFacts:
        has = self.has(wallet(command.organisation), command.amount)
        return PayoutFacts(self.entry(command.entry), has)

    def vat(self, command: asked_of.PayVat, call: Call) -> PayoutFacts:
        has = self.has(vat(command.organisation), command.amount)
        return PayoutFacts(self.entry(command.entry), has)

    def count(self, command: asked_of.CountEntry, call: Call) -> CountFacts:
        books, currency = self.books, command.amount.currency
        referred, wallets = [], {}
        for reference in command.references:
            found = [each for each in books.holds.values() if each.reference == reference]
            for hold in sorted(found, key=lambda hold: (hold.awaited_at, hold.order))[:1]:
                due = Due(hold.order, hold.buyer, hold.seller, hold.price)
                bills = sum(
                    due.price.minor
                    for due, state in books.bills.values()
                    if due.order == hold.order
                    and state is BillState.awaited
                    and due.price.currency == currency
                )
                referred.append(Referred(due, hold.state, bills))
                wallets[hold.buyer] = books.balance(wallet(hold.buyer), currency)
        names = sorted(set(command.payouts))
        payouts = [books.payouts[each] for each in names if each in books.payouts]
        if not command.payouts and command.batches:
            payouts = [
                books.payouts[each]
                for each in sorted(books.batches.get(command.batches[0], ()))
                if books.payouts[each].state is PayoutState.batched
            ]
        before = books.entries.get(command.entry)
        return CountFacts(
            EntryFacts(None, before.minor, before.currency) if before else None,
            books.parts.get(command.whole),
            -self.has("bank", command.amount),
            tuple(referred),
            tuple(wallets.items()),
            tuple(payouts),
        )

    def assign(self, command: asked_of.AssignEntry, call: Call) -> AssignFacts:
        entry = self.books.entries.get(command.entry)
        if entry is None or (command.organisation is None) == (command.reference is None):
            return AssignFacts(entry, None, 0, ())
        said = command.organisation, command.reference, entry.currency
        payer, awaited, _ = self.payer(*said)
        has = self.books.balance(wallet(payer), entry.currency) if payer else 0
        return AssignFacts(entry, payer, has, awaited)

    def explain(self, command: asked_of.ExplainEntry, call: Call) -> ExplainFacts:
        entry = self.books.entries.get(command.entry)
        account = "fees" if command.organisation is None else wallet(command.organisation)
        return ExplainFacts(entry, self.books.balance(account, entry.currency) if entry else 0)

    def statement(self, command: asked_of.RecordStatement, call: Call) -> StatementSeen:
        seen = self.books.statements.get(command.statement)
        if seen is None:
            return StatementSeen(None)
        sums = seen.currency, seen.opening_minor, seen.closing_minor
        return StatementSeen(StatementFacts(*sums, seen.closes_at, seen.entries_count))

    def request(self, command: asked_of.RequestPayout, call: Call) -> RequestFacts:
        own, books = call.by.organisation, self.books
        has = self.has(wallet(own), command.amount)
        return RequestFacts(has, own in books.payees, command.payout in books.payouts)

    def batch(self, command: asked_of.BatchPayouts, call: Call) -> BatchFacts:
        found: list[Payout] = [
            self.books.payouts[each]
            for each in sorted(set(command.payouts))
            if each in self.books.payouts
        ]
        return BatchFacts(tuple(found), command.batch in self.books.batches)

    def cancel(self, command: asked_of.CancelPayout, call: Call) -> CancelFacts:
        name = command.payout
        return CancelFacts(self.books.payouts.get(name), self.books.of_entry.get(name))

    def charge(self, command: asked_of.ChargeBill, call: Call) -> ChargeFacts:
        due, books = command.due, self.books
        _, state = books.bills.get(due.bill, (None, None))
        method = books.methods.get(due.seller, TaxMethod.direct)
        return ChargeFacts(self.has(wallet(due.buyer), due.price), books.fee, state, method)

    def awaits_bill(self, command: asked_of.CloseBills, call: Call) -> bool:
        return any(
            due.order == command.order and state is BillState.awaited
            for due, state in self.books.bills.values()
        )

    def person(self, command: asked_of.PayPerson, call: Call) -> PersonFacts:
        has = self.has(people_of(command.product), command.amount)
        known = command.payout in self.books.payouts
        return PersonFacts(has, known, command.claim in self.books.claims)

    def deposit(self, command: asked_of.HoldDeposit, call: Call) -> NewDepositFacts:
        has = self.has(wallet(command.organisation), command.amount)
        return NewDepositFacts(command.deposit in self.books.deposits, has)

    def split(self, command: people.SplitSale, call: Call) -> SplitFacts | None:
        sold = self.sold.get(command.order)
        if sold is None:
            return None
        before = (command.bill or command.order) in self.books.splits
        of_sale = sold.sharing, sold.coverage, sold.about_people
        return SplitFacts(
            sold.product, sold.seller, sold.version, *of_sale, self.books.rule, before
        )

    def accrue(self, command: people.AccruePeople, call: Call) -> AccrueFacts:
        pot = (command.product, command.version, command.amount.currency)
        return AccrueFacts(self.books.pots.get(pot, 0), command.accrual in self.books.accruals)

    def head(self, command: people.ClaimHead, call: Call) -> HeadFacts:
        return HeadFacts(
            self.sellers.get(command.product), command.claim in self.books.claims, False
        )

    def credited(self, accrual: str) -> int:
        return sum(micro for (_, of), micro in self.books.credits.items() if of == accrual)

    def credit(self, command: people.CreditClaim, call: Call) -> CreditFacts:
        accrual = self.books.accruals.get(command.accrual)
        return CreditFacts(
            accrual.product if accrual else None,
            accrual.amount.currency if accrual else "VND",
            accrual.amount.minor if accrual else 0,
            accrual is not None and accrual.lapsed is not None,
            self.books.claims.get(command.claim),
            (command.claim, command.accrual) in self.books.credits,
            self.credited(command.accrual),
        )

    def pay_claim(self, command: people.PayClaim, call: Call) -> PayFacts:
        books, claim = self.books, command.claim
        credited = sum(micro for (of, _), micro in books.credits.items() if of == claim)
        paid = sum(
            each.amount.minor
            for each in books.payments.values()
            if each.claim == claim and not each.reopened
        )
        threshold = books.rule.threshold.minor if books.rule else 0
        known = books.claims.get(claim)
        return PayFacts(known, credited - paid * MICRO, threshold, known is not None)

    def reopen(self, command: people.ReopenClaim, call: Call) -> ReopenFacts:
        found = self.books.payments.get(command.payout)
        return ReopenFacts(found.claim if found and not found.reopened else None)

    def lapse(self, command: people.LapseAccrual, call: Call) -> LapseFacts:
        accrual, rule = self.books.accruals.get(command.accrual), self.books.rule
        if accrual is None:
            return LapseFacts(None, Money(0), 0, False, 0, rule)
        over, used = accrual.lapsed is not None, self.credited(command.accrual)
        return LapseFacts(accrual.product, accrual.amount, accrual.at, over, used, rule)


FACTS: Mapping[type[Command], Callable[[Memory, Any, Call], Any]] = {
    asked_of.CoverOrder: Memory.cover,
    asked_of.PayFromWallet: Memory.from_wallet,
    asked_of.EndAwaiting: Memory.hold,
    asked_of.ReleaseEscrow: Memory.hold,
    asked_of.EndAcceptance: Memory.hold,
    asked_of.RefundOrder: Memory.hold,
    asked_of.FreezeHold: Memory.hold,
    asked_of.SettleHold: Memory.hold,
    asked_of.RecordPayment: Memory.payment,
    asked_of.RecordPayout: Memory.payout,
    asked_of.PayVat: Memory.vat,
    asked_of.CountEntry: Memory.count,
    asked_of.AssignEntry: Memory.assign,
    asked_of.ReturnEntry: lambda m, c, call: ReturnFacts(
        m.books.entries.get(c.entry), c.payout in m.books.payouts
    ),
    asked_of.ExplainEntry: Memory.explain,
    asked_of.RecordStatement: Memory.statement,
    asked_of.SetPayoutAccount: lambda m, c, call: PayeeFacts(None),
    asked_of.RequestPayout: Memory.request,
    asked_of.BatchPayouts: Memory.batch,
    asked_of.CancelPayout: Memory.cancel,
    asked_of.ChargeBill: Memory.charge,
    asked_of.CloseBills: Memory.awaits_bill,
    asked_of.ShareIncome: lambda m, c, call: BalanceFacts(m.has(wallet(c.seller), c.people)),
    asked_of.PayPerson: Memory.person,
    asked_of.GiveUnclaimed: lambda m, c, call: BalanceFacts(m.has(people_of(c.product), c.amount)),
    asked_of.HoldDeposit: Memory.deposit,
    asked_of.ReturnDeposit: lambda m, c, call: m.books.deposits.get(c.deposit),
    asked_of.ForfeitDeposit: lambda m, c, call: m.books.deposits.get(c.deposit),
    asked_of.SetFee: lambda m, c, call: FeeFacts(m.books.fee),
    asked_of.SetAcceptance: lambda m, c, call: AcceptanceFacts(m.days()),
    asked_of.SetTaxMethod: lambda m, c, call: TaxFacts(
        m.books.methods.get(call.by.organisation, TaxMethod.direct)
    ),
    people.SplitSale: Memory.split,
    people.SetPeopleRule: lambda m, c, call: RuleFacts(m.books.rule, True),
    people.AccruePeople: Memory.accrue,
    people.ClaimHead: Memory.head,
    people.CreditClaim: Memory.credit,
    people.PayClaim: Memory.pay_claim,
    people.ReopenClaim: Memory.reopen,
    people.LapseAccrual: Memory.lapse,
}

_CONTEXTS = (settlement_context.CONTEXT, people_context.CONTEXT)
_DECIDE = {
    command: way.decide
    for context in _CONTEXTS
    for command, way in context.commands.items()
    if command in FACTS
}
_REACT: dict[Any, list[Any]] = {}
for _context in _CONTEXTS:
    for _kind, _react in _context.reactions.items():
        _REACT.setdefault(_kind, []).append(_react)
