"""A code counts once, and none older than the last; a recovery code counts once."""

import pytest

from datafloor.contexts.participants import PassSecondFactor, SecondFactorPassed
from datafloor.contexts.participants.model import FactorFacts
from datafloor.contexts.participants.rules import pass_second_factor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import Case, by, check

FACTOR = "factor_01ARZ3NDEKTSV4RRFFQ69G5FAV"
SET = FactorFacts(FACTOR, 7, frozenset({"a" * 64}))


def done(step: int | None, recovery: str | None) -> list[SecondFactorPassed]:
    return [SecondFactorPassed(factor=FACTOR, step_number=step, recovery=recovery)]


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
def test_pass_second_factor(
    facts: FactorFacts, step: int | None, recovery: str | None, why: Refusal | None
) -> None:
    asked = PassSecondFactor(step_number=step, recovery=recovery)
    check(pass_second_factor, Case(facts, asked, by(), why or done(step, recovery)))
    assert PassSecondFactor.may(by(organisation="")) is Refusal.sign_in_required
