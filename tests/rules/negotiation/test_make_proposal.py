"""Counter-offers: by whose turn it is, to any depth, in one currency."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.negotiation import MakeProposal, ProposalMade, Side, State
from datafloor.contexts.negotiation.rules import make_proposal
from datafloor.contexts.policy import Purpose
from datafloor.kernel import canonical
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from tests.rules.deciding import BUYER, NOW, OTHER_BUYER, SELLER, dong, may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

CHEAPER = msgspec.structs.replace(PROPOSAL, price=dong(4_000_000))
ASKED = MakeProposal(negotiation=NEGOTIATION, proposal=CHEAPER)


@pytest.mark.parametrize(
    ("before", "by", "side", "after"),
    [
        (State.offered, BUYER, Side.buyer, State.requested),
        (State.requested, SELLER, Side.seller, State.offered),
    ],
)
def test_whose_turn_it_is(before: State, by: Actor, side: Side, after: State) -> None:
    assert said(make_proposal, talk(before), ASKED, by) == [
        ProposalMade(
            negotiation=NEGOTIATION,
            by=side,
            state=after,
            proposal=CHEAPER,
            digest=canonical.digest(CHEAPER),
            note=None,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "proposal", "by", "refusal"),
    [
        (None, {}, BUYER, "negotiation_unknown"),
        (talk(State.offered), {}, OTHER_BUYER, "negotiation_unknown"),
        (talk(State.requested), {}, BUYER, "negotiation_state"),
        (talk(State.offered), {}, SELLER, "negotiation_state"),
        (talk(State.agreed), {}, BUYER, "negotiation_state"),
        (talk(State.offered, product=None), {}, BUYER, "product_unknown"),
        (talk(State.offered), {"expires_at": NOW}, BUYER, "expiry_out_of_range"),
        (talk(State.offered), {"purpose": Purpose.ai_training}, BUYER, "purpose_not_licensed"),
        (talk(State.requested), {"price": None}, SELLER, "price_missing"),
        (talk(State.offered), {"price": Money(4_000_000, "EUR")}, BUYER, "currency_differs"),
        (talk(State.offered, exclusive_taken=True), {}, BUYER, "exclusive_taken"),
    ],
)
def test_refused(facts: Any, proposal: dict[str, Any], by: Actor, refusal: str) -> None:
    asked = msgspec.structs.replace(ASKED, proposal=msgspec.structs.replace(CHEAPER, **proposal))
    assert said(make_proposal, facts, asked, by) == refusal


def test_who_may() -> None:
    assert may(MakeProposal) == {"buyer", "seller"}
