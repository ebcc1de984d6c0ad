"""Ordering: what can be read under the terms, from somebody else, while it is offered."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ProductState, VersionFacts
from datafloor.contexts.market import Cut, Negotiated, OrderPlaced, PlaceOrder, Variant, Variants
from datafloor.contexts.market.model import PlaceOrderFacts
from datafloor.contexts.market.rules import place_order
from datafloor.contexts.policy import Purpose
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from tests.rules.deciding import BUYER, SELLER, dong, may, said
from tests.rules.market.facts import OFFER, ORDER, PRODUCT, TERMS_ID, VERSION

FACTS = PlaceOrderFacts(exists=False, offer=OFFER, product=PRODUCT, exclusive_taken=False)
ASKED = PlaceOrder(order=ORDER.order, offer=OFFER.offer, purpose=Purpose.research, country="VN")


def test_an_order_fixes_version_price_and_terms() -> None:
    assert said(place_order, FACTS, ASKED, BUYER) == [
        OrderPlaced(
            order=ORDER.order,
            offer=OFFER.offer,
            product=PRODUCT.product,
            version=VERSION.version,
            seller=SELLER.organisation,
            buyer=BUYER.organisation,
            price=OFFER.price,
            terms=TERMS_ID,
            days=30,
            exclusive=False,
            purpose=Purpose.research,
            country="VN",
        )
    ]


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({"offer": None, "product": None}, {}, "offer_unknown"),
        ({"offer": msgspec.structs.replace(OFFER, withdrawn=True)}, {}, "offer_withdrawn"),
        (
            {"product": msgspec.structs.replace(PRODUCT, state=ProductState.delisted)},
            {},
            "product_unlisted",
        ),
        ({"product": None}, {}, "product_unlisted"),
        ({}, {"purpose": Purpose.ai_training}, "purpose_not_licensed"),
        ({}, {"country": "US"}, "country_not_licensed"),
        ({"offer": msgspec.structs.replace(OFFER, licence="{}")}, {}, "term_not_understood"),
        ({"exclusive_taken": True}, {}, "exclusive_taken"),
        ({"exists": True}, {}, "id_taken"),
        ({}, {"price": dong(4_999_999)}, "price_changed"),
        ({}, {"price": Money(5_000_000, "EUR")}, "price_changed"),
        ({}, {"variant": "full"}, "variant_unknown"),
        ({"offer": msgspec.structs.replace(OFFER, form=Negotiated())}, {}, "price_negotiated"),
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(place_order, msgspec.structs.replace(FACTS, **facts), what, BUYER) == refusal


def test_the_price_that_was_shown_is_the_price() -> None:
    asked = msgspec.structs.replace(ASKED, price=OFFER.price)
    (placed,) = said(place_order, FACTS, asked, BUYER)
    assert (placed.price, placed.form) == (OFFER.price, None)


VARIANTS = Variants(
    variants=(
        Variant(variant="full", price_minor=5_000_000),
        Variant(variant="late", price_minor=900, cut=Cut(delay_days=30)),
        Variant(variant="few", price_minor=800, cut=Cut(columns=("carrier",))),
    )
)
OFFERED = msgspec.structs.replace(OFFER, form=VARIANTS)
OLD = msgspec.structs.replace(VERSION, version=new_id("version"))


@pytest.mark.parametrize(
    ("variant", "price", "cut", "version"),
    [
        (None, 5_000_000, None, VERSION),
        ("full", 5_000_000, None, VERSION),
        ("late", 900, Cut(delay_days=30), OLD),
        ("few", 800, Cut(columns=("carrier",)), VERSION),
    ],
)
def test_an_variant_has_its_price_and_its_version(
    variant: str | None, price: int, cut: Cut | None, version: VersionFacts
) -> None:
    facts = msgspec.structs.replace(FACTS, offer=OFFERED, version=OLD)
    asked = msgspec.structs.replace(ASKED, variant=variant, price=dong(price))
    (placed,) = said(place_order, facts, asked, BUYER)
    assert (placed.price, placed.cut, placed.version) == (dong(price), cut, version.version)
    assert placed.variant == (variant or "full")
    assert placed.form == VARIANTS


def test_an_variant_that_there_is_not() -> None:
    facts = msgspec.structs.replace(FACTS, offer=OFFERED)
    other = msgspec.structs.replace(ASKED, variant="gold")
    assert said(place_order, facts, other, BUYER) == "variant_unknown"
    late = msgspec.structs.replace(ASKED, variant="late")
    assert said(place_order, facts, late, BUYER) == "variant_too_young"


def test_ones_own_offer() -> None:
    assert said(place_order, FACTS, ASKED, SELLER) == "own_offer"


def test_who_may() -> None:
    assert may(PlaceOrder) == {"buyer"}
