"""A seller shows the first rows to everybody, or stops."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ProductState, RowsShown, ShowRows
from datafloor.contexts.catalogue.rules import show_rows
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may, said

ASKED = ShowRows(product=PRODUCT, rows_count=5)


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (own(ProductState.draft), [RowsShown(product=PRODUCT, rows_count=5)]),
        (own(ProductState.listed), [RowsShown(product=PRODUCT, rows_count=5)]),
        (another_s(ProductState.listed), "not_yours"),
        (None, "product_unknown"),
    ],
)
def test_show_rows(facts: Any, comes_to: Any) -> None:
    assert said(show_rows, facts, ASKED, by("seller")) == comes_to


@pytest.mark.parametrize("rows", [-1, 21, "5"])
def test_it_is_a_look_and_not_a_delivery(rows: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"product": PRODUCT, "rows_count": rows}, ShowRows)


def test_who_may() -> None:
    assert may(ShowRows) == {"seller"}
