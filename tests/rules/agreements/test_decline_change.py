"""A proposal that comes to nothing."""

from datafloor.contexts.agreements import ChangeDeclined, DeclineChange
from datafloor.contexts.agreements.model import ChangeState
from datafloor.contexts.agreements.rules import decline_change
from tests.rules.agreements.facts import CHANGE, CHANGE_ID, CONTRACT_ID, but
from tests.rules.deciding import BUYER, OTHER_BUYER, SELLER, may, said

ASKED = DeclineChange(change=CHANGE_ID)


def test_withdrawn_or_declined() -> None:
    for by in (BUYER, SELLER):
        assert said(decline_change, CHANGE, ASKED, by) == [
            ChangeDeclined(change=CHANGE_ID, contract=CONTRACT_ID, organisation=by.organisation)
        ]


def test_refused() -> None:
    assert said(decline_change, None, ASKED, BUYER) == "change_unknown"
    assert said(decline_change, CHANGE, ASKED, OTHER_BUYER) == "not_yours"
    closed = but(CHANGE, state=ChangeState.made)
    assert said(decline_change, closed, ASKED, BUYER) == "change_closed"


def test_who_may() -> None:
    assert may(DeclineChange) == {"seller", "buyer"}
