"""A cost is declared by the product's seller, in one currency with all that is declared of it."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from datafloor.contexts.dossiers import CostDeclared, CostKind, DeclareCost
from datafloor.contexts.dossiers.model import DeclareFacts
from datafloor.contexts.dossiers.rules import MOST_COSTS, declare_cost
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from tests.rules.deciding import OTHER_SELLER, SELLER, dong, may, said
from tests.rules.dossiers.facts import COST, DECLARE
from tests.rules.market.facts import PRODUCT

ASKED = DeclareCost(
    cost=new_id("cost"),
    product=PRODUCT.product,
    spent_for=CostKind.labour,
    amount=dong(800),
    spent_on="2026-04-01",
    sales_count=4,
)


def test_it_is_entered_as_it_is_said() -> None:
    assert said(declare_cost, DECLARE, ASKED, SELLER) == [
        CostDeclared(
            cost=ASKED.cost,
            product=ASKED.product,
            seller=SELLER.organisation,
            spent_for=CostKind.labour,
            amount=dong(800),
            spent_on="2026-04-01",
            sales_count=4,
        )
    ]


def test_the_first_may_be_in_any_currency() -> None:
    nothing = DeclareFacts(SELLER.organisation, (), None)
    (event,) = said(declare_cost, nothing, replace(ASKED, amount=Money(5, "EUR")), SELLER)
    assert event.amount == Money(5, "EUR")


@pytest.mark.parametrize(
    ("facts", "but", "why"),
    [
        (replace(DECLARE, seller=None), {}, "product_unknown"),
        (replace(DECLARE, exists=True), {}, "id_taken"),
        (DECLARE, {"amount": dong(0)}, "amount_zero"),
        (DECLARE, {"amount": Money(5, "EUR")}, "currency_differs"),
        (replace(DECLARE, costs=()), {"amount": Money(5, "EUR")}, "currency_differs"),
        (replace(DECLARE, costs=(COST,) * MOST_COSTS), {}, "ledger_full"),
    ],
)
def test_refused(facts: DeclareFacts, but: dict[str, Any], why: str) -> None:
    assert said(declare_cost, facts, replace(ASKED, **but), SELLER) == why


def test_of_ones_own_product_only() -> None:
    assert said(declare_cost, DECLARE, ASKED, OTHER_SELLER) == "not_yours"
    assert may(DeclareCost) == {"seller"}


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-00-10", "2026-04-00", "2026-04-32", "1/4/2026"]
)
def test_a_day_of_the_calendar(day: str) -> None:
    said_ = {**msgspec.to_builtins(ASKED), "spent_on": day}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(said_, DeclareCost)
