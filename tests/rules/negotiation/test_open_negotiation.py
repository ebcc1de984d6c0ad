"""Opening a negotiation as a buyer: a request, or a request for quotation."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.negotiation import (
    NegotiationOpened,
    OpenNegotiation,
    ProposalMade,
    Side,
    State,
)
from datafloor.contexts.negotiation.rules import open_negotiation
from datafloor.contexts.policy import Onward, Purpose
from datafloor.kernel import canonical
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, may, said
from tests.rules.market.facts import LICENCE, PRODUCT
from tests.rules.negotiation.facts import NEGOTIATION, OPEN, PROPOSAL

ASKED = OpenNegotiation(negotiation=NEGOTIATION, product=PRODUCT.product, proposal=PROPOSAL)


@pytest.mark.parametrize("price", [PROPOSAL.price, None])
def test_a_request_with_a_price_or_for_one(price: Any) -> None:
    proposal = msgspec.structs.replace(PROPOSAL, price=price)
    asked = msgspec.structs.replace(ASKED, proposal=proposal, note="Only the north.")
    assert said(open_negotiation, OPEN, asked, BUYER) == [
        NegotiationOpened(
            negotiation=NEGOTIATION,
            product=PRODUCT.product,
            seller=SELLER.organisation,
            buyer=BUYER.organisation,
            opened_by=Side.buyer,
            buy_request=None,
        ),
        ProposalMade(
            negotiation=NEGOTIATION,
            by=Side.buyer,
            state=State.requested,
            proposal=proposal,
            digest=canonical.digest(proposal),
            note=canonical.digest("Only the north."),
        ),
    ]


def licence(**but: Any) -> dict[str, Any]:
    """Another licence in the proposal."""
    return {"licence": msgspec.structs.replace(LICENCE, **but)}


@pytest.mark.parametrize(
    ("facts", "proposal", "refusal"),
    [
        ({"product": None}, {}, "product_unknown"),
        (
            {"product": msgspec.structs.replace(PRODUCT, state=ProductState.delisted)},
            {},
            "product_unlisted",
        ),
        ({"product": msgspec.structs.replace(PRODUCT, current=None)}, {}, "product_unlisted"),
        (
            {"product": msgspec.structs.replace(PRODUCT, organisation=BUYER.organisation)},
            {},
            "own_offer",
        ),
        ({}, {"expires_at": NOW}, "expiry_out_of_range"),
        ({}, {"expires_at": NOW + 90 * DAY + 1}, "expiry_out_of_range"),
        ({}, licence(exclusive=True, onward=Onward.allowed), "terms_contradict"),
        ({}, {"purpose": Purpose.ai_training}, "purpose_not_licensed"),
        ({}, {"country": "LA"}, "country_not_licensed"),
        ({"exclusive_taken": True}, {}, "exclusive_taken"),
        ({"exists": True}, {}, "id_taken"),
    ],
)
def test_refused(facts: dict[str, Any], proposal: dict[str, Any], refusal: str) -> None:
    asked = msgspec.structs.replace(ASKED, proposal=msgspec.structs.replace(PROPOSAL, **proposal))
    changed = msgspec.structs.replace(OPEN, **facts)
    assert said(open_negotiation, changed, asked, BUYER) == refusal


def test_who_may() -> None:
    assert may(OpenNegotiation) == {"buyer"}
