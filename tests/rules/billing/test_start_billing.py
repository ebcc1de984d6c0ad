"""The first period: from the contract's start, by months, days or the calendar."""

import pytest

from datafloor.contexts.billing import BillingStarted, StartBilling
from datafloor.contexts.billing.model import Regular
from datafloor.contexts.billing.rules import start_billing
from datafloor.contexts.market import Subscription
from datafloor.kernel.clock import instant
from tests.rules.billing.facts import ORDER, ROWS, START, SUBSCRIBED
from tests.rules.deciding import BUYER, SELLER, dong, may, said


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        (Subscription(period_months=1), "2026-02-28T03:00:00Z"),
        (Subscription(period_months=13), "2027-02-28T03:00:00Z"),
        (Subscription(period_days=30), "2026-03-02T03:00:00Z"),
        (ROWS, "2026-01-31T17:00:00Z"),
    ],
)
def test_decided(form: Regular, ends: str) -> None:
    asked = StartBilling(
        contract=SUBSCRIBED.contract,
        order=ORDER,
        buyer=BUYER.organisation,
        seller=SELLER.organisation,
        price=dong(900),
        form=form,
        starts_at=START,
        ends_at=None,
    )
    assert said(start_billing, None, asked) == [
        BillingStarted(
            contract=SUBSCRIBED.contract,
            order=ORDER,
            buyer=BUYER.organisation,
            seller=SELLER.organisation,
            price=dong(900),
            form=form,
            starts_at=START,
            ends_at=None,
            period_ends_at=instant(ends),
        )
    ]


def test_who_may() -> None:
    assert may(StartBilling) == {"exchange"}
