"""Terminating: by either side until it is final, with a reason."""

import pytest

from datafloor.contexts.negotiation import (
    NegotiationTerminated,
    Side,
    State,
    TerminateNegotiation,
    Why,
)
from datafloor.contexts.negotiation.rules import terminate_negotiation
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, OTHER_BUYER, SELLER, may, said
from tests.rules.negotiation.facts import NEGOTIATION, talk

ASKED = TerminateNegotiation(negotiation=NEGOTIATION, why=Why.price)
FINAL = (State.finalized, State.terminated)


@pytest.mark.parametrize("state", [state for state in State if state not in FINAL])
@pytest.mark.parametrize(("by", "side"), [(BUYER, Side.buyer), (SELLER, Side.seller)])
def test_either_side_may_go(state: State, by: Actor, side: Side) -> None:
    assert said(terminate_negotiation, talk(state), ASKED, by) == [
        NegotiationTerminated(negotiation=NEGOTIATION, by=side, why=Why.price, note=None)
    ]


@pytest.mark.parametrize("state", FINAL)
def test_what_is_final_stays(state: State) -> None:
    assert said(terminate_negotiation, talk(state), ASKED, BUYER) == "negotiation_state"


def test_not_by_others() -> None:
    assert said(terminate_negotiation, None, ASKED, BUYER) == "negotiation_unknown"
    found = said(terminate_negotiation, talk(State.offered), ASKED, OTHER_BUYER)
    assert found == "negotiation_unknown"


def test_who_may() -> None:
    assert may(TerminateNegotiation) == {"buyer", "seller"}
