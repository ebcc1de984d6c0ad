"""What has happened to bills and subscriptions."""

from datafloor.contexts.billing.model import BillLine, EndedFor, Regular
from datafloor.contexts.market import ContractId, OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement import BillId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Event
from datafloor.kernel.money import Money


class BillingStarted(Event, frozen=True):
    """More falls due under a contract: the first period runs until before `period_ends_at`."""

    kind = "billing.billing_started.v1"
    contract: ContractId
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    price: Money
    form: Regular
    starts_at: Instant
    ends_at: Instant | None
    period_ends_at: Instant


class BillingChanged(Event, frozen=True):
    """Bills under a contract go to this buyer from now on, until it ends."""

    kind = "billing.billing_changed.v1"
    contract: ContractId
    order: OrderId
    buyer: OrganisationId
    ends_at: Instant | None


class BillIssued(Event, frozen=True):
    """A bill for one period: of a subscription the one that begins, of use the one that is over.

    The lines sum to the amount. `units_count` is what was used in the period; `next_ends_at` is
    when the period that is now under way ends.
    """

    kind = "billing.bill_issued.v1"
    bill: BillId
    contract: ContractId
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    amount: Money
    period_number: int
    since: Instant
    until: Instant
    units_count: int
    lines: tuple[BillLine, ...]
    next_ends_at: Instant


class SubscriptionCancelled(Event, frozen=True):
    """A subscription will end with the period that ends then."""

    kind = "billing.subscription_cancelled.v1"
    contract: ContractId
    order: OrderId
    stops_at: Instant


class SubscriptionKept(Event, frozen=True):
    """A subscription goes on after the period under way; `stops_at` is when it ends all the same,
    if it does."""

    kind = "billing.subscription_kept.v1"
    contract: ContractId
    order: OrderId
    stops_at: Instant | None


class BillingEnded(Event, frozen=True):
    """Nothing more falls due under a contract. `prepaid`: it was paid before each period, so that
    nothing is owed for one that nobody could read."""

    kind = "billing.billing_ended.v1"
    contract: ContractId
    order: OrderId
    ended_for: EndedFor
    prepaid: bool
