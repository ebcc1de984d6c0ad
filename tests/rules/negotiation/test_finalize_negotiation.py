"""Finalizing: what was verified, under ids that follow from the negotiation's."""

from datafloor.contexts.negotiation import FinalizeNegotiation, NegotiationFinalized, State
from datafloor.contexts.negotiation.rules import finalize_negotiation
from datafloor.kernel.ids import derived
from tests.rules.deciding import may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

ASKED = FinalizeNegotiation(negotiation=NEGOTIATION)


def test_what_was_verified_is_ordered() -> None:
    facts = talk(State.verified)
    assert PROPOSAL.price is not None
    assert said(finalize_negotiation, facts, ASKED) == [
        NegotiationFinalized(
            negotiation=NEGOTIATION,
            order=derived("order", NEGOTIATION),
            terms=derived("terms", NEGOTIATION),
            product=facts.negotiation.product,
            seller=facts.negotiation.seller,
            buyer=facts.negotiation.buyer,
            licence=PROPOSAL.licence,
            price=PROPOSAL.price,
            purpose=PROPOSAL.purpose,
            country="VN",
        )
    ]


def test_refused() -> None:
    assert said(finalize_negotiation, None, ASKED) == "negotiation_unknown"
    for state in State:
        if state is not State.verified:
            assert said(finalize_negotiation, talk(state), ASKED) == "negotiation_state"


def test_who_may() -> None:
    assert may(FinalizeNegotiation) == {"exchange"}
