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
    ExplainFacts,
    HoldState,
    OpenEntry,
    Outcome,
    Payout,
    Referred,
    ReturnFacts,
    StatementFacts,
    StatementSeen,
    wallet,
)
from datafloor.contexts.settlement.store.payouts import payouts_named, payouts_of_batch
from datafloor.contexts.settlement.store.shared import (
    balance_of,
    entry_facts,
    keep_payee,
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
    """What was counted before, and what the entry's text names."""
    entry = entry_facts(tx, asked.entry)
    if entry is not None:
        return CountFacts(entry, None, 0)
    row = tx.row("SELECT parts FROM settlement_entry WHERE whole = ?", asked.whole)
    currency = asked.amount.currency
    referred: list[Referred] = []
    wallets: dict[str, int] = {}
    payouts: list[Payout] = []
    if asked.incoming:
        for reference in asked.references:
            referred += _referred(tx, reference)
        for each in referred:
            buyer = each.due.buyer
            wallets[buyer] = balance_of(tx, wallet(buyer), currency)
    elif asked.payouts:
        payouts = payouts_named(tx, asked.payouts)
    elif asked.batches:
        payouts = payouts_of_batch(tx, asked.batches[0])
    return CountFacts(
        entry=None,
        parts_count=row[0] if row else None,
        held=-balance_of(tx, BANK, currency),
        referred=tuple(referred),
        wallets=tuple(wallets.items()),
        payouts=tuple(payouts),
    )


def _referred(tx: Tx, reference: str) -> list[Referred]:
    """The order with this reference; where two ever shared one, the older."""
    row = tx.row(
        "SELECT order_id, buyer, seller, minor, currency, state FROM settlement_hold"
        " WHERE reference = ? ORDER BY awaited_at, order_id",
        reference,
    )
    if row is None:
        return []
    order, buyer, seller, minor, currency, state = row
    return [Referred(Due(order, buyer, seller, Money(minor, currency)), HoldState(state))]


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
