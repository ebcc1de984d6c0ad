"""Opening a negotiation as a seller: only with who looks for something, about an own product."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.negotiation import OfferOnBuyRequest, Side, State
from datafloor.contexts.negotiation.rules import offer_on_buy_request
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, NOW, OTHER_SELLER, SELLER, may, said
from tests.rules.market.facts import PRODUCT
from tests.rules.negotiation.facts import BUY_REQUEST, NEGOTIATION, OPEN, PROPOSAL

ASKED = OfferOnBuyRequest(
    negotiation=NEGOTIATION,
    buy_request=BUY_REQUEST.buy_request,
    product=PRODUCT.product,
    proposal=PROPOSAL,
)


def test_an_offer_to_who_asked() -> None:
    opened, made = said(offer_on_buy_request, OPEN, ASKED, SELLER)
    assert (opened.seller, opened.buyer) == (SELLER.organisation, BUYER.organisation)
    assert (opened.opened_by, opened.buy_request) == (Side.seller, BUY_REQUEST.buy_request)
    assert (made.by, made.state, made.proposal) == (Side.seller, State.offered, PROPOSAL)


@pytest.mark.parametrize(
    ("facts", "proposal", "by", "refusal"),
    [
        ({"buy_request": None}, {}, SELLER, "buy_request_unknown"),
        ({}, {}, BUYER, "own_buy_request"),
        (
            {"buy_request": msgspec.structs.replace(BUY_REQUEST, open_until=NOW)},
            {},
            SELLER,
            "buy_request_closed",
        ),
        ({"product": None}, {}, SELLER, "product_unknown"),
        ({}, {}, OTHER_SELLER, "not_yours"),
        ({}, {"price": None}, SELLER, "price_missing"),
        ({}, {"expires_at": NOW}, SELLER, "expiry_out_of_range"),
        ({"exclusive_taken": True}, {}, SELLER, "exclusive_taken"),
        ({"exists": True}, {}, SELLER, "id_taken"),
    ],
)
def test_refused(facts: dict[str, Any], proposal: dict[str, Any], by: Actor, refusal: str) -> None:
    asked = msgspec.structs.replace(ASKED, proposal=msgspec.structs.replace(PROPOSAL, **proposal))
    changed = msgspec.structs.replace(OPEN, **facts)
    assert said(offer_on_buy_request, changed, asked, by) == refusal


def test_who_may() -> None:
    assert may(OfferOnBuyRequest) == {"seller"}
