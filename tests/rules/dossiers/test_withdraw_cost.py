"""A declared cost is withdrawn by who declared it, once."""

import pytest

from datafloor.contexts.dossiers import CostWithdrawn, WithdrawCost
from datafloor.contexts.dossiers.model import CostFacts
from datafloor.contexts.dossiers.rules import withdraw_cost
from tests.rules.deciding import OTHER_SELLER, SELLER, may, said
from tests.rules.dossiers.facts import COST

ASKED = WithdrawCost(cost=COST.cost)
FACTS = CostFacts(SELLER.organisation, False)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (FACTS, [CostWithdrawn(cost=COST.cost, seller=SELLER.organisation)]),
        (CostFacts(SELLER.organisation, True), []),
        (None, "cost_unknown"),
    ],
)
def test_withdraw_cost(facts: CostFacts | None, answer: object) -> None:
    assert said(withdraw_cost, facts, ASKED, SELLER) == answer


def test_ones_own_only() -> None:
    assert said(withdraw_cost, FACTS, ASKED, OTHER_SELLER) == "not_yours"
    assert may(WithdrawCost) == {"seller"}
