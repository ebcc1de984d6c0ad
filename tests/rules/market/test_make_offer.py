"""Offering: one's own listed product, under one's own terms."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import Origin, PriceMode, ProductState
from datafloor.contexts.market import MakeOffer, Negotiated, OfferMade, PriceForm, StateSet
from datafloor.contexts.market.model import MakeOfferFacts
from datafloor.contexts.market.rules import make_offer
from datafloor.contexts.policy import TermsFacts
from datafloor.kernel.law import Answer, Pack
from datafloor.kernel.message import NO_LAW, Call
from datafloor.kernel.money import MAX_MINOR
from datafloor.kernel.refusal import Refused
from tests.rules.catalogue.listed import facts as listed
from tests.rules.catalogue.listed import statement
from tests.rules.deciding import NOW, OTHER_SELLER, SELLER, VN, dong, may, said
from tests.rules.market.facts import LICENCE, OFFER, PRODUCT, TERMS, TERMS_ID

FACTS = MakeOfferFacts(exists=False, product=PRODUCT, terms=TERMS)
ASKED = MakeOffer(offer=OFFER.offer, product=PRODUCT.product, terms=TERMS_ID, price=dong(5_000_000))


@pytest.mark.parametrize("price", [0, 1, MAX_MINOR])
def test_an_offer_carries_what_its_terms_say(price: int) -> None:
    asked = msgspec.structs.replace(ASKED, price=dong(price))
    assert said(make_offer, FACTS, asked, SELLER) == [
        OfferMade(
            offer=OFFER.offer,
            product=PRODUCT.product,
            seller=SELLER.organisation,
            terms=TERMS_ID,
            price=dong(price),
            licence=LICENCE,
        )
    ]


def in_state(state: ProductState) -> dict[str, Any]:
    return {"product": msgspec.structs.replace(PRODUCT, state=state)}


@pytest.mark.parametrize(
    ("but", "refusal"),
    [
        ({"product": None}, "product_unknown"),
        ({"terms": None}, "terms_unknown"),
        ({"terms": TermsFacts(OTHER_SELLER.organisation, TERMS.text)}, "not_yours"),
        ({"terms": TermsFacts(SELLER.organisation, "{}")}, "term_not_understood"),
        (in_state(ProductState.draft), "product_unlisted"),
        (in_state(ProductState.submitted), "product_unlisted"),
        (in_state(ProductState.refused), "product_unlisted"),
        (in_state(ProductState.delisted), "product_unlisted"),
        ({"exists": True}, "id_taken"),
    ],
)
def test_refused(but: dict[str, Any], refusal: str) -> None:
    assert said(make_offer, msgspec.structs.replace(FACTS, **but), ASKED, SELLER) == refusal


def test_what_belongs_to_another() -> None:
    assert said(make_offer, FACTS, ASKED, OTHER_SELLER) == "not_yours"


@pytest.mark.parametrize(
    "price",
    [
        {"minor": -1, "currency": "VND"},
        {"minor": MAX_MINOR + 1, "currency": "VND"},
        {"minor": 10**30, "currency": "VND"},
        {"minor": 0.5, "currency": "VND"},
        {"minor": "5", "currency": "VND"},
        {"minor": 5, "currency": "XXX"},
    ],
)
def test_a_price_is_whole_bounded_and_in_a_known_currency(price: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(msgspec.to_builtins(ASKED) | {"price": price}, MakeOffer, strict=True)


def test_who_may() -> None:
    assert may(MakeOffer) == {"seller"}


def resold(price: int, **but: Any) -> Any:
    """An offer of open data at a price, under the law of Vietnam."""
    listing = listed(origin=Origin.open_data, **but)
    facts = msgspec.structs.replace(FACTS, listing=listing)
    asked = msgspec.structs.replace(ASKED, price=dong(price))
    return said(make_offer, facts, asked, SELLER, NOW, VN)


def test_unchanged_open_data_are_not_priced() -> None:
    assert resold(1) == "law_in_doubt"
    assert resold(1, statement=None) == "law_in_doubt"
    assert len(resold(0)) == 1
    made = {"processing_method": "m", "input_sources": "i", "update_frequency": "f"}
    assert len(resold(1, statement=statement(originality="value_added_data", **made))) == 1


def test_the_doubt_is_told_with_its_article() -> None:
    facts = msgspec.structs.replace(FACTS, listing=listed(origin=Origin.open_data))
    with pytest.raises(Refused) as told:
        make_offer(facts, ASKED, Call(SELLER, NOW, "request", VN))
    assert "Decree 194/2025" in told.value.text("en")
    assert "chưa kiểm chứng" in told.value.text("vi")


def test_an_offer_records_what_the_law_said_of_price_and_terms() -> None:
    facts = msgspec.structs.replace(FACTS, listing=listed())
    (made,) = said(make_offer, facts, ASKED, SELLER, NOW, VN)
    answers = {each.rule: each.answer for each in made.judgement.answers}
    assert answers["listing.price_published"] is Answer.passed
    assert answers["listing.licence_terms"] is Answer.passed
    assert answers["listing.open_data_not_priced"] is Answer.passed
    assert "listing.classified" not in answers


STATE = StateSet(
    mode=PriceMode.maximum_price,
    most_minor=5_000_000,
    decision_number="12/QĐ-UBND",
    decided_on="2026-10-01",
    issued_by="UBND tỉnh Lai Châu",
)
STATED = {"mode": "maximum_price", "decision_number": "12/QĐ-UBND", "finance_opinion": "3" * 64}


def state_priced(price: int, form: PriceForm | None, law: Pack = VN, /, **stated: str) -> Any:
    """What an offer at a price comes to where the State set at most 5.000.000 ₫."""
    listing = listed(statement=statement(state_pricing=STATED | stated))
    facts = msgspec.structs.replace(FACTS, listing=listing)
    asked = msgspec.structs.replace(ASKED, price=dong(price), form=form)
    return said(make_offer, facts, asked, SELLER, NOW, law)


def test_a_price_obeys_the_decision_of_the_state() -> None:
    (made,) = state_priced(5_000_000, STATE)
    assert made.form == STATE
    answers = {each.rule: each.answer for each in made.judgement.answers}
    assert answers["price.state_limits"] is Answer.passed
    assert state_priced(5_000_001, STATE) == "law_not_met"
    assert state_priced(5_000_001, STATE, NO_LAW) == "state_price_disobeyed"


@pytest.mark.parametrize(
    ("form", "stated"),
    [
        (None, {}),
        (Negotiated(), {}),
        (STATE, {"decision_number": "13/QĐ-UBND"}),
        (STATE, {"mode": "specific_price"}),
    ],
)
def test_offer_and_statement_name_one_decision(
    form: PriceForm | None, stated: dict[str, str]
) -> None:
    price = 0 if isinstance(form, Negotiated) else 1
    assert state_priced(price, form, **stated) == "state_price_missing"


@pytest.mark.parametrize(
    ("mode", "least", "most", "fits"),
    [
        (PriceMode.specific_price, 5, 5, True),
        (PriceMode.specific_price, 4, 5, False),
        (PriceMode.maximum_price, 0, 5, True),
        (PriceMode.maximum_price, 1, 5, False),
        (PriceMode.price_frame, 1, 5, True),
        (PriceMode.price_frame, 0, 5, False),
        (PriceMode.price_frame, 5, 5, False),
    ],
)
def test_each_mode_has_its_limits(mode: PriceMode, least: int, most: int, fits: bool) -> None:
    form = msgspec.structs.replace(STATE, mode=mode, least_minor=least, most_minor=most)
    answer = state_priced(5, form, mode=mode.value)
    assert (answer != "price_form_contradicts") == fits
