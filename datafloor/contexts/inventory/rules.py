"""The decisions about feeds and items."""

import re
import unicodedata
from collections.abc import Sequence

from datafloor.contexts.catalogue import ProductState
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
    FeedFacts,
    FoundItem,
    Item,
    ItemFacts,
    RecordFacts,
    ViewFacts,
)
from datafloor.kernel import canonical
from datafloor.kernel.ids import named
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def add_feed(facts: FeedFacts, asked: AddFeed, call: Call) -> Sequence[Event]:
    """An address is harvested once, whatever it is called."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.url_taken:
        raise Refused(Refusal.feed_known)
    return [
        FeedAdded(
            feed=asked.feed,
            title=asked.title,
            speaks=asked.speaks,
            url=asked.url,
            every_hours=asked.every_hours,
        )
    ]


def end_feed(facts: FeedFacts, asked: EndFeed, call: Call) -> Sequence[Event]:
    """Once, and for good: the address can be added again as a new feed."""
    _running(facts)
    return [FeedEnded(feed=asked.feed, reason=asked.reason)]


def record_items(facts: RecordFacts, asked: RecordItems, call: Call) -> Sequence[Event]:
    """Only what is new, changed or back again; and of the gone only what was there."""
    _running(facts.feed)
    found: dict[str, FoundItem] = {}
    for each in asked.items:
        content = canonical.digest(each)
        known = facts.known.get(each.key)
        if known is None or known.gone or known.content != content:
            found.setdefault(each.key, _found(asked.feed, each, content, facts))
    there = {each.item for each in facts.known.values() if not each.gone}
    gone = tuple(each for each in dict.fromkeys(asked.gone) if each in there)
    events: list[Event] = []
    if found:
        events.append(ItemsFound(feed=asked.feed, items=tuple(found.values())))
    if gone:
        events.append(ItemsGone(feed=asked.feed, items=gone))
    return events


def _found(feed: str, item: Item, content: str, facts: RecordFacts) -> FoundItem:
    alike = likeness(item)
    return FoundItem(
        item=item_id(feed, item.key),
        key=item.key,
        title=item.title,
        formats=item.formats,
        licence=item.licence or None,
        page=item.page or None,
        modified=item.modified or None,
        coverage=item.coverage,
        content=content,
        likeness=alike,
        same_as=facts.same.get(alike),
    )


def item_id(feed: str, key: str) -> str:
    """The id of what a feed calls so: the same in every round."""
    return named("item", f"{feed} {key}")


def likeness(item: Item) -> str:
    """The same for two items of which title and publisher are the same but for marks, capitals
    and signs. An item of which only the title is known is like no other."""
    title, publisher = plain(item.title), plain(item.publisher)
    return canonical.digest([title, publisher or item.key])


def plain(text: str) -> str:
    """A text as its words, in small letters and without marks; đ is d."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", letters))


def end_round(facts: FeedFacts, asked: EndRound, call: Call) -> Sequence[Event]:
    """When it ended says when the feed is harvested again."""
    _running(facts)
    return [
        RoundEnded(
            feed=asked.feed,
            outcome=asked.outcome,
            item_count=asked.item_count,
            problem=asked.problem or None,
        )
    ]


def want_item(facts: ItemFacts, asked: WantItem, call: Call) -> Sequence[Event]:
    """An organisation counts once, whoever asks for it."""
    _there(facts)
    if facts.wanted_by_asker:
        raise Refused(Refusal.item_wanted)
    return [ItemWanted(item=asked.item, organisation=call.by.organisation)]


def take_up_item(facts: ItemFacts, asked: TakeUpItem, call: Call) -> Sequence[Event]:
    """One product at a time; after it was refused or taken off, another may be tried."""
    _there(facts)
    if facts.product_owner is None:
        raise Refused(Refusal.product_unknown)
    if facts.product_owner != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if facts.taken not in (None, ProductState.refused, ProductState.delisted):
        raise Refused(Refusal.item_taken)
    return [ItemTakenUp(item=asked.item, product=asked.product, organisation=call.by.organisation)]


def record_views(facts: ViewFacts, asked: RecordViews, call: Call) -> Sequence[Event]:
    """Of the items that there are."""
    views = tuple(each for each in asked.views if each.item in facts.items)
    return [ItemsViewed(views=views)] if views else []


def _running(facts: FeedFacts) -> None:
    if not facts.exists:
        raise Refused(Refusal.feed_unknown)
    if facts.ended:
        raise Refused(Refusal.feed_ended)


def _there(facts: ItemFacts) -> None:
    if not facts.exists:
        raise Refused(Refusal.item_unknown)
    if facts.gone:
        raise Refused(Refusal.item_gone)
