"""The seller says under what a product is found."""

from typing import Any

import msgspec
import pytest

from datafloor.analysis.appraisal.vietnam import place, units
from datafloor.contexts.catalogue import (
    PROVINCE_NAMES,
    Coverage,
    CoverageStated,
    Frequency,
    ProductState,
    Province,
    StateCoverage,
    Theme,
)
from datafloor.contexts.catalogue.rules import state_coverage
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may, said

STATED = Coverage(
    theme=Theme.transport,
    provinces=(Province.hue, Province.ha_noi, Province.hue),
    frequency=Frequency.daily,
)
IN_ORDER = Coverage(
    theme=Theme.transport, provinces=(Province.ha_noi, Province.hue), frequency=Frequency.daily
)


@pytest.mark.parametrize(
    "state", [each for each in ProductState if each is not ProductState.delisted]
)
def test_each_province_is_kept_once_whatever_the_state(state: ProductState) -> None:
    asked = StateCoverage(product=PRODUCT, coverage=STATED)
    stated = [CoverageStated(product=PRODUCT, coverage=IN_ORDER)]
    assert said(state_coverage, own(state), asked, by("seller")) == stated


def test_it_may_be_taken_back() -> None:
    asked = StateCoverage(product=PRODUCT, coverage=Coverage())
    stated = [CoverageStated(product=PRODUCT, coverage=Coverage())]
    assert said(state_coverage, own(ProductState.listed), asked, by("seller")) == stated


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (own(ProductState.delisted), "product_delisted"),
        (another_s(ProductState.draft), "not_yours"),
        (None, "product_unknown"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    asked = StateCoverage(product=PRODUCT, coverage=STATED)
    assert said(state_coverage, facts, asked, by("seller")) == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "weather"},
        {"provinces": ["02"]},
        {"provinces": ["01"] * 35},
        {"frequency": "often"},
        {"country": "VN"},
    ],
)
def test_what_cannot_be_asked(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"product": PRODUCT, "coverage": wrong}, StateCoverage)


def test_every_province_has_its_name() -> None:
    """As in the list of units by which tables are appraised."""
    assert {place(name): code for code, name in PROVINCE_NAMES.items()} == units().provinces


def test_who_may() -> None:
    assert may(StateCoverage) == {"seller"}
