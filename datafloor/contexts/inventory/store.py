"""The tables of the inventory.

Trust: who can write `inventory_item` can make data look wanted that nobody asked for; replay shows
it. What feeds say of publishers and in descriptions may name people: it is kept beside, can be
erased, and comes back with the next round only if the feed still says it.
"""

from datafloor.contexts import catalogue
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
    ItemFacts,
    Known,
    Outcome,
    RecordFacts,
    ViewFacts,
)
from datafloor.contexts.inventory.queries import feed_facts
from datafloor.contexts.inventory.rules import item_id, likeness, plain
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE inventory_feed (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    speaks TEXT NOT NULL,
    url TEXT NOT NULL,
    every_hours INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT,
    round_at INTEGER,
    whole_at INTEGER,
    outcome TEXT,
    item_count INTEGER,
    problem TEXT
) STRICT;
CREATE INDEX inventory_feed_url ON inventory_feed (url);
CREATE TABLE inventory_item (
    id TEXT PRIMARY KEY,
    feed TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    plain TEXT NOT NULL,
    formats TEXT NOT NULL,
    licence TEXT,
    page TEXT,
    modified TEXT,
    coverage TEXT NOT NULL,
    content TEXT NOT NULL,
    likeness TEXT NOT NULL,
    same_as TEXT,
    found_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at INTEGER,
    want_count INTEGER NOT NULL DEFAULT 0,
    view_count INTEGER NOT NULL DEFAULT 0,
    product TEXT
) STRICT;
CREATE INDEX inventory_item_feed ON inventory_item (feed, key);
CREATE INDEX inventory_item_likeness ON inventory_item (likeness);
CREATE INDEX inventory_item_use ON inventory_item (want_count, view_count);
CREATE INDEX inventory_item_product ON inventory_item (product);
CREATE TABLE inventory_item_detail (
    id TEXT PRIMARY KEY,
    publisher TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT;
CREATE TABLE inventory_want (
    item TEXT NOT NULL,
    organisation TEXT NOT NULL,
    wanted_at INTEGER NOT NULL,
    PRIMARY KEY (item, organisation)
) STRICT
"""

ERASABLE = frozenset({"inventory_item_detail"})


def load_add_feed(tx: Tx, asked: AddFeed, call: Call) -> FeedFacts:
    """Whether the id or the address is taken."""
    return feed_facts(tx, asked.feed, asked.url)


def load_feed(tx: Tx, asked: EndFeed | EndRound, call: Call) -> FeedFacts:
    """The feed as it stands."""
    return feed_facts(tx, asked.feed)


def load_record_items(tx: Tx, asked: RecordItems, call: Call) -> RecordFacts:
    """What is known of these items, and what other feeds have that looks the same."""
    ids = {item_id(asked.feed, each.key) for each in asked.items}.union(asked.gone)
    known = rows_in(
        tx,
        "SELECT key, id, content, gone_at FROM inventory_item WHERE feed = ? AND id IN ({})",
        sorted(ids),
        asked.feed,
    )
    same = rows_in(
        tx,
        "SELECT likeness, MIN(id) FROM inventory_item WHERE feed <> ? AND gone_at IS NULL"
        " AND same_as IS NULL AND likeness IN ({}) GROUP BY likeness",
        sorted({likeness(each) for each in asked.items}),
        asked.feed,
    )
    return RecordFacts(
        feed=feed_facts(tx, asked.feed),
        known={row[0]: Known(row[1], row[2], row[3] is not None) for row in known},
        same=dict(same),
    )


def keep_record_items(tx: Tx, asked: RecordItems, call: Call) -> None:
    """What the feed says of publishers and in descriptions."""
    for each in asked.items:
        tx.run(
            "INSERT INTO inventory_item_detail (id, publisher, description) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET publisher = excluded.publisher,"
            " description = excluded.description",
            item_id(asked.feed, each.key),
            each.publisher,
            each.description,
        )


def load_want_item(tx: Tx, asked: WantItem, call: Call) -> ItemFacts:
    """The item, and whether the asker's organisation asked for it before."""
    wanted = tx.row(
        "SELECT 1 FROM inventory_want WHERE item = ? AND organisation = ?",
        asked.item,
        call.by.organisation,
    )
    return _item(tx, asked.item, wanted=wanted is not None)


def load_take_up_item(tx: Tx, asked: TakeUpItem, call: Call) -> ItemFacts:
    """The item, and whose the product is."""
    product = catalogue.product_facts(tx, asked.product)
    return _item(tx, asked.item, owner=product.organisation if product else None)


def _item(tx: Tx, item: str, *, wanted: bool = False, owner: str | None = None) -> ItemFacts:
    row = tx.row("SELECT gone_at, product FROM inventory_item WHERE id = ?", item)
    if row is None:
        return ItemFacts(exists=False)
    product = catalogue.product_facts(tx, row[1]) if row[1] else None
    return ItemFacts(
        exists=True,
        gone=row[0] is not None,
        wanted_by_asker=wanted,
        taken=product.state if product else None,
        product_owner=owner,
    )


def load_record_views(tx: Tx, asked: RecordViews, call: Call) -> ViewFacts:
    """Which of the items there are."""
    ids = sorted({each.item for each in asked.views})
    rows = rows_in(tx, "SELECT id FROM inventory_item WHERE id IN ({})", ids)
    return ViewFacts(frozenset(row[0] for row in rows))


def _feed_added(tx: Tx, event: FeedAdded, at: int) -> None:
    tx.run(
        "INSERT INTO inventory_feed (id, title, speaks, url, every_hours, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        event.feed,
        event.title,
        event.speaks.value,
        event.url,
        event.every_hours,
        at,
    )


def _feed_ended(tx: Tx, event: FeedEnded, at: int) -> None:
    tx.run(
        "UPDATE inventory_feed SET ended_at = ?, end_reason = ? WHERE id = ?",
        at,
        event.reason,
        event.feed,
    )
    tx.run(
        "UPDATE inventory_item SET gone_at = ? WHERE feed = ? AND gone_at IS NULL", at, event.feed
    )


def _items_found(tx: Tx, event: ItemsFound, at: int) -> None:
    for each in event.items:
        tx.run(
            "INSERT INTO inventory_item (id, feed, key, title, plain, formats, licence, page,"
            " modified, coverage, content, likeness, same_as, found_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, plain = excluded.plain,"
            " formats = excluded.formats, licence = excluded.licence, page = excluded.page,"
            " modified = excluded.modified, coverage = excluded.coverage,"
            " content = excluded.content, likeness = excluded.likeness,"
            " same_as = excluded.same_as, changed_at = excluded.changed_at, gone_at = NULL",
            each.item,
            event.feed,
            each.key,
            each.title,
            plain(each.title),
            canonical.encode(each.formats).decode(),
            each.licence,
            each.page,
            each.modified,
            canonical.encode(each.coverage).decode(),
            each.content,
            each.likeness,
            each.same_as,
            at,
            at,
        )


def _items_gone(tx: Tx, event: ItemsGone, at: int) -> None:
    for each in event.items:
        tx.run("UPDATE inventory_item SET gone_at = ? WHERE id = ?", at, each)


def _round_ended(tx: Tx, event: RoundEnded, at: int) -> None:
    tx.run(
        "UPDATE inventory_feed SET round_at = ?, outcome = ?, item_count = ?, problem = ?"
        " WHERE id = ?",
        at,
        event.outcome.value,
        event.item_count,
        event.problem,
        event.feed,
    )
    if event.outcome is Outcome.whole:
        tx.run("UPDATE inventory_feed SET whole_at = ? WHERE id = ?", at, event.feed)


def _item_wanted(tx: Tx, event: ItemWanted, at: int) -> None:
    tx.run(
        "INSERT INTO inventory_want (item, organisation, wanted_at) VALUES (?, ?, ?)",
        event.item,
        event.organisation,
        at,
    )
    tx.run("UPDATE inventory_item SET want_count = want_count + 1 WHERE id = ?", event.item)


def _item_taken_up(tx: Tx, event: ItemTakenUp, at: int) -> None:
    tx.run("UPDATE inventory_item SET product = ? WHERE id = ?", event.product, event.item)


def _items_viewed(tx: Tx, event: ItemsViewed, at: int) -> None:
    for each in event.views:
        tx.run(
            "UPDATE inventory_item SET view_count = view_count + ? WHERE id = ?",
            each.view_count,
            each.item,
        )


APPLY: Apply = {
    FeedAdded: _feed_added,
    FeedEnded: _feed_ended,
    ItemsFound: _items_found,
    ItemsGone: _items_gone,
    RoundEnded: _round_ended,
    ItemWanted: _item_wanted,
    ItemTakenUp: _item_taken_up,
    ItemsViewed: _items_viewed,
}
