"""Inventory: data that exist elsewhere and are not offered here ("sleeping data").

The operator adds **feeds**: catalogues of others, in CKAN or DCAT. Each is harvested in **rounds**;
what it names becomes an **item**, counted once: by the feed's own key, and where another feed has
the same title and publisher, with that one. What a feed no longer names is **gone**. Organisations
say that they **want** an item, and views of it are counted; its owner may **take it up** as a
product.

What always holds: a round that changes nothing leaves no trace but its end; nothing becomes a
product by itself; an item is gone only after a round that read its feed to the end.
"""

from datafloor.contexts.inventory import rules, store
from datafloor.contexts.inventory.commands import (
    AddFeed,
    EndFeed,
    EndRound,
    RecordItems,
    RecordViews,
    TakeUpItem,
    WantItem,
)
from datafloor.contexts.inventory.events import (
    FeedAdded,
    FeedEnded,
    ItemsFound,
    ItemsGone,
    ItemsViewed,
    ItemTakenUp,
    ItemWanted,
    RoundEnded,
)
from datafloor.contexts.inventory.model import (
    MOST_ITEMS,
    FeedId,
    FeedKind,
    Item,
    ItemId,
    Outcome,
    Viewed,
)
from datafloor.contexts.inventory.queries import (
    FeedView,
    Inventory,
    ItemView,
    due_feeds,
    feeds,
    item,
    keys,
    sleeping,
    taken_up_as,
    wanted_by,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="inventory",
    schema=store.SCHEMA,
    commands={
        AddFeed: Way(store.load_add_feed, rules.add_feed),
        EndFeed: Way(store.load_feed, rules.end_feed),
        RecordItems: Way(store.load_record_items, rules.record_items, store.keep_record_items),
        EndRound: Way(store.load_feed, rules.end_round),
        WantItem: Way(store.load_want_item, rules.want_item),
        TakeUpItem: Way(store.load_take_up_item, rules.take_up_item),
        RecordViews: Way(store.load_record_views, rules.record_views),
    },
    apply=store.APPLY,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "MOST_ITEMS",
    "AddFeed",
    "EndFeed",
    "EndRound",
    "FeedAdded",
    "FeedEnded",
    "FeedId",
    "FeedKind",
    "FeedView",
    "Inventory",
    "Item",
    "ItemId",
    "ItemTakenUp",
    "ItemView",
    "ItemWanted",
    "ItemsFound",
    "ItemsGone",
    "ItemsViewed",
    "Outcome",
    "RecordItems",
    "RecordViews",
    "RoundEnded",
    "TakeUpItem",
    "Viewed",
    "WantItem",
    "due_feeds",
    "feeds",
    "item",
    "keys",
    "sleeping",
    "taken_up_as",
    "wanted_by",
]
