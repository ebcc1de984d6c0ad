"""A price changes by its seller, in its currency, for orders from then on."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import PriceMode
from datafloor.contexts.market import (
    ChangePrice,
    Free,
    Negotiated,
    OneOff,
    PriceChanged,
    PriceForm,
    StateSet,
)
from datafloor.contexts.market.model import ChangePriceFacts
from datafloor.contexts.market.rules import change_price
from datafloor.kernel.law import Answer
from datafloor.kernel.money import Money
from tests.rules.catalogue.listed import facts as listed
from tests.rules.deciding import NOW, OTHER_SELLER, SELLER, VN, dong, may, said
from tests.rules.market.facts import OFFER

FACTS = ChangePriceFacts(offer=OFFER, listing=None)
ASKED = ChangePrice(offer=OFFER.offer, price=dong(4_000_000))


@pytest.mark.parametrize(
    ("before", "price", "asked", "after"),
    [
        (OneOff(), 4_000_000, None, OneOff()),
        (OneOff(), 0, None, Free()),
        (Free(), 1, None, OneOff()),
        (OneOff(), 0, Negotiated(), Negotiated()),
        (Negotiated(), 7, OneOff(), OneOff()),
    ],
)
def test_it_has_a_price_and_a_form(
    before: PriceForm, price: int, asked: PriceForm | None, after: PriceForm
) -> None:
    facts = ChangePriceFacts(msgspec.structs.replace(OFFER, form=before), None)
    what = ChangePrice(offer=OFFER.offer, price=dong(price), form=asked)
    assert said(change_price, facts, what, SELLER) == [
        PriceChanged(
            offer=OFFER.offer,
            product=OFFER.product,
            price=dong(price),
            form=after,
            judgement=None,
        )
    ]


def test_the_same_price_is_no_change() -> None:
    same = ChangePrice(offer=OFFER.offer, price=OFFER.price)
    assert said(change_price, FACTS, same, SELLER) == []


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({"offer": None}, {}, "offer_unknown"),
        ({"offer": msgspec.structs.replace(OFFER, withdrawn=True)}, {}, "offer_withdrawn"),
        ({"offer": msgspec.structs.replace(OFFER, licence="{}")}, {}, "term_not_understood"),
        ({}, {"price": Money(4, "EUR")}, "currency_differs"),
        ({}, {"form": Negotiated()}, "price_form_contradicts"),
        ({}, {"form": Free()}, "price_form_contradicts"),
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(change_price, msgspec.structs.replace(FACTS, **facts), what, SELLER) == refusal


def test_what_belongs_to_another() -> None:
    assert said(change_price, FACTS, ASKED, OTHER_SELLER) == "not_yours"


def test_the_law_judges_the_new_price() -> None:
    facts = ChangePriceFacts(OFFER, listed())
    (changed,) = said(change_price, facts, ASKED, SELLER, NOW, VN)
    answers = {each.rule: each.answer for each in changed.judgement.answers}
    assert answers["listing.price_published"] is Answer.passed


def test_a_form_of_state_price_needs_a_statement_that_says_so() -> None:
    form = StateSet(
        mode=PriceMode.maximum_price,
        most_minor=5_000_000,
        decision_number="12/QĐ-UBND",
        decided_on="2026-10-01",
        issued_by="UBND tỉnh Lai Châu",
    )
    what = ChangePrice(offer=OFFER.offer, price=dong(1), form=form)
    assert said(change_price, ChangePriceFacts(OFFER, listed()), what, SELLER) == (
        "state_price_missing"
    )


def test_who_may() -> None:
    assert may(ChangePrice) == {"seller"}
