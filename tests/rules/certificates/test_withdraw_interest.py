"""A declared interest has ended."""

from typing import Any

import pytest

from datafloor.contexts.certificates import InterestFacts, InterestWithdrawn, WithdrawInterest
from datafloor.contexts.certificates.rules import withdraw_interest
from tests.rules.cases import ORG, OTHER_ORG
from tests.rules.certificates.held import EVERYBODY, HOLDER
from tests.rules.deciding import may, said

INTEREST = "interest_01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (InterestFacts(ORG, False, True), [InterestWithdrawn(interest=INTEREST)]),
        (InterestFacts(ORG, True, True), []),
        (InterestFacts(OTHER_ORG, False, True), "interest_unknown"),
        (InterestFacts(None, False, False), "interest_unknown"),
    ],
)
def test_withdraw_interest(facts: InterestFacts, comes_to: Any) -> None:
    assert said(withdraw_interest, facts, WithdrawInterest(interest=INTEREST), HOLDER) == comes_to


def test_who_may() -> None:
    assert may(WithdrawInterest) == EVERYBODY
