"""Declining what is not in force yet."""

import pytest

from datafloor.contexts.people import DeclineSharing, SharingState
from datafloor.contexts.people.events import SharingDeclined
from datafloor.contexts.people.rules import decline_sharing
from tests.rules.deciding import BUYER, OTHER_SELLER, SELLER, may, said
from tests.rules.people.facts import PROPOSED, SHARING, stands

ASKED = DeclineSharing(sharing=SHARING, reason="Our rows are worth more.")


@pytest.mark.parametrize("by", [SELLER, OTHER_SELLER])
@pytest.mark.parametrize("state", [SharingState.proposed, SharingState.agreed])
def test_each_party_may(by: object, state: SharingState) -> None:
    (event,) = said(decline_sharing, stands(state), ASKED, by)  # type: ignore[arg-type]
    assert isinstance(event, SharingDeclined)
    assert event.reason == ASKED.reason


def test_refused() -> None:
    assert said(decline_sharing, None, ASKED, SELLER) == "sharing_unknown"
    assert said(decline_sharing, PROPOSED, ASKED, BUYER) == "not_yours"
    for state in (SharingState.in_force, SharingState.replaced, SharingState.declined):
        assert said(decline_sharing, stands(state), ASKED, SELLER) == "sharing_closed"
    assert may(DeclineSharing) == {"seller"}
