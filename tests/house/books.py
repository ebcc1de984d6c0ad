"""A second bookkeeper: reads every event about money, and keeps books of its own.

It shares no line with the tables. So where the tables of an exchange and these books agree after
every step, and the books balance, the exchange's do.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from datafloor.contexts.people import events as people
from datafloor.contexts.people.model import MICRO, PeopleRule
from datafloor.contexts.settlement import events as settlement
from datafloor.contexts.settlement.model import (
    BELOW_ZERO,
    BillDue,
    BillState,
    DepositFacts,
    DepositState,
    HoldState,
    OpenEntry,
    Outcome,
    Payout,
    PayoutState,
)
from datafloor.kernel.message import Event
from datafloor.kernel.money import Money


class Hold(Struct, frozen=True):
    """The money of an order, and by which reference a payment finds it."""

    order: str
    buyer: str
    seller: str
    price: Money
    state: HoldState
    fee: int = 0
    ends_at: int | None = None
    reference: str | None = None
    awaited_at: int = 0


class Accrual(Struct, frozen=True):
    """What was divided among the people of a product, and what of it lapsed."""

    product: str
    amount: Money
    at: int
    lapsed: int | None = None


class Payment(Struct, frozen=True):
    """What a claim was paid, and whether that still counts."""

    claim: str
    amount: Money
    reopened: bool = False


class Books:
    """Books that grow from events. What was written since a mark can be taken back."""

    def __init__(self) -> None:
        self.balances: dict[Any, int] = {}
        self.came: dict[Any, int] = {}
        """All that ever came to an account."""
        self.causes: set[str] = set()
        """Why money moved, also where it was taken back."""
        self.holds: dict[str, Hold] = {}
        self.bills: dict[str, tuple[BillDue, BillState]] = {}
        self.entries: dict[str, OpenEntry] = {}
        self.whose: dict[str, str | None] = {}
        self.parts: dict[str, int] = {}
        self.statements: dict[str, settlement.StatementRecorded] = {}
        self.payouts: dict[str, Payout] = {}
        self.of_entry: dict[str, str | None] = {}
        self.batches: dict[str, tuple[str, ...]] = {}
        self.deposits: dict[str, DepositFacts] = {}
        self.methods: dict[str, Any] = {}
        self.payees: dict[str, bool] = {}
        self.pots: dict[Any, int] = {}
        self.splits: dict[str, people.SaleSplit] = {}
        self.accruals: dict[str, Accrual] = {}
        self.claims: dict[str, str] = {}
        self.credits: dict[tuple[str, str], int] = {}
        self.payments: dict[str, Payment] = {}
        self.one: dict[str, Any] = {}
        """What there is once: the fee, the days to check, the rule for people."""
        self._undo: list[tuple[dict[Any, Any], Any, Any]] = []

    @property
    def fee(self) -> int:
        return int(self.one.get("fee", 0))

    @property
    def rule(self) -> PeopleRule | None:
        return self.one.get("rule")

    def balance(self, account: str, currency: str = "VND") -> int:
        """What is in an account."""
        return self.balances.get((account, currency), 0)

    def apply(self, event: Event, at: int) -> None:
        """One more event. What is not about money is passed over, what is must be known here."""
        known = _APPLY.get(type(event))
        if known is not None:
            known(self, event, at)
        else:
            assert not event.kind.startswith("settlement.") or type(event) in _NO_MONEY, event.kind

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Write, so that it can be taken back."""
        self._undo.append((table, key, table.get(key)))
        table[key] = value

    def mark(self) -> int:
        """Where the books are now, for `undo`."""
        return len(self._undo)

    def undo(self, mark: int) -> None:
        """Take back all since a mark."""
        while len(self._undo) > mark:
            table, key, before = self._undo.pop()
            if before is None:
                del table[key]
            else:
                table[key] = before

    def settle(self) -> None:
        """What was written stays."""
        self._undo.clear()

    def move(self, debit: str, credit: str, amount: Money) -> None:
        minor, currency = amount.minor, amount.currency
        assert minor > 0 and debit != credit
        for account, sum_ in (((debit, currency), -minor), ((credit, currency), minor)):
            self.put(self.balances, account, self.balances.get(account, 0) + sum_)
        to = (credit, currency)
        self.put(self.came, to, self.came.get(to, 0) + minor)

    def check(self) -> None:
        """What must always hold. Every sum is taken anew from what it is the sum of."""
        due: defaultdict[Any, int] = defaultdict(int)
        totals: defaultdict[str, int] = defaultdict(int)
        for (account, currency), balance in self.balances.items():
            totals[currency] += balance
            assert balance >= 0 or account in BELOW_ZERO, (account, balance)
        assert not any(totals.values()), totals
        for hold in self.holds.values():
            if hold.state is HoldState.held:
                due[f"escrow:{hold.order}", hold.price.currency] += hold.price.minor
        for deposit, facts in self.deposits.items():
            if facts.state is DepositState.held:
                due[f"deposit:{deposit}", facts.amount.currency] += facts.amount.minor
        for entry in self.entries.values():
            due["bank", entry.currency] -= entry.minor
            if entry.outcome is Outcome.suspended:
                due["suspense", entry.currency] += entry.minor
            elif entry.outcome is Outcome.unexplained:
                due["outgo", entry.currency] += entry.minor
        paid_out: defaultdict[Any, int] = defaultdict(int)
        for payout in self.payouts.values():
            amount = payout.amount
            if payout.state in (PayoutState.requested, PayoutState.batched):
                due["payouts", amount.currency] += amount.minor
            if payout.state is not PayoutState.cancelled and payout.organisation:
                paid_out[f"wallet:{payout.organisation}", amount.currency] += amount.minor
        for earner, minor in paid_out.items():
            assert minor <= self.came.get(earner, 0), "somebody was paid out more than came"
        self._check_people(due)
        for (account, currency), balance in self.balances.items():
            if not account.startswith(_FREE):
                assert balance == due.pop((account, currency), 0), account
        assert not any(due.values()), due

    def _check_people(self, due: defaultdict[Any, int]) -> None:
        """What belongs to people is in pots or divided, and leaves by claims or by lapsing."""
        for (product, _, currency), minor in self.pots.items():
            due[f"people:{product}", currency] += minor
        credited: defaultdict[str, int] = defaultdict(int)
        for (_, accrual), micro in self.credits.items():
            credited[accrual] += micro
        for name, divided in self.accruals.items():
            amount, lapsed = divided.amount, divided.lapsed or 0
            assert credited[name] + lapsed * MICRO <= amount.minor * MICRO
            due[f"people:{divided.product}", amount.currency] += amount.minor - lapsed
        for payment in self.payments.values():
            if not payment.reopened:
                account = f"people:{self.claims[payment.claim]}"
                due[account, payment.amount.currency] -= payment.amount.minor


_FREE = ("wallet:", "fees", "vat:")
"""Accounts that are what came less what went, and of which nothing else says more."""


def _transferred(b: Books, e: settlement.Transferred, at: int) -> None:
    b.causes.add(e.cause.value)
    b.move(e.debit, e.credit, e.amount)


def _payment_awaited(b: Books, e: settlement.PaymentAwaited, at: int) -> None:
    said = (e.order, e.buyer, e.seller, e.amount, HoldState.awaited)
    b.put(b.holds, e.order, Hold(*said, reference=e.reference, awaited_at=at))


def _order_covered(b: Books, e: settlement.OrderCovered, at: int) -> None:
    state = HoldState.held if e.amount.minor else HoldState.free
    before = b.holds.get(e.order) or Hold(e.order, e.buyer, e.seller, e.amount, state)
    now = replace(before, state=state, fee=e.fee_basis_points, ends_at=e.acceptance_ends_at)
    b.put(b.holds, e.order, now)


def _hold(state: HoldState) -> Callable[[Books, Any, int], None]:
    def apply(b: Books, e: Any, at: int) -> None:
        b.put(b.holds, e.order, replace(b.holds[e.order], state=state))

    return apply


def _bill(b: Books, e: settlement.BillAwaited | settlement.BillPaid, at: int) -> None:
    awaited = isinstance(e, settlement.BillAwaited)
    b.put(b.bills, e.due.bill, (e.due, BillState.awaited if awaited else BillState.paid))
    hold = b.holds.get(e.due.order)
    if isinstance(e, settlement.BillAwaited) and hold is not None and hold.reference is None:
        b.put(b.holds, hold.order, replace(hold, reference=e.reference, awaited_at=at))


def _bills_closed(b: Books, e: settlement.BillsClosed, at: int) -> None:
    for bill, (due, state) in list(b.bills.items()):
        if due.order == e.order and state is BillState.awaited:
            b.put(b.bills, bill, (due, BillState.owed if e.owed else BillState.dropped))


def _by_hand(b: Books, e: Any, at: int) -> None:
    sign = 1 if isinstance(e, settlement.PaymentRecorded) else -1
    entry = OpenEntry(sign * e.amount.minor, e.amount.currency, Outcome.recorded)
    b.put(b.entries, e.entry, entry)
    b.put(b.whose, e.entry, e.organisation)
    b.put(b.parts, e.entry, 1)


def _entry_counted(b: Books, e: settlement.EntryCounted, at: int) -> None:
    assert e.entry not in b.entries, "counted twice"
    minor = e.amount.minor if e.incoming else -e.amount.minor
    b.put(b.entries, e.entry, OpenEntry(minor, e.amount.currency, e.outcome))
    b.put(b.whose, e.entry, e.organisation)
    b.put(b.parts, e.whole, max(e.parts_count, b.parts.get(e.whole, 0)))


def _settled(outcome: Outcome) -> Callable[[Books, Any, int], None]:
    def apply(b: Books, e: Any, at: int) -> None:
        b.put(b.entries, e.entry, replace(b.entries[e.entry], outcome=outcome))
        b.put(b.whose, e.entry, getattr(e, "organisation", None))

    return apply


def _statement_recorded(b: Books, e: settlement.StatementRecorded, at: int) -> None:
    b.put(b.statements, e.statement, e)


def _payout_requested(b: Books, e: settlement.PayoutRequested, at: int) -> None:
    b.put(b.payouts, e.payout, Payout(e.payout, e.organisation, e.amount, PayoutState.requested))
    b.put(b.of_entry, e.payout, e.entry)


def _person_payout(b: Books, e: settlement.PersonPayoutRequested, at: int) -> None:
    payout = Payout(e.payout, None, e.amount, PayoutState.requested, e.product)
    b.put(b.payouts, e.payout, payout)


def _payouts_batched(b: Books, e: settlement.PayoutsBatched, at: int) -> None:
    b.put(b.batches, e.batch, e.payouts)
    for payout in e.payouts:
        b.put(b.payouts, payout, replace(b.payouts[payout], state=PayoutState.batched))


def _payout_paid(b: Books, e: settlement.PayoutPaid, at: int) -> None:
    b.put(b.payouts, e.payout, replace(b.payouts[e.payout], state=PayoutState.paid))


def _payout_cancelled(b: Books, e: settlement.PayoutCancelled, at: int) -> None:
    b.put(b.payouts, e.payout, replace(b.payouts[e.payout], state=PayoutState.cancelled))
    if e.entry is not None:
        b.put(b.entries, e.entry, replace(b.entries[e.entry], outcome=Outcome.suspended))


def _deposit_held(b: Books, e: settlement.DepositHeld, at: int) -> None:
    facts = DepositFacts(e.organisation, e.auction, e.amount, DepositState.held)
    b.put(b.deposits, e.deposit, facts)


def _deposit(state: DepositState) -> Callable[[Books, Any, int], None]:
    def apply(b: Books, e: Any, at: int) -> None:
        b.put(b.deposits, e.deposit, replace(b.deposits[e.deposit], state=state))

    return apply


def _sale_split(b: Books, e: people.SaleSplit, at: int) -> None:
    lines = sum(each.by_coverage.minor + each.fixed.minor for each in e.lines)
    assert e.processing.minor + e.people.minor + lines == e.paid.minor
    b.put(b.splits, e.bill or e.order, e)
    if e.people.minor:
        pot = (e.product, e.version, e.people.currency)
        b.put(b.pots, pot, b.pots.get(pot, 0) + e.people.minor)


def _people_accrued(b: Books, e: people.PeopleAccrued, at: int) -> None:
    pot = (e.product, e.version, e.amount.currency)
    b.put(b.pots, pot, b.pots[pot] - e.amount.minor)
    b.put(b.accruals, e.accrual, Accrual(e.product, e.amount, at))


def _claim_paid(b: Books, e: people.ClaimPaid, at: int) -> None:
    b.put(b.payments, e.payout, Payment(e.claim, e.amount))


def _claim_reopened(b: Books, e: people.ClaimReopened, at: int) -> None:
    b.put(b.payments, e.payout, replace(b.payments[e.payout], reopened=True))


def _accrual_lapsed(b: Books, e: people.AccrualLapsed, at: int) -> None:
    b.put(b.accruals, e.accrual, replace(b.accruals[e.accrual], lapsed=e.amount.minor))


_NO_MONEY = (settlement.BankAccountSet,)

_APPLY: Mapping[type[Event], Callable[[Books, Any, int], None]] = {
    settlement.Transferred: _transferred,
    settlement.PaymentAwaited: _payment_awaited,
    settlement.OrderCovered: _order_covered,
    settlement.AwaitingEnded: _hold(HoldState.dropped),
    settlement.EscrowReleased: _hold(HoldState.released),
    settlement.OrderRefunded: _hold(HoldState.refunded),
    settlement.HoldFrozen: lambda b, e, at: b.put(
        b.holds, e.order, replace(b.holds[e.order], ends_at=None)
    ),
    settlement.BillAwaited: _bill,
    settlement.BillPaid: _bill,
    settlement.BillsClosed: _bills_closed,
    settlement.PaymentRecorded: _by_hand,
    settlement.PayoutRecorded: _by_hand,
    settlement.VatPaid: _by_hand,
    settlement.EntryCounted: _entry_counted,
    settlement.EntryAssigned: _settled(Outcome.assigned),
    settlement.EntryReturned: _settled(Outcome.returned),
    settlement.EntryExplained: _settled(Outcome.explained),
    settlement.StatementRecorded: _statement_recorded,
    settlement.PayoutAccountSet: lambda b, e, at: b.put(b.payees, e.organisation, True),
    settlement.PayoutRequested: _payout_requested,
    settlement.PersonPayoutRequested: _person_payout,
    settlement.PayoutsBatched: _payouts_batched,
    settlement.PayoutPaid: _payout_paid,
    settlement.PayoutCancelled: _payout_cancelled,
    settlement.DepositHeld: _deposit_held,
    settlement.DepositReturned: _deposit(DepositState.returned),
    settlement.DepositForfeited: _deposit(DepositState.forfeited),
    settlement.FeeSet: lambda b, e, at: b.put(b.one, "fee", e.basis_points),
    settlement.AcceptanceSet: lambda b, e, at: b.put(b.one, "days", e.days),
    settlement.TaxMethodSet: lambda b, e, at: b.put(b.methods, e.organisation, e.method),
    people.SaleSplit: _sale_split,
    people.PeopleRuleSet: lambda b, e, at: b.put(b.one, "rule", e.rule),
    people.PeopleAccrued: _people_accrued,
    people.HeadClaimed: lambda b, e, at: b.put(b.claims, e.claim, e.product),
    people.ClaimCredited: lambda b, e, at: b.put(b.credits, (e.claim, e.accrual), e.micro),
    people.ClaimPaid: _claim_paid,
    people.ClaimReopened: _claim_reopened,
    people.AccrualLapsed: _accrual_lapsed,
}
