"""What can be asked about bills and subscriptions."""

from datafloor.contexts.billing.model import Regular
from datafloor.contexts.market import ContractId, OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.settlement import BillId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, role, the_exchange
from datafloor.kernel.money import Money


class StartBilling(Command, frozen=True):
    """A contract was concluded under which more falls due than its order's price."""

    kind = "billing.start_billing"
    may = the_exchange
    contract: ContractId
    order: OrderId
    buyer: OrganisationId
    seller: OrganisationId
    price: Money
    form: Regular
    starts_at: Instant
    ends_at: Instant | None


class ChangeBilling(Command, frozen=True):
    """The contract changed: who is billed from now on, and until when."""

    kind = "billing.change_billing"
    may = the_exchange
    contract: ContractId
    buyer: OrganisationId
    ends_at: Instant | None


class ClosePeriod(Command, frozen=True):
    """A period is over: use is billed, a subscription goes on and is billed, or it ends."""

    kind = "billing.close_period"
    may = the_exchange
    contract: ContractId
    bill: BillId


class CancelSubscription(Command, frozen=True):
    """A party cancels a subscription, for the end of a period that is paid."""

    kind = "billing.cancel_subscription"
    may = role("buyer", "seller")
    contract: ContractId


class KeepSubscription(Command, frozen=True):
    """The buyer takes a cancellation back, or has a subscription that does not renew by itself go
    on for one more period."""

    kind = "billing.keep_subscription"
    may = role("buyer")
    contract: ContractId


class EndUnpaid(Command, frozen=True):
    """A bill stayed unpaid for too long, so the contract ends."""

    kind = "billing.end_unpaid"
    may = the_exchange
    contract: ContractId


class StopBilling(Command, frozen=True):
    """The contract was ended: what was used until now is billed, and nothing after."""

    kind = "billing.stop_billing"
    may = the_exchange
    contract: ContractId
    bill: BillId
