"""A product is taken off the exchange, by its seller or by the operator."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import DelistProduct, ProductDelisted, ProductState
from datafloor.contexts.catalogue.rules import delist_product
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, Case, by, check
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may

ASKED = DelistProduct(product=PRODUCT, reason="Superseded.")
DELISTED = [ProductDelisted(product=PRODUCT, reason="Superseded.")]
SELLER, OPERATOR = by("seller"), by("operator")


@pytest.mark.parametrize(
    ("facts", "who", "comes_to"),
    [
        (own(ProductState.listed), SELLER, DELISTED),
        (another_s(ProductState.listed), OPERATOR, DELISTED),
        (own(ProductState.suspended), SELLER, DELISTED),
        (another_s(ProductState.listed), SELLER, Refusal.not_yours),
        (own(ProductState.draft), SELLER, Refusal.product_unlisted),
        (own(ProductState.submitted), SELLER, Refusal.product_unlisted),
        (own(ProductState.delisted), SELLER, Refusal.product_unlisted),
        (another_s(ProductState.draft), OPERATOR, Refusal.product_unlisted),
        (another_s(ProductState.draft), SELLER, Refusal.not_yours),
        (None, OPERATOR, Refusal.product_unknown),
    ],
)
def test_delist_product(facts: Any, who: Actor, comes_to: Any) -> None:
    check(delist_product, Case(facts, ASKED, who, comes_to))


def test_who_may() -> None:
    assert may(DelistProduct) == {"seller", "operator"}
