"""The tables of settlement: one row an account and currency, every movement, where the money
of each order is, every bank entry that was counted, and what is to be paid out.

A balance is what was credited less what was debited. So the bank's is negative: it is the money
that the bank holds for everybody else, and all balances of a currency sum to zero. The database
itself refuses any account below zero but the bank's and that of what left without a known cause.

Trust: who can write `settlement_account` can spend what is not theirs; replay shows it. Who can
write `settlement_payee`, where it is said to which account an organisation is paid, can have the
next payout sent elsewhere; replay does not grow that table, so that it can be erased, and only the
payee's look at it and the file for the bank show it.
"""

from datafloor.contexts.settlement.store import (
    bank,
    bills,
    deposits,
    orders,
    payouts,
    shares,
    tax,
)
from datafloor.contexts.settlement.store.bank import (
    keep_return_entry,
    load_assign_entry,
    load_count_entry,
    load_explain_entry,
    load_record_statement,
    load_return_entry,
    load_set_bank_account,
)
from datafloor.contexts.settlement.store.bills import load_charge_bill, load_close_bills
from datafloor.contexts.settlement.store.deposits import load_deposit, load_hold_deposit
from datafloor.contexts.settlement.store.orders import (
    load_combine_payments,
    load_cover_order,
    load_hold,
    load_pay_from_wallet,
    load_record_payment,
    load_record_payout,
    load_set_acceptance,
    load_set_fee,
)
from datafloor.contexts.settlement.store.payouts import (
    keep_request_payout,
    keep_set_payout_account,
    load_batch_payouts,
    load_cancel_payout,
    load_request_payout,
    load_set_payout_account,
)
from datafloor.contexts.settlement.store.shared import COVERED_AT_ONCE, forget_payee, keep_payee
from datafloor.contexts.settlement.store.shares import (
    keep_pay_person,
    load_give_unclaimed,
    load_pay_person,
    load_share_income,
)
from datafloor.contexts.settlement.store.tax import load_pay_vat, load_set_tax_method
from datafloor.kernel.message import Ahead, Apply

SCHEMA = """
CREATE TABLE settlement_account (
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0 OR account IN ('bank', 'outgo')),
    PRIMARY KEY (account, currency)
) STRICT;
CREATE TABLE settlement_transfer (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    cause TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE INDEX settlement_transfer_debit ON settlement_transfer (debit, number);
CREATE INDEX settlement_transfer_credit ON settlement_transfer (credit, number);
CREATE TABLE settlement_hold (
    order_id TEXT PRIMARY KEY,
    buyer TEXT NOT NULL,
    seller TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    reference TEXT,
    awaited_at INTEGER,
    fee_basis_points INTEGER NOT NULL,
    acceptance_ends_at INTEGER
) STRICT;
CREATE INDEX settlement_hold_buyer ON settlement_hold (buyer, awaited_at) WHERE state = 'awaited';
CREATE INDEX settlement_hold_reference ON settlement_hold (reference) WHERE reference IS NOT NULL;
CREATE INDEX settlement_hold_due ON settlement_hold (acceptance_ends_at) WHERE state = 'held';
CREATE INDEX settlement_hold_refunded ON settlement_hold (state_at) WHERE state = 'refunded';
CREATE TABLE settlement_combined (
    combined TEXT NOT NULL,
    order_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    reference TEXT NOT NULL,
    buyer TEXT NOT NULL,
    currency TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (combined, order_id)
) STRICT;
CREATE INDEX settlement_combined_reference ON settlement_combined (reference, at);
CREATE TABLE settlement_bill (
    bill TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    buyer TEXT NOT NULL,
    seller TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX settlement_bill_order ON settlement_bill (order_id);
CREATE INDEX settlement_bill_open ON settlement_bill (since)
    WHERE state IN ('awaited', 'owed');
CREATE TABLE settlement_entry (
    entry TEXT PRIMARY KEY,
    whole TEXT NOT NULL,
    parts INTEGER NOT NULL,
    organisation TEXT,
    order_id TEXT,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    outcome TEXT NOT NULL,
    booked_at INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX settlement_entry_whole ON settlement_entry (whole);
CREATE INDEX settlement_entry_open ON settlement_entry (at)
    WHERE outcome IN ('suspended', 'unexplained');
CREATE TABLE settlement_bank_account (
    currency TEXT PRIMARY KEY,
    bank TEXT NOT NULL,
    account TEXT NOT NULL,
    holder TEXT NOT NULL
) STRICT;
CREATE TABLE settlement_statement (
    statement TEXT PRIMARY KEY,
    currency TEXT NOT NULL,
    opening INTEGER NOT NULL,
    closing INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE settlement_payout (
    payout TEXT PRIMARY KEY,
    organisation TEXT,
    entry TEXT,
    product TEXT,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    requested_at INTEGER NOT NULL,
    batch TEXT
) STRICT;
CREATE INDEX settlement_payout_open ON settlement_payout (requested_at)
    WHERE state IN ('requested', 'batched');
CREATE INDEX settlement_payout_batch ON settlement_payout (batch) WHERE batch IS NOT NULL;
CREATE INDEX settlement_payout_of ON settlement_payout (organisation, requested_at)
    WHERE organisation IS NOT NULL;
CREATE TABLE settlement_batch (
    batch TEXT PRIMARY KEY,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    payouts INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE settlement_payee (
    id TEXT PRIMARY KEY,
    bank TEXT NOT NULL,
    account TEXT NOT NULL,
    holder TEXT NOT NULL
) STRICT;
CREATE TABLE settlement_tax (
    organisation TEXT PRIMARY KEY,
    method TEXT NOT NULL
) STRICT;
CREATE TABLE settlement_deposit (
    deposit TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    auction TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL
) STRICT;
CREATE TABLE settlement_fee (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    basis_points INTEGER NOT NULL
) STRICT;
CREATE TABLE settlement_acceptance (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    days INTEGER NOT NULL
) STRICT
"""

ERASABLE = frozenset({"settlement_payee"})

APPLY: Apply = {
    **orders.APPLY,
    **bills.APPLY,
    **bank.APPLY,
    **payouts.APPLY,
    **shares.APPLY,
    **deposits.APPLY,
    **tax.APPLY,
}

AHEAD: Ahead = orders.AHEAD

__all__ = [
    "AHEAD",
    "APPLY",
    "COVERED_AT_ONCE",
    "ERASABLE",
    "SCHEMA",
    "forget_payee",
    "keep_pay_person",
    "keep_payee",
    "keep_request_payout",
    "keep_return_entry",
    "keep_set_payout_account",
    "load_assign_entry",
    "load_batch_payouts",
    "load_cancel_payout",
    "load_charge_bill",
    "load_close_bills",
    "load_combine_payments",
    "load_count_entry",
    "load_cover_order",
    "load_deposit",
    "load_explain_entry",
    "load_give_unclaimed",
    "load_hold",
    "load_hold_deposit",
    "load_pay_from_wallet",
    "load_pay_person",
    "load_pay_vat",
    "load_record_payment",
    "load_record_payout",
    "load_record_statement",
    "load_request_payout",
    "load_return_entry",
    "load_set_acceptance",
    "load_set_bank_account",
    "load_set_fee",
    "load_set_payout_account",
    "load_set_tax_method",
    "load_share_income",
]
