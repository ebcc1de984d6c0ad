"""Preparing an offer: on one's own product, listed or not, and nothing that contradicts itself."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.market import OfferPrepared, PrepareOffer, Subscription, foreseen
from datafloor.contexts.market.model import PrepareOfferFacts
from datafloor.contexts.market.rules import prepare_offer
from datafloor.kernel.law import Answer
from tests.rules.catalogue.listed import facts as listed
from tests.rules.deciding import NOW, OTHER_SELLER, SELLER, VN, dong, may, said
from tests.rules.market.facts import LICENCE, PRODUCT

FACTS = PrepareOfferFacts(PRODUCT)
MONTHLY = Subscription(period_months=1)


@pytest.mark.parametrize(
    "state", [ProductState.draft, ProductState.submitted, ProductState.listed, ProductState.refused]
)
@pytest.mark.parametrize(
    "of_it",
    [
        {},
        {"licence": LICENCE},
        {"price": dong(0)},
        {"price": dong(5_000)},
        {"price": dong(5_000), "form": MONTHLY},
        {"licence": LICENCE, "price": dong(5_000)},
        {"licence": replace(LICENCE, days=None), "price": dong(5_000), "form": MONTHLY},
    ],
)
def test_it_is_put_down_in_whole(state: ProductState, of_it: dict[str, Any]) -> None:
    facts = PrepareOfferFacts(replace(PRODUCT, state=state))
    asked = PrepareOffer(product=PRODUCT.product, **of_it)
    assert said(prepare_offer, facts, asked, SELLER) == [
        OfferPrepared(product=PRODUCT.product, **of_it)
    ]


@pytest.mark.parametrize(
    ("facts", "of_it", "by", "refusal"),
    [
        (PrepareOfferFacts(None), {}, SELLER, "product_unknown"),
        (FACTS, {}, OTHER_SELLER, "not_yours"),
        (
            PrepareOfferFacts(replace(PRODUCT, state=ProductState.delisted)),
            {},
            SELLER,
            "product_delisted",
        ),
        (
            FACTS,
            {"licence": LICENCE, "price": dong(5_000), "form": MONTHLY},
            SELLER,
            "price_form_contradicts",
        ),
    ],
)
def test_refused(facts: PrepareOfferFacts, of_it: dict[str, Any], by: Any, refusal: str) -> None:
    asked = PrepareOffer(product=PRODUCT.product, **of_it)
    assert said(prepare_offer, facts, asked, by) == refusal


def test_who_may() -> None:
    assert may(PrepareOffer) == {"seller"}


def test_what_the_law_would_say_is_foreseen_point_by_point() -> None:
    def answers(licence: Any, price: Any, form: Any) -> dict[str, Answer]:
        listing, offer = foreseen(listed(), licence, price, form, VN, NOW)
        return {each.rule: each.answer for each in (*listing, *offer)}

    nothing = answers(None, None, None)
    assert nothing["listing.licence_terms"] is nothing["listing.price_published"] is Answer.failed
    assert answers(LICENCE, None, None)["listing.licence_terms"] is Answer.passed
    whole = answers(LICENCE, dong(5_000), None)
    assert whole["listing.price_published"] is Answer.passed
    assert not [rule for rule, answer in whole.items() if answer is Answer.failed]
    assert whole["listing.operator_decision"] is Answer.needs_person
