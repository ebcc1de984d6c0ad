"""Paying from the threshold on, in whole units."""

import pytest

from datafloor.contexts.people import PayClaim
from datafloor.contexts.people.events import ClaimPaid
from datafloor.contexts.people.model import PayFacts
from datafloor.contexts.people.rules import pay_claim
from tests.rules.deciding import dong, may, said
from tests.rules.people.facts import CLAIM, PAYOUT, PRODUCT

ASKED = PayClaim(claim=CLAIM, payout=PAYOUT, currency="VND")


@pytest.mark.parametrize(
    ("product", "open_micro", "threshold", "account", "paid"),
    [
        (PRODUCT, 10_000_000_000, 10_000, True, 10_000),
        (PRODUCT, 10_000_999_999, 10_000, True, 10_000),
        (PRODUCT, 9_999_999_999, 10_000, True, None),
        (PRODUCT, 1_000_000, 0, True, 1),
        (PRODUCT, 999_999, 0, True, None),
        (PRODUCT, 10_000_000_000, 10_000, False, None),
        (None, 10_000_000_000, 10_000, True, None),
    ],
    ids=lambda value: str(value)[:7],  # ids are new each time, names of tests are not
)
def test_paid(
    product: str | None, open_micro: int, threshold: int, account: bool, paid: int | None
) -> None:
    found = said(pay_claim, PayFacts(product, open_micro, threshold, account), ASKED)
    expected = (
        []
        if paid is None
        else [ClaimPaid(claim=CLAIM, product=PRODUCT, payout=PAYOUT, amount=dong(paid))]
    )
    assert found == expected
    assert may(PayClaim) == {"exchange"}
