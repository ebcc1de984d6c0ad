"""A seller names the product as which an item is going to be offered."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.inventory import ItemTakenUp, TakeUpItem
from datafloor.contexts.inventory.model import ItemFacts
from datafloor.contexts.inventory.rules import take_up_item
from tests.rules.cases import ORG, OTHER_ORG, PRODUCT, by
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import ITEM

ASKED = TakeUpItem(item=ITEM, product=PRODUCT)
TAKEN = [ItemTakenUp(item=ITEM, product=PRODUCT, organisation=ORG)]
AGAIN = (ProductState.refused, ProductState.delisted)


@pytest.mark.parametrize("state", ProductState)
def test_one_product_at_a_time(state: ProductState) -> None:
    facts = ItemFacts(exists=True, taken=state, product_owner=ORG)
    comes_to = TAKEN if state in AGAIN else "item_taken"
    assert said(take_up_item, facts, ASKED, by("seller")) == comes_to


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (ItemFacts(exists=True, product_owner=ORG), TAKEN),
        (ItemFacts(exists=True, product_owner=OTHER_ORG), "not_yours"),
        (ItemFacts(exists=True), "product_unknown"),
        (ItemFacts(exists=True, gone=True, product_owner=ORG), "item_gone"),
        (ItemFacts(exists=False, product_owner=ORG), "item_unknown"),
    ],
)
def test_take_up_item(facts: ItemFacts, comes_to: Any) -> None:
    assert said(take_up_item, facts, ASKED, by("seller")) == comes_to


def test_who_may() -> None:
    assert may(TakeUpItem) == {"seller"}
