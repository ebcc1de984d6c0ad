"""The tables of billing: what goes on to be paid under contracts, and every bill with its lines.

Trust: who can write `billing_contract` can bill twice or never; replay shows it.
"""

from datafloor.contexts import delivery, settlement
from datafloor.contexts.billing.commands import (
    CancelSubscription,
    ChangeBilling,
    ClosePeriod,
    EndUnpaid,
    KeepSubscription,
    StartBilling,
    StopBilling,
)
from datafloor.contexts.billing.events import (
    BillingChanged,
    BillingEnded,
    BillingStarted,
    BillIssued,
    SubscriptionCancelled,
    SubscriptionKept,
)
from datafloor.contexts.billing.model import BillingFacts, CloseFacts, UnpaidFacts
from datafloor.contexts.billing.queries import billing_facts
from datafloor.contexts.market import FOREVER, Meter, Subscription, Usage
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE billing_contract (
    contract TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    buyer TEXT NOT NULL,
    seller TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    form TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at INTEGER,
    period_number INTEGER NOT NULL,
    period_starts_at INTEGER NOT NULL,
    period_ends_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    billed_count INTEGER NOT NULL,
    stops_at INTEGER,
    ended_at INTEGER,
    ended_for TEXT
) STRICT;
CREATE INDEX billing_contract_due ON billing_contract (closes_at) WHERE ended_at IS NULL;
CREATE TABLE billing_bill (
    bill TEXT PRIMARY KEY,
    contract TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    period_number INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    units_count INTEGER NOT NULL,
    lines TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX billing_bill_contract ON billing_bill (contract, since)
"""


def load_start_billing(tx: Tx, asked: StartBilling, call: Call) -> None:
    """Nothing: a contract is concluded once."""


def load_close_period(tx: Tx, asked: ClosePeriod | StopBilling, call: Call) -> CloseFacts:
    """What is billed, what the meter shows, and whether a bill is awaited."""
    billing = billing_facts(tx, asked.contract)
    if billing is None:
        return CloseFacts(None, 0, False)
    used = 0
    if isinstance(billing.form, Usage):
        sent = delivery.used(tx, derived("grant", asked.contract))
        used = {
            Meter.row: sent.rows,
            Meter.byte: sent.bytes,
            Meter.query: sent.queries,
            Meter.call: sent.calls,
        }[billing.form.meter]
    return CloseFacts(billing, used, settlement.awaits_bill(tx, billing.order))


def load_subscription(
    tx: Tx, asked: CancelSubscription | KeepSubscription | ChangeBilling, call: Call
) -> BillingFacts | None:
    """What is billed."""
    return billing_facts(tx, asked.contract)


def load_end_unpaid(tx: Tx, asked: EndUnpaid, call: Call) -> UnpaidFacts:
    """What is billed, and how long a bill has been awaited."""
    billing = billing_facts(tx, asked.contract)
    if billing is None:
        return UnpaidFacts(None, None)
    money = settlement.bill_money(tx, billing.order).values()
    waiting = [each.since for each in money if each.state == settlement.BillState.awaited.value]
    return UnpaidFacts(billing, min(waiting, default=None))


def _billing_started(tx: Tx, event: BillingStarted, at: int) -> None:
    once = isinstance(event.form, Subscription) and not event.form.renews
    tx.run(
        "INSERT INTO billing_contract (contract, order_id, buyer, seller, minor, currency, form,"
        " started_at, ends_at, period_number, period_starts_at, period_ends_at, closes_at,"
        " billed_count, stops_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, 0, ?)",
        event.contract,
        event.order,
        event.buyer,
        event.seller,
        event.price.minor,
        event.price.currency,
        canonical.encode(event.form).decode(),
        event.starts_at,
        event.ends_at,
        event.starts_at,
        event.period_ends_at,
        _closes_at(event.period_ends_at, event.ends_at),
        event.period_ends_at if once else None,
    )


def _closes_at(period_ends_at: int, ends_at: int | None) -> int:
    return period_ends_at if ends_at is None else min(period_ends_at, ends_at)


def _bill_issued(tx: Tx, event: BillIssued, at: int) -> None:
    tx.run(
        "INSERT INTO billing_bill (bill, contract, minor, currency, period_number, since, until,"
        " units_count, lines, issued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.bill,
        event.contract,
        event.amount.minor,
        event.amount.currency,
        event.period_number,
        event.since,
        event.until,
        event.units_count,
        canonical.encode(event.lines).decode(),
        at,
    )
    prepaid = event.next_ends_at == event.until
    tx.run(
        "UPDATE billing_contract SET period_number = ?, period_starts_at = ?, period_ends_at = ?,"
        " closes_at = CASE WHEN ends_at < ? THEN ends_at ELSE ? END,"
        " billed_count = billed_count + ? WHERE contract = ?",
        event.period_number if prepaid else event.period_number + 1,
        event.since if prepaid else event.until,
        event.next_ends_at,
        event.next_ends_at,
        event.next_ends_at,
        event.units_count,
        event.contract,
    )


def _subscription_stops(tx: Tx, event: SubscriptionCancelled | SubscriptionKept, at: int) -> None:
    tx.run(
        "UPDATE billing_contract SET stops_at = ? WHERE contract = ?",
        event.stops_at,
        event.contract,
    )


def _billing_changed(tx: Tx, event: BillingChanged, at: int) -> None:
    end = FOREVER if event.ends_at is None else event.ends_at
    tx.run(
        "UPDATE billing_contract SET buyer = ?, ends_at = ?,"
        " closes_at = CASE WHEN period_ends_at > ? THEN ? ELSE period_ends_at END"
        " WHERE contract = ?",
        event.buyer,
        event.ends_at,
        end,
        end,
        event.contract,
    )


def _billing_ended(tx: Tx, event: BillingEnded, at: int) -> None:
    tx.run(
        "UPDATE billing_contract SET ended_at = ?, ended_for = ? WHERE contract = ?",
        at,
        event.ended_for.value,
        event.contract,
    )


APPLY: Apply = {
    BillingStarted: _billing_started,
    BillingChanged: _billing_changed,
    BillIssued: _bill_issued,
    SubscriptionCancelled: _subscription_stops,
    SubscriptionKept: _subscription_stops,
    BillingEnded: _billing_ended,
}
