"""Agreeing: each party for itself, and the last brings it about."""

import pytest

from datafloor.contexts.people import AgreeSharing, Sharing, SharingState
from datafloor.contexts.people.events import SharingAgreed, SharingInForce
from datafloor.contexts.people.rules import agree_sharing
from tests.rules.deciding import BUYER, OTHER_SELLER, SELLER, may, said
from tests.rules.people.facts import PRODUCT, PROPOSED, SHARING, THIRD, fixed, stands, terms

ASKED = AgreeSharing(sharing=SHARING)


def agreed(organisation: str, last: bool) -> SharingAgreed:
    return SharingAgreed(sharing=SHARING, organisation=organisation, all_agreed=last)


def test_what_is_measured_waits_for_the_measure() -> None:
    found = said(agree_sharing, PROPOSED, ASKED, OTHER_SELLER)
    assert found == [agreed(OTHER_SELLER.organisation, True)]


def test_what_is_fixed_is_in_force_with_the_last() -> None:
    split = Sharing(
        providers=(),
        coverage_points=0,
        fixed=(fixed(SELLER, 5_000), fixed(OTHER_SELLER, 4_000), fixed(THIRD, 1_000)),
    )
    facts = stands(SharingState.proposed, terms=split)
    assert said(agree_sharing, facts, ASKED, THIRD) == [agreed(THIRD.organisation, False)]
    facts = stands(SharingState.proposed, THIRD, terms=split)
    assert said(agree_sharing, facts, ASKED, OTHER_SELLER) == [
        agreed(OTHER_SELLER.organisation, True),
        SharingInForce(sharing=SHARING, product=PRODUCT),
    ]


def test_twice_changes_nothing() -> None:
    assert said(agree_sharing, PROPOSED, ASKED, SELLER) == []


@pytest.mark.parametrize("state", sorted(set(SharingState) - {SharingState.proposed}))
def test_what_is_settled_is_closed(state: SharingState) -> None:
    assert said(agree_sharing, stands(state), ASKED, OTHER_SELLER) == "sharing_closed"


def test_refused() -> None:
    assert said(agree_sharing, None, ASKED, SELLER) == "sharing_unknown"
    assert said(agree_sharing, PROPOSED, ASKED, BUYER) == "not_yours"
    none = stands(SharingState.proposed, terms=terms(fixed=(fixed(THIRD, 0),)))
    assert said(agree_sharing, none, ASKED, THIRD) == "not_yours"
    assert may(AgreeSharing) == {"seller"}
