"""A seller gives notice that a product will end."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import DeprecateProduct, ProductDeprecated, ProductState
from datafloor.contexts.catalogue.rules import deprecate_product
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import standing
from tests.rules.deciding import DAY, NOW, may, said

ASKED = DeprecateProduct(product=PRODUCT, notice_days=90, reason="A better one is coming.")


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (
            standing(mine=True),
            [
                ProductDeprecated(
                    product=PRODUCT, notice_days=90, ends_at=NOW + 90 * DAY, reason=ASKED.reason
                )
            ],
        ),
        (standing(mine=True, deprecated=True), []),
        (standing(ProductState.draft, mine=True), "product_unlisted"),
        (standing(), "not_yours"),
        (None, "product_unknown"),
    ],
)
def test_deprecate_product(facts: Any, comes_to: Any) -> None:
    assert said(deprecate_product, facts, ASKED, by("seller")) == comes_to


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_notice_is_at_least_a_day(days: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(msgspec.to_builtins(ASKED) | {"notice_days": days}, DeprecateProduct)


def test_who_may() -> None:
    assert may(DeprecateProduct) == {"seller"}
