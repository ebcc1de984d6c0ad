"""Billing: what falls due under a contract after its order.

A **subscription** is paid period by period, each before it begins; when a **period** is over it is
**closed**: the next one is billed and begins, or the subscription ends. **Use** is metered by
delivery and billed when a calendar month is over, tier by tier. A **bill** is charged to the
buyer's wallet; while one is awaited nothing can be read, and after the days of **grace** the
contract ends. A cancellation takes effect at the end of the period that is paid.

What always holds: a period is billed once; a bill's lines sum to its amount; a unit of use is in
one bill; price and form are those of the order, for as long as the contract runs.
"""

from datafloor.contexts.billing import rules, store
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
from datafloor.contexts.billing.model import GRACE, BillingFacts, EndedFor
from datafloor.contexts.billing.queries import BillView, billing_facts, bills, due_periods
from datafloor.contexts.billing.reactions import REACTIONS
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="billing",
    schema=store.SCHEMA,
    commands={
        StartBilling: Way(store.load_start_billing, rules.start_billing),
        ChangeBilling: Way(store.load_subscription, rules.change_billing),
        ClosePeriod: Way(store.load_close_period, rules.close_period),
        CancelSubscription: Way(store.load_subscription, rules.cancel_subscription),
        KeepSubscription: Way(store.load_subscription, rules.keep_subscription),
        EndUnpaid: Way(store.load_end_unpaid, rules.end_unpaid),
        StopBilling: Way(store.load_close_period, rules.stop_billing),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
)

__all__ = [
    "CONTEXT",
    "GRACE",
    "BillIssued",
    "BillView",
    "BillingChanged",
    "BillingEnded",
    "BillingFacts",
    "BillingStarted",
    "CancelSubscription",
    "ChangeBilling",
    "ClosePeriod",
    "EndUnpaid",
    "EndedFor",
    "KeepSubscription",
    "StartBilling",
    "StopBilling",
    "SubscriptionCancelled",
    "SubscriptionKept",
    "billing_facts",
    "bills",
    "due_periods",
]
