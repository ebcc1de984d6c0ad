"""Questions about feeds and items."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.contexts.catalogue import Coverage
from datafloor.contexts.inventory.model import FeedFacts
from datafloor.contexts.inventory.rules import plain
from datafloor.kernel.clock import HOUR
from datafloor.kernel.db import Tx
from datafloor.kernel.refusal import Refusal, Refused

MOST_WORDS = 8
_coverage = msgspec.json.Decoder(Coverage)
_formats = msgspec.json.Decoder(tuple[str, ...])

_FEED = (
    "id, title, speaks, url, every_hours, added_at, ended_at, round_at, whole_at, outcome,"
    " item_count, problem"
)
_ITEM = (
    "i.id, i.feed, f.title, i.key, i.title, d.description, d.publisher, i.formats, i.licence,"
    " i.page, i.modified, i.coverage, i.same_as, i.found_at, i.changed_at, f.whole_at, i.gone_at,"
    " i.want_count, i.view_count, i.product"
)
_FROM = (
    "inventory_item i JOIN inventory_feed f ON f.id = i.feed"
    " LEFT JOIN inventory_item_detail d ON d.id = i.id"
)
_SLEEPING = (
    "i.gone_at IS NULL AND i.product IS NULL AND (i.same_as IS NULL OR NOT EXISTS"
    " (SELECT 1 FROM inventory_item s WHERE s.id = i.same_as AND s.gone_at IS NULL))"
)
"""What is still there, is not the same as another, and nobody takes up."""


class FeedView(Struct, frozen=True):
    """A feed and how its last round ended. `whole_at` is when it was last read to its end."""

    feed: str
    title: str
    speaks: str
    url: str
    every_hours: int
    added_at: int
    ended_at: int | None
    round_at: int | None
    whole_at: int | None
    outcome: str | None
    item_count: int | None
    problem: str | None


class ItemView(Struct, frozen=True):
    """An item of the inventory. `seen_at` is when its feed last named it, `same_as` an item of
    another feed that is the same, `product` what it was taken up as."""

    item: str
    feed: str
    feed_title: str
    key: str
    title: str
    description: str
    publisher: str
    formats: tuple[str, ...]
    licence: str | None
    page: str | None
    modified: str | None
    coverage: Coverage
    same_as: str | None
    found_at: int
    seen_at: int
    gone_at: int | None
    want_count: int
    view_count: int
    product: str | None


class Inventory(Struct, frozen=True):
    """What is asleep: how many items in all that are looked for, and some of them."""

    total: int
    items: list[ItemView]


def feed_facts(tx: Tx, feed: str, url: str = "") -> FeedFacts:
    """A feed as decisions need it, and whether a running one has the address."""
    row = tx.row("SELECT ended_at FROM inventory_feed WHERE id = ?", feed)
    taken = tx.row("SELECT 1 FROM inventory_feed WHERE url = ? AND ended_at IS NULL", url)
    return FeedFacts(row is not None, row is not None and row[0] is not None, taken is not None)


def feeds(tx: Tx) -> list[FeedView]:
    """All feeds, those that are harvested first."""
    rows = tx.rows(
        f"SELECT {_FEED} FROM inventory_feed ORDER BY ended_at IS NOT NULL, id DESC LIMIT 500"
    )
    return [FeedView(*row) for row in rows]


def due_feeds(tx: Tx, now: int) -> list[FeedView]:
    """The feeds whose time has come, the longest waiting first."""
    rows = tx.rows(
        f"SELECT {_FEED} FROM inventory_feed WHERE ended_at IS NULL"
        f" AND (round_at IS NULL OR round_at + every_hours * {HOUR} <= ?)"
        " ORDER BY COALESCE(round_at, 0), id LIMIT 100",
        now,
    )
    return [FeedView(*row) for row in rows]


def keys(tx: Tx, feed: str) -> dict[str, str]:
    """The items that a feed named and that are not gone: their ids by its keys."""
    return dict(
        tx.rows("SELECT key, id FROM inventory_item WHERE feed = ? AND gone_at IS NULL", feed)
    )


def sleeping(
    tx: Tx, text: str = "", *, feed: str = "", offset: int = 0, limit: int = 24
) -> Inventory:
    """Data that exist and are not offered, the most wanted first, then the most looked at.

    Each word of `text` must be in the title, whole or in part, with or without its marks.
    """
    where, values = [_SLEEPING], []
    for word in plain(text).split()[:MOST_WORDS]:
        where.append("i.plain LIKE ?")
        values.append(f"%{word.replace('_', '')}%")
    if feed:
        where.append("i.feed = ?")
        values.append(feed)
    said = " AND ".join(where)
    count = tx.row(f"SELECT count(*) FROM inventory_item i WHERE {said}", *values)
    rows = tx.rows(
        f"SELECT {_ITEM} FROM {_FROM} WHERE {said}"
        " ORDER BY i.want_count DESC, i.view_count DESC, i.id LIMIT ? OFFSET ?",
        *values,
        limit,
        offset,
    )
    return Inventory(count[0] if count else 0, [_view(row) for row in rows])


def item(tx: Tx, item: str) -> ItemView:
    """One item. Raises `Refused` where there is none."""
    row = tx.row(f"SELECT {_ITEM} FROM {_FROM} WHERE i.id = ?", item)
    if row is None:
        raise Refused(Refusal.item_unknown)
    return _view(row)


def wanted_by(tx: Tx, organisation: str, items: Iterable[str]) -> set[str]:
    """Which of these items the organisation asked for."""
    return {
        each
        for each in items
        if tx.row(
            "SELECT 1 FROM inventory_want WHERE item = ? AND organisation = ?", each, organisation
        )
    }


def taken_up_as(tx: Tx, product: str) -> ItemView | None:
    """The item that a product was begun from, with how many want it."""
    row = tx.row(f"SELECT {_ITEM} FROM {_FROM} WHERE i.product = ?", product)
    return _view(row) if row else None


def _view(row: tuple[Any, ...]) -> ItemView:
    found_at, changed_at, whole_at, gone_at = row[13:17]
    return ItemView(
        item=row[0],
        feed=row[1],
        feed_title=row[2],
        key=row[3],
        title=row[4],
        description=row[5] or "",
        publisher=row[6] or "",
        formats=_formats.decode(row[7]),
        licence=row[8],
        page=row[9],
        modified=row[10],
        coverage=_coverage.decode(row[11]),
        same_as=row[12],
        found_at=found_at,
        seen_at=gone_at or max(changed_at, whole_at or 0),
        gone_at=gone_at,
        want_count=row[17],
        view_count=row[18],
        product=row[19],
    )
