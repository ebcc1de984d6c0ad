"""Crediting a claim: its own product's accrual, once, and in all no more than was divided."""

import pytest

from datafloor.contexts.people import CreditClaim
from datafloor.contexts.people.events import ClaimCredited
from datafloor.contexts.people.model import CreditFacts
from datafloor.contexts.people.rules import credit_claim
from tests.rules.deciding import dong, may, said
from tests.rules.people.facts import ACCRUAL, CLAIM, PRODUCT

ASKED = CreditClaim(claim=CLAIM, accrual=ACCRUAL, micro=2_500_000)


def facts(
    *,
    accrual: str | None = PRODUCT,
    claim: str | None = PRODUCT,
    lapsed: bool = False,
    before: bool = False,
    credited: int = 7_500_000,
) -> CreditFacts:
    return CreditFacts(accrual, "VND", 10, lapsed, claim, before, credited)


def test_credited() -> None:
    assert said(credit_claim, facts(), ASKED) == [
        ClaimCredited(claim=CLAIM, accrual=ACCRUAL, amount=dong(2), micro=2_500_000)
    ]


@pytest.mark.parametrize(
    ("found", "comes"),
    [
        (facts(credited=7_500_001), "wallet_short"),
        (facts(before=True), []),
        (facts(lapsed=True), []),
        (facts(accrual=None), []),
        (facts(claim=None), []),
        (facts(claim="product_of_another"), []),
    ],
)
def test_not_credited(found: CreditFacts, comes: object) -> None:
    assert said(credit_claim, found, ASKED) == comes
    assert may(CreditClaim) == {"exchange"}
