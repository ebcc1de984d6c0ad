"""What is asked of the index, and what it answers."""

from enum import StrEnum

from msgspec import Struct


class Sort(StrEnum):
    """What comes first: the best match, the newest listing, or the lowest price in đồng."""

    best = "best"
    newest = "newest"
    cheapest = "cheapest"


class Mode(StrEnum):
    """How an offer is paid: not at all, once, by period, by use, or as is agreed."""

    free = "free"
    once = "once"
    subscription = "subscription"
    usage = "usage"
    negotiated = "negotiated"


class Asked(Struct, frozen=True, kw_only=True):
    """A question: words that must all be there, and values that facets must have.

    Of one facet any of the given values will do; of several facets each must hold.
    """

    text: str = ""
    having: dict[str, tuple[str, ...]] = {}
    most_minor: int | None = None
    sort: Sort = Sort.best
    offset: int = 0
    limit: int = 20


class Hit(Struct, frozen=True):
    """A product that was found; `score` only orders the hits of one question."""

    product: str
    score: float


class Bucket(Struct, frozen=True):
    """A value of a facet, and how many of all that were found have it."""

    value: str
    count: int


class Found(Struct, frozen=True):
    """How many were found, some of them, and how all of them divide."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[Bucket]]
