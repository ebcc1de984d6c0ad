"""Products with all that a catalogue says of them, many at once."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from datafloor.contexts import catalogue, market, participants
from datafloor.contexts.catalogue import ProductState, ProductView
from datafloor.contexts.market import OfferView
from datafloor.kernel.db import Database, Tx
from datafloor.kernel.refusal import Refusal, Refused

PAGE = 500

SHOWN = (ProductState.listed, ProductState.delisted)
"""What everyone may see. What is delisted keeps its address, and can no longer be had."""


class Described(Struct, frozen=True):
    """A product as everyone may see it, with its seller's name and the offers that take orders."""

    view: ProductView
    seller: str
    offers: list[OfferView]


def described(tx: Tx, products: Iterable[str]) -> list[Described]:
    """Those of these products that everyone may see, in their order."""
    asked = list(products)
    views = catalogue.views(tx, asked)
    names = participants.names(tx, (each.organisation for each in views.values()))
    listed = [each for each in asked if each in views and views[each].state == SHOWN[0]]
    offers = market.offers_on(tx, listed)
    return [
        Described(view, names.get(view.organisation, view.organisation), offers.get(each, []))
        for each in asked
        if (view := views.get(each)) is not None and view.state in SHOWN
    ]


def one(tx: Tx, product: str) -> Described:
    """One product. Raises `Refused` where there is none that everyone may see."""
    found = described(tx, [product])
    if not found:
        raise Refused(Refusal.product_unknown)
    return found[0]


def listed(database: Database) -> Iterator[list[Described]]:
    """All that is listed, the newest first, a page at a time; never more than a page is held.

    Each page is a snapshot of its own, so that a slow reader holds up nobody.
    """
    before = "product_Z"
    while before:
        with database.reading() as tx:
            cards = catalogue.products(tx, before=before, limit=PAGE)
            page = described(tx, [each.product for each in cards])
        yield page
        before = cards[-1].product if len(cards) == PAGE else ""
