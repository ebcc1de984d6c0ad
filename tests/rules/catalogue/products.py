"""A product in each state, as decisions see it."""

from typing import Any

from datafloor.contexts.catalogue import Origin, ProductFacts, ProductState, VersionFacts
from datafloor.contexts.catalogue.model import Office, StandingFacts
from tests.rules.cases import ORG, OTHER_ORG, PRODUCT, VERSION

DESCRIBED: dict[str, Any] = {
    "title_en": "Flights",
    "title_vi": "Chuyến bay",
    "description_en": "Every flight of a year.",
    "description_vi": "Mọi chuyến bay trong một năm.",
    "origin": Origin.collected,
    "origin_note": "Reported by the carriers.",
}

CURRENT = VersionFacts(VERSION, PRODUCT, "tables/1", 0, 10, 100, 1, "0" * 64, "1" * 64)


def own(state: ProductState, *, data: bool = True) -> ProductFacts:
    """A product of the asker's own organisation."""
    return ProductFacts(PRODUCT, ORG, "flights", state, CURRENT if data else None)


def another_s(state: ProductState) -> ProductFacts:
    """A product of another organisation."""
    return ProductFacts(PRODUCT, OTHER_ORG, "flights", state, CURRENT)


def standing(
    state: ProductState = ProductState.listed,
    *,
    mine: bool = False,
    by: Office | None = None,
    deprecated: bool = False,
    check_awaited: bool = False,
) -> StandingFacts:
    """A product, listed and another's, but for what is said."""
    product = own(state) if mine else another_s(state)
    return StandingFacts(product, by, deprecated, check_awaited)
