"""Registering what one contributed, under an agreement that names one."""

import pytest

from datafloor.contexts.people import RegisterContribution, SharingState
from datafloor.contexts.people.events import ContributionRegistered
from datafloor.contexts.people.model import RegisterFacts
from datafloor.contexts.people.rules import register_contribution
from tests.rules.deciding import OTHER_SELLER, may, said
from tests.rules.people.facts import CONTRIBUTION, PRODUCT, PROPOSED, SHARING, THIRD, stands

ASKED = RegisterContribution(contribution=CONTRIBUTION, sharing=SHARING, rows=7, digest="d" * 64)


@pytest.mark.parametrize(
    "state", [SharingState.proposed, SharingState.agreed, SharingState.in_force]
)
def test_registered(state: SharingState) -> None:
    facts = RegisterFacts(stands(state), False)
    assert said(register_contribution, facts, ASKED, OTHER_SELLER) == [
        ContributionRegistered(
            contribution=CONTRIBUTION,
            sharing=SHARING,
            product=PRODUCT,
            provider=OTHER_SELLER.organisation,
            rows=7,
            digest="d" * 64,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "by", "refused"),
    [
        (RegisterFacts(None, False), OTHER_SELLER, "sharing_unknown"),
        (RegisterFacts(PROPOSED, False), THIRD, "not_yours"),
        (RegisterFacts(PROPOSED, True), OTHER_SELLER, "id_taken"),
        (RegisterFacts(stands(SharingState.declined), False), OTHER_SELLER, "sharing_closed"),
        (RegisterFacts(stands(SharingState.replaced), False), OTHER_SELLER, "sharing_closed"),
    ],
)
def test_refused(facts: RegisterFacts, by: object, refused: str) -> None:
    assert said(register_contribution, facts, ASKED, by) == refused  # type: ignore[arg-type]
    assert may(RegisterContribution) == {"seller"}
