"""Awarding: an order without an offer, at what was agreed; everything an offer must meet, it
meets too."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.market import AwardedBy, AwardOrder, OrderPlaced
from datafloor.contexts.market.model import AwardOrderFacts
from datafloor.contexts.market.rules import award_order
from datafloor.contexts.policy import Purpose
from tests.rules.deciding import BUYER, OTHER_SELLER, SELLER, dong, may, said
from tests.rules.market.facts import ORDER, PRODUCT, TERMS, TERMS_ID, VERSION

FACTS = AwardOrderFacts(
    exists=False, product=PRODUCT, terms=TERMS, listing=None, exclusive_taken=False
)
ASKED = AwardOrder(
    order=ORDER.order,
    awarded_by=AwardedBy.negotiation,
    product=PRODUCT.product,
    seller=SELLER.organisation,
    buyer=BUYER.organisation,
    terms=TERMS_ID,
    price=dong(4_200_000),
    purpose=Purpose.research,
    country="VN",
)


def test_an_award_is_an_order_without_an_offer() -> None:
    assert said(award_order, FACTS, ASKED) == [
        OrderPlaced(
            order=ORDER.order,
            offer=None,
            product=PRODUCT.product,
            version=VERSION.version,
            seller=SELLER.organisation,
            buyer=BUYER.organisation,
            price=dong(4_200_000),
            terms=TERMS_ID,
            days=30,
            exclusive=False,
            purpose=Purpose.research,
            country="VN",
            awarded_by=AwardedBy.negotiation,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({"product": None}, {}, "product_unknown"),
        ({"terms": None}, {}, "terms_unknown"),
        ({}, {"seller": OTHER_SELLER.organisation}, "not_yours"),
        (
            {"terms": msgspec.structs.replace(TERMS, organisation=OTHER_SELLER.organisation)},
            {},
            "not_yours",
        ),
        ({}, {"buyer": SELLER.organisation}, "own_offer"),
        ({"terms": msgspec.structs.replace(TERMS, text="{}")}, {}, "term_not_understood"),
        ({}, {"purpose": Purpose.ai_training}, "purpose_not_licensed"),
        ({}, {"country": "US"}, "country_not_licensed"),
        (
            {"product": msgspec.structs.replace(PRODUCT, state=ProductState.delisted)},
            {},
            "product_unlisted",
        ),
        ({"product": msgspec.structs.replace(PRODUCT, current=None)}, {}, "product_unlisted"),
        ({"exclusive_taken": True}, {}, "exclusive_taken"),
        ({"exists": True}, {}, "id_taken"),
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(award_order, msgspec.structs.replace(FACTS, **facts), what) == refusal


def test_who_may() -> None:
    assert may(AwardOrder) == {"exchange"}
