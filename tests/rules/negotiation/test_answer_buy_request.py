"""Answering a buy request: an own offer that stands, to another's request that is open."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.negotiation import AnswerBuyRequest, BuyRequestAnswered
from datafloor.contexts.negotiation.model import AnswerFacts
from datafloor.contexts.negotiation.rules import answer_buy_request
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, NOW, OTHER_SELLER, SELLER, may, said
from tests.rules.market.facts import OFFER
from tests.rules.negotiation.facts import BUY_REQUEST

FACTS = AnswerFacts(buy_request=BUY_REQUEST, offer=OFFER, answered=False)
ASKED = AnswerBuyRequest(buy_request=BUY_REQUEST.buy_request, offer=OFFER.offer)


def test_an_offer_answers() -> None:
    assert said(answer_buy_request, FACTS, ASKED, SELLER) == [
        BuyRequestAnswered(
            buy_request=BUY_REQUEST.buy_request,
            offer=OFFER.offer,
            product=OFFER.product,
            seller=SELLER.organisation,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "by", "refusal"),
    [
        ({"buy_request": None}, SELLER, "buy_request_unknown"),
        ({}, BUYER, "own_buy_request"),
        (
            {"buy_request": msgspec.structs.replace(BUY_REQUEST, withdrawn=True)},
            SELLER,
            "buy_request_closed",
        ),
        (
            {"buy_request": msgspec.structs.replace(BUY_REQUEST, open_until=NOW)},
            SELLER,
            "buy_request_closed",
        ),
        ({"offer": None}, SELLER, "offer_unknown"),
        ({}, OTHER_SELLER, "not_yours"),
        ({"offer": msgspec.structs.replace(OFFER, withdrawn=True)}, SELLER, "offer_withdrawn"),
    ],
)
def test_refused(facts: dict[str, Any], by: Actor, refusal: str) -> None:
    changed = msgspec.structs.replace(FACTS, **facts)
    assert said(answer_buy_request, changed, ASKED, by) == refusal


def test_once() -> None:
    again = msgspec.structs.replace(FACTS, answered=True)
    assert said(answer_buy_request, again, ASKED, SELLER) == []


def test_who_may() -> None:
    assert may(AnswerBuyRequest) == {"seller"}
