"""The seller says what the columns mean."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import (
    DescribeFields,
    FieldMeaning,
    FieldsDescribed,
    ProductState,
)
from datafloor.contexts.catalogue.rules import describe_fields
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may, said

HOUR = FieldMeaning("hour", "Hour of the day, local time", "Giờ trong ngày, giờ địa phương")
PM25 = FieldMeaning("pm25", "Fine dust", "Bụi mịn", "µg/m³")
ASKED = DescribeFields(product=PRODUCT, meanings=(PM25, HOUR))


@pytest.mark.parametrize(
    ("meanings", "kept"),
    [
        ((PM25, HOUR), (HOUR, PM25)),
        ((FieldMeaning("pm25", "Dust"), PM25), (PM25,)),
        ((PM25, FieldMeaning("hour")), (PM25,)),
        ((), ()),
    ],
)
def test_each_column_is_said_once(meanings: Any, kept: Any) -> None:
    asked = DescribeFields(product=PRODUCT, meanings=meanings)
    described = [FieldsDescribed(product=PRODUCT, meanings=kept)]
    assert said(describe_fields, own(ProductState.listed), asked, by("seller")) == described


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (own(ProductState.delisted), "product_delisted"),
        (another_s(ProductState.draft), "not_yours"),
        (None, "product_unknown"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(describe_fields, facts, ASKED, by("seller")) == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": ""},
        {"field": "a", "meaning_en": "x" * 501},
        {"field": "a", "unit": "x" * 41},
        {"field": "a", "type": "long"},
    ],
)
def test_what_cannot_be_asked(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"product": PRODUCT, "meanings": [wrong]}, DescribeFields)


def test_who_may() -> None:
    assert may(DescribeFields) == {"seller"}
