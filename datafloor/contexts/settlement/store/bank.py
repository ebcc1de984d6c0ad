"""Loading and applying what banks say."""

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
    StatementRecorded,
)
from datafloor.contexts.settlement.model import (
    BANK,
    FEES,
    AssignFacts,
    BankDetails,
    BankFacts,
    CountFacts,
    Due,
    EntryFacts,
    ExplainFacts,
    HoldState,
    OpenEntry,
    Outcome,
    Payout,
    Referred,
    ReturnFacts,
    wallet,
)
from datafloor.contexts.settlement.model.statements import StatementFacts, StatementSeen
from datafloor.contexts.settlement.store.payouts import payouts_named, payouts_of_batch
from datafloor.contexts.settlement.store.shared import (
    COVERED_AT_ONCE,
    balance_of,
    keep_payee,
    orders_named,
    payer_of,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call
from datafloor.kernel.money import Money


def load_set_bank_account(tx: Tx, asked: SetBankAccount, call: Call) -> BankFacts:
    """The account as it stands."""
    row = tx.row(
        "SELECT bank, account, holder FROM settlement_bank_account WHERE currency = ?",
        asked.currency,
    )
    return BankFacts(BankDetails(*row) if row else None)


def load_count_entry(tx: Tx, asked: CountEntry, call: Call) -> CountFacts:
    """What was counted before, and what the entry's text names. In few questions: a statement has
    many entries."""
    currency = asked.amount.currency
    row = tx.row(
        "SELECT (SELECT minor FROM settlement_entry WHERE entry = ?),"
        " (SELECT currency FROM settlement_entry WHERE entry = ?),"
        " (SELECT max(parts) FROM settlement_entry WHERE whole = ?),"
        " (SELECT balance FROM settlement_account WHERE account = ? AND currency = ?)",
        asked.entry,
        asked.entry,
        asked.whole,
        BANK,
        currency,
    )
    assert row is not None
    minor, counted_in, parts, bank = row
    referred: list[Referred] = []
    wallets: dict[str, int] = {}
    orders = (order for each in asked.references for order in orders_named(tx, each))
    for order in list(dict.fromkeys(orders))[:COVERED_AT_ONCE]:
        each, has = _referred(tx, order, currency)
        referred.append(each)
        wallets[each.due.buyer] = has
    payouts: list[Payout] = []
    if asked.payouts:
        payouts = payouts_named(tx, asked.payouts)
    elif asked.batches:
        payouts = payouts_of_batch(tx, asked.batches[0])
    return CountFacts(
        entry=None if minor is None else EntryFacts(None, minor, counted_in),
        parts_count=parts,
        held=-(bank or 0),
        referred=tuple(referred),
        wallets=tuple(wallets.items()),
        payouts=tuple(payouts),
    )


def _referred(tx: Tx, named: str, currency: str) -> tuple[Referred, int]:
    """An order that was named, and what its buyer has in a currency."""
    row = tx.row(
        "SELECT h.order_id, h.buyer, h.seller, h.minor, h.currency, h.state, a.balance,"
        " (SELECT CAST(sum(b.minor) AS BIGINT) FROM settlement_bill b"
        " WHERE b.order_id = h.order_id AND b.state = 'awaited' AND b.currency = ?)"
        " FROM settlement_hold h LEFT JOIN settlement_account a"
        " ON a.account = 'wallet:' || h.buyer AND a.currency = ?"
        " WHERE h.order_id = ?",
        currency,
        currency,
        named,
    )
    assert row is not None
    order, buyer, seller, minor, due_currency, state, has, bills = row
    due = Due(order, buyer, seller, Money(minor, due_currency))
    return Referred(due, HoldState(state), int(bills or 0)), has or 0


def load_assign_entry(tx: Tx, asked: AssignEntry, call: Call) -> AssignFacts:
    """The entry, and whose the money is said to be."""
    entry = _open(tx, asked.entry)
    if entry is None or (asked.organisation is None) == (asked.reference is None):
        return AssignFacts(entry, None, 0, ())
    payer, awaited, _ = payer_of(tx, asked.organisation, asked.reference, entry.currency)
    has = balance_of(tx, wallet(payer), entry.currency) if payer else 0
    return AssignFacts(entry, payer, has, awaited)


def load_return_entry(tx: Tx, asked: ReturnEntry, call: Call) -> ReturnFacts:
    """The entry, and whether the payout's id is taken."""
    return ReturnFacts(_open(tx, asked.entry), bool(payouts_named(tx, [asked.payout])))


def keep_return_entry(tx: Tx, asked: ReturnEntry, call: Call) -> None:
    """Where the money came from."""
    keep_payee(tx, asked.payout, asked.payee)


def load_explain_entry(tx: Tx, asked: ExplainEntry, call: Call) -> ExplainFacts:
    """The entry, and what is in the account that is said to have paid."""
    entry = _open(tx, asked.entry)
    account = FEES if asked.organisation is None else wallet(asked.organisation)
    return ExplainFacts(entry, balance_of(tx, account, entry.currency) if entry else 0)


def load_record_statement(tx: Tx, asked: RecordStatement, call: Call) -> StatementSeen:
    """The statement as it was read before."""
    row = tx.row(
        "SELECT currency, opening, closing, closes_at, entries FROM settlement_statement"
        " WHERE statement = ?",
        asked.statement,
    )
    return StatementSeen(StatementFacts(*row) if row else None)


def _open(tx: Tx, entry: str) -> OpenEntry | None:
    row = tx.row("SELECT minor, currency, outcome FROM settlement_entry WHERE entry = ?", entry)
    return OpenEntry(row[0], row[1], Outcome(row[2])) if row else None


def _bank_account_set(tx: Tx, event: BankAccountSet, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_bank_account (currency, bank, account, holder) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (currency) DO UPDATE SET bank = excluded.bank, account = excluded.account,"
        " holder = excluded.holder",
        event.currency,
        event.details.bank,
        event.details.account,
        event.details.holder,
    )


def _entry_counted(tx: Tx, event: EntryCounted, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_entry (entry, whole, parts, organisation, order_id, minor,"
        " currency, outcome, booked_at, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.entry,
        event.whole,
        event.parts_count,
        event.organisation,
        event.order,
        event.amount.minor if event.incoming else -event.amount.minor,
        event.amount.currency,
        event.outcome.value,
        event.booked_at,
        at,
    )


def _entry_assigned(tx: Tx, event: EntryAssigned, at: int) -> None:
    _settled(tx, event.entry, Outcome.assigned, event.organisation)


def _entry_returned(tx: Tx, event: EntryReturned, at: int) -> None:
    _settled(tx, event.entry, Outcome.returned, None)


def _entry_explained(tx: Tx, event: EntryExplained, at: int) -> None:
    _settled(tx, event.entry, Outcome.explained, event.organisation)


def _settled(tx: Tx, entry: str, outcome: Outcome, organisation: str | None) -> None:
    tx.run(
        "UPDATE settlement_entry SET outcome = ?, organisation = ? WHERE entry = ?",
        outcome.value,
        organisation,
        entry,
    )


def _statement_recorded(tx: Tx, event: StatementRecorded, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_statement (statement, currency, opening, closing, closes_at,"
        " entries, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.statement,
        event.currency,
        event.opening_minor,
        event.closing_minor,
        event.closes_at,
        event.entries_count,
        at,
    )


APPLY: Apply = {
    BankAccountSet: _bank_account_set,
    EntryCounted: _entry_counted,
    EntryAssigned: _entry_assigned,
    EntryReturned: _entry_returned,
    EntryExplained: _entry_explained,
    StatementRecorded: _statement_recorded,
}
