"""A bill that stays unpaid: the contract ends after the days of grace, not before."""

from datafloor.contexts.billing import GRACE, BillingEnded, EndedFor, EndUnpaid
from datafloor.contexts.billing.model import UnpaidFacts
from datafloor.contexts.billing.rules import end_unpaid
from tests.rules.billing.facts import END, SUBSCRIBED
from tests.rules.deciding import EXCHANGE, may, said

ASKED = EndUnpaid(contract=SUBSCRIBED.contract)
FACTS = UnpaidFacts(SUBSCRIBED, END)


def test_decided() -> None:
    assert said(end_unpaid, FACTS, ASKED, EXCHANGE, END + GRACE - 1) == "period_open"
    assert said(end_unpaid, FACTS, ASKED, EXCHANGE, END + GRACE) == [
        BillingEnded(
            contract=SUBSCRIBED.contract,
            order=SUBSCRIBED.order,
            ended_for=EndedFor.unpaid,
            prepaid=True,
        )
    ]
    assert said(end_unpaid, UnpaidFacts(SUBSCRIBED, None), ASKED) == []
    assert said(end_unpaid, UnpaidFacts(None, None), ASKED) == "billing_unknown"


def test_who_may() -> None:
    assert may(EndUnpaid) == {"exchange"}
