"""Expiring: when the last proposal binds nobody any more, and not before."""

import pytest

from datafloor.contexts.negotiation import (
    ExpireNegotiation,
    NegotiationTerminated,
    Side,
    State,
)
from datafloor.contexts.negotiation.rules import expire_negotiation
from tests.rules.deciding import EXCHANGE, NOW, may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

ASKED = ExpireNegotiation(negotiation=NEGOTIATION)
END = PROPOSAL.expires_at


@pytest.mark.parametrize("state", [State.requested, State.offered, State.accepted, State.agreed])
def test_time_ends_it(state: State) -> None:
    assert said(expire_negotiation, talk(state), ASKED, EXCHANGE, END) == [
        NegotiationTerminated(negotiation=NEGOTIATION, by=Side.exchange, why=None, note=None)
    ]
    assert said(expire_negotiation, talk(state), ASKED, EXCHANGE, END - 1) == []


def test_refused() -> None:
    assert said(expire_negotiation, None, ASKED) == "negotiation_unknown"
    for state in (State.finalized, State.terminated):
        assert said(expire_negotiation, talk(state), ASKED, EXCHANGE, NOW) == "negotiation_state"


def test_who_may() -> None:
    assert may(ExpireNegotiation) == {"exchange"}
