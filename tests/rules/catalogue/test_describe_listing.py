"""The seller states what the law asks, bit by bit; nothing is judged yet."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import (
    DescribeListing,
    ListingDescribed,
    ProductState,
    Statement,
)
from datafloor.contexts.catalogue.rules import describe_listing
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.listed import statement
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import NOW, VN, may, said

ASKED = DescribeListing(product=PRODUCT, statement=statement())


@pytest.mark.parametrize("stated", [statement(), Statement()])
@pytest.mark.parametrize(
    "state",
    [ProductState.draft, ProductState.submitted, ProductState.listed, ProductState.refused],
)
def test_a_statement_may_be_whole_or_empty(state: ProductState, stated: Statement) -> None:
    asked = DescribeListing(product=PRODUCT, statement=stated)
    assert said(describe_listing, own(state), asked, by("seller"), NOW, VN) == [
        ListingDescribed(product=PRODUCT, law=VN.digest, statement=stated)
    ]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (own(ProductState.suspended), "product_suspended"),
        (own(ProductState.delisted), "product_delisted"),
        (another_s(ProductState.draft), "not_yours"),
        (None, "product_unknown"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(describe_listing, facts, ASKED, by("seller")) == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"limitations": ""},
        {"right_evidence": "no digest"},
        {"data_class": "secret"},
        {"people": {"citizens_count": -1}},
        {"state_pricing": {"decision_number": "<b>1</b>"}},
        {"something": "else"},
    ],
)
def test_what_is_stated_has_a_form(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"product": PRODUCT, "statement": wrong}, DescribeListing)


def test_who_may() -> None:
    assert may(DescribeListing) == {"seller"}
