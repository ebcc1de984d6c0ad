"""What can be asked about feeds and items."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.inventory.model import (
    MOST_ITEMS,
    Address,
    FeedId,
    FeedKind,
    Hours,
    Item,
    ItemId,
    ItemTitle,
    Outcome,
    Viewed,
)
from datafloor.kernel.message import Command, PublicText, role, signed_in, the_exchange


class AddFeed(Command, frozen=True):
    """The operator names a catalogue of others. It is harvested at once, and then every so many
    hours."""

    kind = "inventory.add_feed"
    may = role("operator")
    feed: FeedId
    title: ItemTitle
    speaks: FeedKind
    url: Address
    every_hours: Hours = 24


class EndFeed(Command, frozen=True):
    """A feed is harvested no more, and what it named is no longer in the inventory."""

    kind = "inventory.end_feed"
    may = role("operator")
    feed: FeedId
    reason: PublicText


class RecordItems(Command, frozen=True):
    """A part of what a feed names now, and the items that it no longer names.

    Asked by the harvest; what has not changed since the last round leaves no trace.
    """

    kind = "inventory.record_items"
    may = the_exchange
    feed: FeedId
    items: Annotated[tuple[Item, ...], Meta(max_length=MOST_ITEMS)] = ()
    gone: Annotated[tuple[ItemId, ...], Meta(max_length=MOST_ITEMS)] = ()


class EndRound(Command, frozen=True):
    """A round through a feed is over. `problem` names the refusal that ended it early."""

    kind = "inventory.end_round"
    may = the_exchange
    feed: FeedId
    outcome: Outcome
    item_count: Annotated[int, Meta(ge=0, le=10**9)]
    problem: Annotated[str, Meta(max_length=60)] | None = None


class WantItem(Command, frozen=True):
    """An organisation says that it would order these data if somebody offered them."""

    kind = "inventory.want_item"
    may = signed_in
    item: ItemId


class TakeUpItem(Command, frozen=True):
    """A seller names the product of its own as which an item is going to be offered."""

    kind = "inventory.take_up_item"
    may = role("seller")
    item: ItemId
    product: ProductId


class RecordViews(Command, frozen=True):
    """How often items were looked at since the last count."""

    kind = "inventory.record_views"
    may = the_exchange
    views: Annotated[tuple[Viewed, ...], Meta(min_length=1, max_length=MOST_ITEMS)]
