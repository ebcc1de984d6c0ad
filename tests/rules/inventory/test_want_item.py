"""An organisation says that it would order what nobody offers."""

from typing import Any

import pytest

from datafloor.contexts.inventory import ItemWanted, WantItem
from datafloor.contexts.inventory.model import ItemFacts
from datafloor.contexts.inventory.rules import want_item
from tests.rules.cases import ORG, by
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import ITEM


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (ItemFacts(exists=True), [ItemWanted(item=ITEM, organisation=ORG)]),
        (ItemFacts(exists=True, wanted_by_asker=True), "item_wanted"),
        (ItemFacts(exists=True, gone=True), "item_gone"),
        (ItemFacts(exists=False), "item_unknown"),
    ],
)
def test_want_item(facts: ItemFacts, comes_to: Any) -> None:
    assert said(want_item, facts, WantItem(item=ITEM), by("buyer")) == comes_to


def test_who_may() -> None:
    assert may(WantItem) == {"seller", "buyer", "operator", "supervisor", "exchange"}
