"""A contract that changed: other bills go to its new buyer, and end with it."""

import msgspec

from datafloor.contexts.billing import BillingChanged, ChangeBilling
from datafloor.contexts.billing.rules import change_billing
from tests.rules.billing.facts import NEXT, SUBSCRIBED
from tests.rules.deciding import OTHER_BUYER, may, said

OTHER = OTHER_BUYER.organisation
ASKED = ChangeBilling(contract=SUBSCRIBED.contract, buyer=OTHER, ends_at=NEXT)


def test_decided() -> None:
    assert said(change_billing, SUBSCRIBED, ASKED) == [
        BillingChanged(
            contract=SUBSCRIBED.contract, order=SUBSCRIBED.order, buyer=OTHER, ends_at=NEXT
        )
    ]
    same = msgspec.structs.replace(SUBSCRIBED, buyer=OTHER, ends_at=NEXT)
    assert said(change_billing, same, ASKED) == []
    assert said(change_billing, msgspec.structs.replace(SUBSCRIBED, ended=True), ASKED) == []
    assert said(change_billing, None, ASKED) == []


def test_who_may() -> None:
    assert may(ChangeBilling) == {"exchange"}
