"""Operator and supervisor suspend what is listed."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ProductState, ProductSuspended, SuspendProduct
from datafloor.contexts.catalogue.model import Office
from datafloor.contexts.catalogue.rules import suspend_product
from datafloor.kernel.message import Actor
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import standing
from tests.rules.deciding import may, said

ASKED = SuspendProduct(product=PRODUCT, reason="Rows about people were reported.")
OPERATOR, SUPERVISOR = by("operator"), by("supervisor")


def suspended(office: Office) -> list[ProductSuspended]:
    return [ProductSuspended(product=PRODUCT, by=office, reason=ASKED.reason)]


@pytest.mark.parametrize(
    ("facts", "who", "comes_to"),
    [
        (standing(), OPERATOR, suspended(Office.operator)),
        (standing(), SUPERVISOR, suspended(Office.supervisor)),
        (standing(ProductState.draft), OPERATOR, "product_unlisted"),
        (standing(ProductState.suspended), SUPERVISOR, "product_unlisted"),
        (standing(mine=True), OPERATOR, "own_product"),
        (None, OPERATOR, "product_unknown"),
    ],
)
def test_suspend_product(facts: Any, who: Actor, comes_to: Any) -> None:
    assert said(suspend_product, facts, ASKED, who) == comes_to


def test_who_may() -> None:
    assert may(SuspendProduct) == {"operator", "supervisor"}
