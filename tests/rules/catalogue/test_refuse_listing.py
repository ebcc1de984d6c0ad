"""The operator refuses to list a product, and says why."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ListingRefused, ProductState, RefuseListing
from datafloor.contexts.catalogue.rules import refuse_listing
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, Case, by, check
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may

ASKED = RefuseListing(product=PRODUCT, reason="The origin is not stated.")
DECIDED = [ListingRefused(product=PRODUCT, reason="The origin is not stated.")]


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
def test_refuse_listing(facts: Any, comes_to: Any) -> None:
    check(refuse_listing, Case(facts, ASKED, by("operator", "seller"), comes_to))


def test_who_may() -> None:
    assert may(RefuseListing) == {"operator"}
