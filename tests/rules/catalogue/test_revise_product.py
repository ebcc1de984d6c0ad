"""The seller says it better."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ProductRevised, ProductState, ReviseProduct
from datafloor.contexts.catalogue.rules import revise_product
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, Case, by, check
from tests.rules.catalogue.products import DESCRIBED, another_s, own
from tests.rules.deciding import may

ASKED = ReviseProduct(product=PRODUCT, **DESCRIBED)
REVISED = [ProductRevised(product=PRODUCT, **DESCRIBED)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (own(ProductState.draft), REVISED),
        (own(ProductState.draft, data=False), REVISED),
        (own(ProductState.submitted), REVISED),
        (own(ProductState.listed), REVISED),
        (own(ProductState.refused), REVISED),
        (own(ProductState.delisted), Refusal.product_delisted),
        (own(ProductState.suspended), Refusal.product_suspended),
        (another_s(ProductState.draft), Refusal.not_yours),
        (another_s(ProductState.delisted), Refusal.not_yours),
        (None, Refusal.product_unknown),
    ],
)
def test_revise_product(facts: Any, comes_to: Any) -> None:
    check(revise_product, Case(facts, ASKED, by("seller"), comes_to))


def test_who_may() -> None:
    assert may(ReviseProduct) == {"seller"}
