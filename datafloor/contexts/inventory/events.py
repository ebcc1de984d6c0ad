"""What has happened to feeds and items."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.inventory.model import (
    FeedId,
    FeedKind,
    FoundItem,
    Hours,
    ItemId,
    Outcome,
    Viewed,
)
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.message import Event, PublicText


class FeedAdded(Event, frozen=True):
    """This catalogue of others is harvested from now on."""

    kind = "inventory.feed_added.v1"
    feed: FeedId
    title: PublicText
    speaks: FeedKind
    url: PublicText
    every_hours: Hours


class FeedEnded(Event, frozen=True):
    """It is harvested no more, for this reason."""

    kind = "inventory.feed_ended.v1"
    feed: FeedId
    reason: PublicText


class ItemsFound(Event, frozen=True):
    """The feed names these for the first time, again, or with other content."""

    kind = "inventory.items_found.v1"
    feed: FeedId
    items: tuple[FoundItem, ...]


class ItemsGone(Event, frozen=True):
    """The feed no longer names these."""

    kind = "inventory.items_gone.v1"
    feed: FeedId
    items: tuple[ItemId, ...]


class RoundEnded(Event, frozen=True):
    """A round through the feed is over; so many items were read."""

    kind = "inventory.round_ended.v1"
    feed: FeedId
    outcome: Outcome
    item_count: int
    problem: PublicText | None


class ItemWanted(Event, frozen=True):
    """An organisation would order these data if they were offered."""

    kind = "inventory.item_wanted.v1"
    item: ItemId
    organisation: OrganisationId


class ItemTakenUp(Event, frozen=True):
    """An item is going to be offered as this product."""

    kind = "inventory.item_taken_up.v1"
    item: ItemId
    product: ProductId
    organisation: OrganisationId


class ItemsViewed(Event, frozen=True):
    """Items were looked at so often."""

    kind = "inventory.items_viewed.v1"
    views: tuple[Viewed, ...]
