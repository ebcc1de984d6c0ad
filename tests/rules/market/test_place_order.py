"""Ordering: what can be read under the terms, from somebody else, while it is offered."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.market import OrderPlaced, PlaceOrder
from datafloor.contexts.market.model import PlaceOrderFacts
from datafloor.contexts.market.rules import place_order
from datafloor.contexts.policy import Purpose
from tests.rules.deciding import BUYER, SELLER, may, said
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
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(place_order, msgspec.structs.replace(FACTS, **facts), what, BUYER) == refusal


def test_ones_own_offer() -> None:
    assert said(place_order, FACTS, ASKED, SELLER) == "own_offer"


def test_who_may() -> None:
    assert may(PlaceOrder) == {"buyer"}
