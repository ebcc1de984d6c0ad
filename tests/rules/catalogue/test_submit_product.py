"""The seller asks the operator to list a product."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ProductState, ProductSubmitted, SubmitProduct
from datafloor.contexts.catalogue.rules import submit_product
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, Case, by, check
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may

SUBMITTED = [ProductSubmitted(product=PRODUCT)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (own(ProductState.draft), SUBMITTED),
        (own(ProductState.refused), SUBMITTED),
        (own(ProductState.draft, data=False), Refusal.product_without_data),
        (own(ProductState.submitted), Refusal.product_not_draft),
        (own(ProductState.listed), Refusal.product_not_draft),
        (own(ProductState.delisted), Refusal.product_not_draft),
        (another_s(ProductState.draft), Refusal.not_yours),
        (None, Refusal.product_unknown),
    ],
)
def test_submit_product(facts: Any, comes_to: Any) -> None:
    check(submit_product, Case(facts, SubmitProduct(product=PRODUCT), by("seller"), comes_to))


def test_who_may() -> None:
    assert may(SubmitProduct) == {"seller"}
