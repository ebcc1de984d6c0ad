"""What nobody claims goes to the fund when its term is over, and not before."""

import pytest

from datafloor.contexts.people import LapseAccrual, PeopleRule
from datafloor.contexts.people.events import AccrualLapsed
from datafloor.contexts.people.model import LapseFacts
from datafloor.contexts.people.rules import lapse_accrual
from tests.rules.deciding import DAY, NOW, dong, may, said
from tests.rules.people.facts import ACCRUAL, FUND, PRODUCT, RULE

ASKED = LapseAccrual(accrual=ACCRUAL)


def facts(
    *,
    product: str | None = PRODUCT,
    days: int = 365,
    lapsed: bool = False,
    credited: int = 0,
    rule: PeopleRule | None = RULE,
) -> LapseFacts:
    return LapseFacts(product, dong(10), NOW - days * DAY, lapsed, credited, rule)


@pytest.mark.parametrize(
    ("found", "left"),
    [(facts(), 10), (facts(credited=2_500_000), 7), (facts(credited=10_000_000), 0)],
)
def test_lapsed(found: LapseFacts, left: int) -> None:
    assert said(lapse_accrual, found, ASKED) == [
        AccrualLapsed(accrual=ACCRUAL, product=PRODUCT, fund=FUND, amount=dong(left))
    ]


@pytest.mark.parametrize(
    ("found", "comes"),
    [
        (facts(product=None), "accrual_unknown"),
        (facts(days=364), "claim_term_open"),
        (facts(lapsed=True), []),
        (facts(rule=None), []),
    ],
)
def test_not_lapsed(found: LapseFacts, comes: object) -> None:
    assert said(lapse_accrual, found, ASKED) == comes
    assert may(LapseAccrual) == {"exchange"}
