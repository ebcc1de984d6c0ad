"""A second factor ends only with a code of it that counts."""

import pytest

from datafloor.contexts.participants import RemoveSecondFactor, SecondFactorRemoved
from datafloor.contexts.participants.model import FactorFacts
from datafloor.contexts.participants.rules import remove_second_factor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import Case, by, check

FACTOR = "factor_01ARZ3NDEKTSV4RRFFQ69G5FAV"
SET = FactorFacts(FACTOR, 7, frozenset({"a" * 64}))


def done() -> list[SecondFactorRemoved]:
    return [SecondFactorRemoved(factor=FACTOR)]


@pytest.mark.parametrize(
    ("facts", "step", "recovery", "why"),
    [
        (SET, 8, None, None),
        (SET, 900, None, None),
        (SET, None, "a" * 64, None),
        (SET, 7, None, Refusal.code_used),
        (SET, 6, None, Refusal.code_used),
        (SET, None, "b" * 64, Refusal.code_wrong),
        (SET, None, None, Refusal.code_wrong),
        (SET, 8, "a" * 64, Refusal.code_wrong),
        (FactorFacts(None), 8, None, Refusal.second_factor_unset),
    ],
)
def test_remove_second_factor(
    facts: FactorFacts, step: int | None, recovery: str | None, why: Refusal | None
) -> None:
    asked = RemoveSecondFactor(step_number=step, recovery=recovery)
    check(remove_second_factor, Case(facts, asked, by(), why or done()))
    assert RemoveSecondFactor.may(by(organisation="")) is Refusal.sign_in_required
