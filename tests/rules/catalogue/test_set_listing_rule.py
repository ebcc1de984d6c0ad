"""The operator's own rule for what is of low risk."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ListingRule, ListingRuleSet, SetListingRule
from datafloor.contexts.catalogue.model import RuleFacts
from datafloor.contexts.catalogue.rules import set_listing_rule
from tests.rules.cases import by
from tests.rules.deciding import may, said

ASKED = SetListingRule(at_once=True, sample_points=1_000)
SET = [ListingRuleSet(at_once=True, sample_points=1_000)]


@pytest.mark.parametrize(
    ("before", "comes_to"),
    [
        (None, SET),
        (ListingRule(False, 1_000), SET),
        (ListingRule(True, 0), SET),
        (ListingRule(True, 1_000), []),
    ],
)
def test_set_listing_rule(before: ListingRule | None, comes_to: Any) -> None:
    assert said(set_listing_rule, RuleFacts(before), ASKED, by("operator")) == comes_to


@pytest.mark.parametrize("points", [-1, 10_001])
def test_a_share_is_of_ten_thousand(points: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"at_once": True, "sample_points": points}, SetListingRule)


def test_who_may() -> None:
    assert may(SetListingRule) == {"operator"}
