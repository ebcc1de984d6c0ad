"""The latest word on what a product's data bring in counts."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.dossiers import DeclareIncome, Income, IncomeDeclared
from datafloor.contexts.dossiers.model import DeclareFacts
from datafloor.contexts.dossiers.rules import declare_income
from datafloor.kernel.money import Money
from tests.rules.deciding import OTHER_SELLER, SELLER, dong, may, said
from tests.rules.dossiers.facts import DECLARE, INCOME
from tests.rules.market.facts import PRODUCT

MORE = Income(dong(9), 1, 0)
FOREIGN = Income(Money(9, "EUR"), 1, 0)


def declared(income: Income | None) -> list[IncomeDeclared]:
    seller = SELLER.organisation
    return [IncomeDeclared(product=PRODUCT.product, seller=seller, income=income)]


@pytest.mark.parametrize(
    ("facts", "income", "answer"),
    [
        (DECLARE, MORE, declared(MORE)),
        (DECLARE, INCOME, []),
        (DECLARE, None, declared(None)),
        (replace(DECLARE, income=None), None, []),
        (DECLARE, FOREIGN, "currency_differs"),
        (replace(DECLARE, costs=()), FOREIGN, declared(FOREIGN)),
        (replace(DECLARE, seller=None), MORE, "product_unknown"),
    ],
)
def test_declare_income(facts: DeclareFacts, income: Income | None, answer: Any) -> None:
    asked = DeclareIncome(product=PRODUCT.product, income=income)
    assert said(declare_income, facts, asked, SELLER) == answer


def test_of_ones_own_product_only() -> None:
    asked = DeclareIncome(product=PRODUCT.product, income=MORE)
    assert said(declare_income, DECLARE, asked, OTHER_SELLER) == "not_yours"
    assert may(DeclareIncome) == {"seller"}
