"""What a feed names: only what is new, changed or back again is recorded, each once."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.inventory import ItemsGone, RecordItems
from datafloor.contexts.inventory.model import FeedFacts, Known, RecordFacts
from datafloor.contexts.inventory.rules import item_id, likeness, record_items
from datafloor.kernel import canonical
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import (
    ENDED,
    FEED,
    NONE,
    OTHER_ITEM,
    RUNS,
    found,
    item,
    were_found,
)

ROAD_ID = item_id(FEED, "roads")


def facts(
    feed: FeedFacts = RUNS,
    known: dict[str, Known] | None = None,
    same: dict[str, str] | None = None,
) -> RecordFacts:
    return RecordFacts(feed, known or {}, same or {})


def known(*, gone: bool = False, content: str = "") -> dict[str, Known]:
    return {"roads": Known(ROAD_ID, content or canonical.digest(item()), gone)}


@pytest.mark.parametrize(
    ("before", "comes_to"),
    [
        (facts(), [were_found(found(item()))]),
        (facts(known=known()), []),
        (facts(known=known(content="0" * 64)), [were_found(found(item()))]),
        (facts(known=known(gone=True)), [were_found(found(item()))]),
        (facts(NONE), "feed_unknown"),
        (facts(ENDED), "feed_ended"),
    ],
)
def test_a_page_of_items(before: RecordFacts, comes_to: Any) -> None:
    assert said(record_items, before, RecordItems(feed=FEED, items=(item(),))) == comes_to


def test_an_item_named_twice_is_counted_once() -> None:
    asked = RecordItems(feed=FEED, items=(item(), item(title="Đường bộ, lần nữa")))
    assert said(record_items, facts(), asked) == [were_found(found(item()))]


def test_an_item_of_another_feed_that_is_the_same_is_pointed_out() -> None:
    alike = item(title="ĐƯỜNG-BỘ", publisher="so giao thong")
    before = facts(same={likeness(item()): OTHER_ITEM})
    asked = RecordItems(feed=FEED, items=(alike,))
    assert said(record_items, before, asked) == [were_found(found(alike, OTHER_ITEM))]


@pytest.mark.parametrize(
    "other",
    [item(title="Đường sắt"), item(publisher="Sở Y tế"), item(publisher="")],
)
def test_what_is_not_the_same_has_another_likeness(other: Any) -> None:
    assert likeness(other) != likeness(item())


def test_of_two_of_which_only_the_title_is_known_neither_is_like_the_other() -> None:
    one, other = item(publisher="", key="a"), item(publisher="", key="b")
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize(
    ("before", "comes_to"),
    [
        (facts(known=known()), [ItemsGone(feed=FEED, items=(ROAD_ID,))]),
        (facts(known=known(gone=True)), []),
        (facts(), []),
    ],
)
def test_only_what_was_there_goes(before: RecordFacts, comes_to: Any) -> None:
    asked = RecordItems(feed=FEED, gone=(ROAD_ID, ROAD_ID))
    assert said(record_items, before, asked) == comes_to


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"key": ""}, {"title": "x" * 301}, {"coverage": {"theme": "weather"}}],
)
def test_what_is_no_item(wrong: dict[str, Any]) -> None:
    said = {"feed": FEED, "items": [{"key": "a", "title": "b"} | wrong]}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(said, RecordItems)


def test_who_may() -> None:
    assert may(RecordItems) == {"exchange"}
