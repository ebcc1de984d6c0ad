"""The decisions about bank entries: each is counted once, and all of its money has its place."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import (
    AssignEntry,
    CountEntry,
    ExplainEntry,
    RecordStatement,
    ReturnEntry,
    SetBankAccount,
)
from datafloor.contexts.settlement.events import (
    BankAccountSet,
    EntryAssigned,
    EntryCounted,
    EntryExplained,
    EntryReturned,
    PayoutPaid,
    PayoutRequested,
    StatementRecorded,
)
from datafloor.contexts.settlement.model import (
    BANK,
    FEES,
    LIMIT,
    OUTGO,
    PAYOUTS,
    SUSPENSE,
    AssignFacts,
    BankFacts,
    Cause,
    CountFacts,
    Due,
    ExplainFacts,
    HoldState,
    OpenEntry,
    Outcome,
    PayoutState,
    ReturnFacts,
    wallet,
)
from datafloor.contexts.settlement.model.statements import StatementFacts, StatementSeen
from datafloor.contexts.settlement.rules.moves import coverable, transferred
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


def set_bank_account(facts: BankFacts, asked: SetBankAccount, call: Call) -> Sequence[Event]:
    """Codes that are out name the account before, so that one should stay open for a while."""
    if facts.details == asked.details:
        return []
    return [BankAccountSet(currency=asked.currency, details=asked.details)]


def count_entry(facts: CountFacts, asked: CountEntry, call: Call) -> Sequence[Event]:
    """What the bank says has happened, so it is never refused for what it is for; only for having
    been counted before, or for being another entry under the same reference."""
    amount = asked.amount
    if amount.minor == 0:
        raise Refused(Refusal.amount_zero)
    signed = amount.minor if asked.incoming else -amount.minor
    if facts.entry is not None:
        if (facts.entry.minor, facts.entry.currency) == (signed, amount.currency):
            raise Refused(Refusal.payment_counted)
        raise Refused(Refusal.payment_differs)
    if facts.parts_count not in (None, asked.parts_count):
        raise Refused(Refusal.payment_counted)
    if not asked.incoming:
        return _left(facts, asked)
    if facts.held + amount.minor > LIMIT:
        raise Refused(Refusal.money_limit, limit=LIMIT, currency=amount.currency)
    return _came(facts, asked)


def _came(facts: CountFacts, asked: CountEntry) -> Sequence[Event]:
    """Into the wallet of the one buyer whose orders the text names, in the orders' currency; else
    into suspense."""
    amount = asked.amount
    referred = [each for each in facts.referred if each.due.price.currency == amount.currency]
    buyers = {each.due.buyer for each in facts.referred}
    if len(buyers) != 1 or not referred:
        moved = transferred(BANK, SUSPENSE, amount, Cause.suspended, asked.entry)
        return [moved, _counted(asked, Outcome.suspended)]
    (buyer,) = buyers
    has = dict(facts.wallets).get(buyer, 0)
    awaited = [each.due for each in referred if each.state is HoldState.awaited]
    bills = sum(each.bills_minor for each in referred)
    needed = max(sum(due.price.minor for due in awaited) + bills - has, 0)
    if not awaited and not bills:
        outcome = Outcome.late
    elif amount.minor < needed:
        outcome = Outcome.underpaid
    else:
        outcome = Outcome.overpaid if amount.minor > needed else Outcome.paid
    return [
        transferred(BANK, wallet(buyer), amount, Cause.payment, asked.entry),
        _counted(
            asked,
            outcome,
            buyer,
            referred[0].due.order,
            coverable(awaited, has + amount.minor),
        ),
    ]


def _left(facts: CountFacts, asked: CountEntry) -> Sequence[Event]:
    """The payouts that the text names have left, if all of them were still to leave and they are
    the whole sum; anything else is unexplained."""
    amount, payouts = asked.amount, facts.payouts
    fits = (
        payouts
        and all(each.state in (PayoutState.requested, PayoutState.batched) for each in payouts)
        and all(each.amount.currency == amount.currency for each in payouts)
        and sum(each.amount.minor for each in payouts) == amount.minor
    )
    if not fits:
        moved = transferred(OUTGO, BANK, amount, Cause.unexplained, asked.entry)
        return [moved, _counted(asked, Outcome.unexplained)]
    organisations = {each.organisation for each in payouts}
    whose = organisations.pop() if len(organisations) == 1 else None
    events: list[Event] = [_counted(asked, Outcome.paid_out, whose)]
    for each in payouts:
        events.append(transferred(PAYOUTS, BANK, each.amount, Cause.payout, each.payout))
        events.append(PayoutPaid(payout=each.payout, entry=asked.entry))
    return events


def _counted(
    asked: CountEntry,
    outcome: Outcome,
    organisation: str | None = None,
    order: str | None = None,
    covers: tuple[Due, ...] = (),
) -> EntryCounted:
    return EntryCounted(
        entry=asked.entry,
        whole=asked.whole,
        parts_count=asked.parts_count,
        incoming=asked.incoming,
        amount=asked.amount,
        booked_at=asked.booked_at,
        outcome=outcome,
        organisation=organisation,
        order=order,
        covers=covers,
    )


def assign_entry(facts: AssignFacts, asked: AssignEntry, call: Call) -> Sequence[Event]:
    """From suspense into the wallet; then it covers what is awaited, as any payment does."""
    if (asked.organisation is None) == (asked.reference is None):
        raise Refused(Refusal.payer_unclear)
    amount = _still(facts.entry, Outcome.suspended)
    if facts.organisation is None:
        raise Refused(Refusal.reference_unknown, reference=asked.reference)
    own = wallet(facts.organisation)
    return [
        transferred(SUSPENSE, own, amount, Cause.assigned, asked.entry),
        EntryAssigned(
            entry=asked.entry,
            organisation=facts.organisation,
            amount=amount,
            covers=coverable(facts.awaited, facts.wallet + amount.minor),
        ),
    ]


def return_entry(facts: ReturnFacts, asked: ReturnEntry, call: Call) -> Sequence[Event]:
    """All of it, as a payout that belongs to no organisation."""
    amount = _still(facts.entry, Outcome.suspended)
    if facts.payout_exists:
        raise Refused(Refusal.id_taken)
    return [
        transferred(SUSPENSE, PAYOUTS, amount, Cause.returned, asked.entry),
        EntryReturned(entry=asked.entry, payout=asked.payout),
        PayoutRequested(payout=asked.payout, organisation=None, amount=amount, entry=asked.entry),
    ]


def explain_entry(facts: ExplainFacts, asked: ExplainEntry, call: Call) -> Sequence[Event]:
    """Whoever it was for has it no more: an organisation's wallet, or the fees."""
    amount = _still(facts.entry, Outcome.unexplained)
    if facts.balance < amount.minor:
        raise Refused(Refusal.wallet_short)
    payer = FEES if asked.organisation is None else wallet(asked.organisation)
    return [
        transferred(payer, OUTGO, amount, Cause.explained, asked.entry),
        EntryExplained(entry=asked.entry, organisation=asked.organisation, amount=amount),
    ]


def _still(entry: OpenEntry | None, outcome: Outcome) -> Money:
    """The amount of an entry that is still suspended, or still unexplained."""
    if entry is None:
        raise Refused(Refusal.entry_unknown)
    if entry.outcome is not outcome:
        raise Refused(Refusal.entry_settled, outcome=entry.outcome.value)
    return Money(abs(entry.minor), entry.currency)


def record_statement(facts: StatementSeen, asked: RecordStatement, call: Call) -> Sequence[Event]:
    """The same statement again says nothing new; with other figures it is another, and refused."""
    now = StatementFacts(
        asked.currency,
        asked.opening_minor,
        asked.closing_minor,
        asked.closes_at,
        asked.entries_count,
    )
    if facts.statement is not None:
        if facts.statement == now:
            return []
        raise Refused(Refusal.statement_differs)
    return [
        StatementRecorded(
            statement=asked.statement,
            currency=asked.currency,
            opening_minor=asked.opening_minor,
            closing_minor=asked.closing_minor,
            closes_at=asked.closes_at,
            entries_count=asked.entries_count,
        )
    ]
