"""What is billed under a contract, as tables of cases vary it."""

from datafloor.contexts.billing.model import BillingFacts, CloseFacts
from datafloor.contexts.market import Meter, Subscription, Tier, Usage
from datafloor.kernel.clock import instant
from datafloor.kernel.ids import derived, new_id
from tests.rules.deciding import BUYER, SELLER, dong

START = instant("2026-01-31T03:00:00Z")
END = instant("2026-02-28T03:00:00Z")
NEXT = instant("2026-03-31T03:00:00Z")
ORDER = new_id("order")
BILL = new_id("bill")
MONTHLY = Subscription(period_months=1)
ROWS = Usage(
    meter=Meter.row,
    lot_count=1_000,
    tiers=(Tier(up_to_count=10_000, price_minor=50), Tier(price_minor=30)),
    minimum_minor=100,
    cap_minor=1_000,
)
SUBSCRIBED = BillingFacts(
    contract=derived("contract", ORDER),
    order=ORDER,
    buyer=BUYER.organisation,
    seller=SELLER.organisation,
    price=dong(900),
    form=MONTHLY,
    started_at=START,
    ends_at=None,
    period_number=1,
    period_starts_at=START,
    period_ends_at=END,
    billed_count=0,
    stops_at=None,
    ended=False,
)
CLOSE = CloseFacts(billing=SUBSCRIBED, used_count=0, unpaid=False)
