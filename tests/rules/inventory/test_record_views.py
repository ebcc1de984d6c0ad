"""How often items were looked at."""

import msgspec
import pytest

from datafloor.contexts.inventory import ItemsViewed, RecordViews, Viewed
from datafloor.contexts.inventory.model import ViewFacts
from datafloor.contexts.inventory.rules import record_views
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import ITEM, OTHER_ITEM

ASKED = RecordViews(views=(Viewed(ITEM, 3), Viewed(OTHER_ITEM, 1)))


def test_only_items_that_there_are_count() -> None:
    facts = ViewFacts(frozenset({ITEM}))
    assert said(record_views, facts, ASKED) == [ItemsViewed(views=(Viewed(ITEM, 3),))]
    assert said(record_views, ViewFacts(frozenset()), ASKED) == []


@pytest.mark.parametrize("count", [0, -1])
def test_what_was_not_looked_at_is_not_counted(count: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"views": [{"item": ITEM, "view_count": count}]}, RecordViews)


def test_who_may() -> None:
    assert may(RecordViews) == {"exchange"}
