"""The operator lists a submitted product of another organisation."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ListProduct, ProductListed, ProductState
from datafloor.contexts.catalogue.rules import list_product
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, Case, by, check
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may

ASKED = ListProduct(product=PRODUCT)
DECIDED = [ProductListed(product=PRODUCT)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (another_s(ProductState.submitted), DECIDED),
        (another_s(ProductState.draft), Refusal.product_not_submitted),
        (another_s(ProductState.listed), Refusal.product_not_submitted),
        (another_s(ProductState.refused), Refusal.product_not_submitted),
        (another_s(ProductState.delisted), Refusal.product_not_submitted),
        (own(ProductState.submitted), Refusal.own_product),
        (own(ProductState.draft), Refusal.own_product),
        (None, Refusal.product_unknown),
    ],
)
def test_list_product(facts: Any, comes_to: Any) -> None:
    check(list_product, Case(facts, ASKED, by("operator", "seller"), comes_to))


def test_who_may() -> None:
    assert may(ListProduct) == {"operator"}
