"""Nouns: feeds of other catalogues, and the items that they name."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import Coverage, ProductState
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Digest, PublicText

FeedId = Annotated[str, Meta(pattern=pattern("feed"))]
ItemId = Annotated[str, Meta(pattern=pattern("item"))]
Address = Annotated[str, Meta(pattern=r"^https?://[^\s\x00-\x1f]{1,1980}(?!\n)$")]
Hours = Annotated[int, Meta(ge=1, le=8_760)]
Key = Annotated[str, Meta(min_length=1, max_length=500)]
ItemTitle = Annotated[str, Meta(min_length=1, max_length=300)]
Short = Annotated[str, Meta(max_length=300)]
Format = Annotated[str, Meta(min_length=1, max_length=60)]
Views = Annotated[int, Meta(ge=1, le=10**9)]

MOST_ITEMS = 500
"""Items in one command."""


class FeedKind(StrEnum):
    """What a feed speaks: CKAN's action API, or DCAT as JSON-LD, Turtle or RDF/XML."""

    ckan = "ckan"
    dcat = "dcat"


class Outcome(StrEnum):
    """How a round ended: all was read, a limit cut it short, or the feed failed."""

    whole = "whole"
    cut = "cut"
    failed = "failed"


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Data that a feed says exist. `key` is the feed's own id of them; all but the title may be
    missing. `publisher` and `description` may name people and are kept beside the journal."""

    key: Key
    title: ItemTitle
    description: Annotated[str, Meta(max_length=4_000)] = ""
    publisher: Short = ""
    formats: Annotated[tuple[Format, ...], Meta(max_length=20)] = ()
    licence: Short = ""
    page: Annotated[str, Meta(max_length=1_000)] = ""
    modified: Annotated[str, Meta(max_length=40)] = ""
    coverage: Coverage = Coverage()


class FoundItem(Struct, frozen=True):
    """An item as the journal keeps it. `content` is the digest of all that the feed said, `same_as`
    an item of another feed that has the same title and publisher and was found before."""

    item: ItemId
    key: PublicText
    title: PublicText
    formats: tuple[PublicText, ...]
    licence: PublicText | None
    page: PublicText | None
    modified: PublicText | None
    coverage: Coverage
    content: Digest
    likeness: Digest
    same_as: ItemId | None


class Known(Struct, frozen=True):
    """An item that the inventory has: what it held, and whether the feed names it still."""

    item: str
    content: str
    gone: bool


class FeedFacts(Struct, frozen=True):
    """A feed as decisions need it; `state` is nothing where there is none."""

    exists: bool
    ended: bool = False
    url_taken: bool = False


class RecordFacts(Struct, frozen=True):
    """The feed; what is known of these items by their key; and which other feed's items look the
    same, by likeness."""

    feed: FeedFacts
    known: dict[str, Known]
    same: dict[str, str]


class ItemFacts(Struct, frozen=True):
    """An item as decisions need it: what is wanted of it by the asker, and who takes it up.

    `taken` is the state of the product that it was taken up as, if any.
    """

    exists: bool
    gone: bool = False
    wanted_by_asker: bool = False
    taken: ProductState | None = None
    product_owner: str | None = None
    """Whose the product is that the asker names."""


class ViewFacts(Struct, frozen=True):
    """Which of the items there are."""

    items: frozenset[str]


class Viewed(Struct, frozen=True):
    """How often an item was looked at since the last count."""

    item: ItemId
    view_count: Views
