"""Feeds and items as decisions see them."""

from typing import Any

from datafloor.contexts.catalogue import Coverage
from datafloor.contexts.inventory import Item
from datafloor.contexts.inventory.events import ItemsFound
from datafloor.contexts.inventory.model import FeedFacts, FoundItem
from datafloor.contexts.inventory.rules import item_id, likeness
from datafloor.kernel import canonical

FEED = "feed_01ARZ3NDEKTSV4RRFFQ69G5FAV"
ITEM = "item_01ARZ3NDEKTSV4RRFFQ69G5FAV"
OTHER_ITEM = "item_01ARZ3NDEKTSV4RRFFQ69G5FAW"

RUNS = FeedFacts(exists=True)
ENDED = FeedFacts(exists=True, ended=True)
NONE = FeedFacts(exists=False)

ROADS: dict[str, Any] = {"key": "roads", "title": "Đường bộ", "publisher": "Sở Giao thông"}


def item(**said: Any) -> Item:
    return Item(**(ROADS | said))


def found(of: Item, same_as: str | None = None) -> FoundItem:
    """What the journal keeps of an item: nothing of its publisher and its description."""
    return FoundItem(
        item=item_id(FEED, of.key),
        key=of.key,
        title=of.title,
        formats=of.formats,
        licence=of.licence or None,
        page=of.page or None,
        modified=of.modified or None,
        coverage=Coverage(),
        content=canonical.digest(of),
        likeness=likeness(of),
        same_as=same_as,
    )


def were_found(*items: FoundItem) -> ItemsFound:
    return ItemsFound(feed=FEED, items=items)
