"""One second factor at a time; the code that proved it has counted."""

from typing import Any

import pytest

from datafloor.contexts.participants import SecondFactorSet, SetSecondFactor
from datafloor.contexts.participants.model import FactorFacts
from datafloor.contexts.participants.rules import set_second_factor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PERSON, Case, by, check

FACTOR = "factor_01ARZ3NDEKTSV4RRFFQ69G5FAV"
CODES = ("a" * 64, "b" * 64)
SET = SecondFactorSet(factor=FACTOR, person=PERSON, step_number=7, recovery=CODES)


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (FactorFacts(None), [SET]),
        (FactorFacts(FACTOR), Refusal.second_factor_set),
        (FactorFacts("factor_01ARZ3NDEKTSV4RRFFQ69G5FAW"), Refusal.second_factor_set),
    ],
)
def test_set_second_factor(facts: FactorFacts, comes_to: Any) -> None:
    asked = SetSecondFactor(factor=FACTOR, step_number=7, recovery=(CODES[1], *CODES))
    check(set_second_factor, Case(facts, asked, by(), comes_to))
    assert SetSecondFactor.may(by(organisation="")) is Refusal.sign_in_required
