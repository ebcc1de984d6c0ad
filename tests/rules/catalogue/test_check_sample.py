"""What was listed at once and drawn is looked at, once."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import (
    CheckSample,
    Outcome,
    ProductState,
    ProductSuspended,
    SampleChecked,
)
from datafloor.contexts.catalogue.model import Office
from datafloor.contexts.catalogue.rules import check_sample
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import standing
from tests.rules.deciding import may, said


def checked(outcome: Outcome) -> SampleChecked:
    return SampleChecked(product=PRODUCT, outcome=outcome, reason="Looked at.")


SUSPENDED = ProductSuspended(product=PRODUCT, by=Office.operator, reason="Looked at.")


@pytest.mark.parametrize(
    ("facts", "outcome", "comes_to"),
    [
        (standing(check_awaited=True), Outcome.upheld, [checked(Outcome.upheld)]),
        (standing(check_awaited=True), Outcome.failed, [checked(Outcome.failed), SUSPENDED]),
        (
            standing(ProductState.delisted, check_awaited=True),
            Outcome.failed,
            [checked(Outcome.failed)],
        ),
        (standing(), Outcome.upheld, "no_check_awaited"),
        (standing(mine=True, check_awaited=True), Outcome.upheld, "own_product"),
        (None, Outcome.upheld, "product_unknown"),
    ],
)
def test_check_sample(facts: Any, outcome: Outcome, comes_to: Any) -> None:
    asked = CheckSample(product=PRODUCT, outcome=outcome, reason="Looked at.")
    assert said(check_sample, facts, asked, by("operator")) == comes_to


def test_who_may() -> None:
    assert may(CheckSample) == {"operator"}
