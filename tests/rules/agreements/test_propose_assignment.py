"""Another organisation is to take the buyer's place."""

from typing import Any

import pytest

from datafloor.contexts.agreements import Assignment, ChangeProposed, ProposeAssignment
from datafloor.contexts.agreements.rules import propose_assignment
from datafloor.contexts.policy import Onward
from datafloor.kernel.message import Actor
from tests.rules.agreements.facts import (
    CHANGE_ID,
    CONTENT,
    CONTRACT_ID,
    EDITION,
    LICENCE,
    OVER,
    PROPOSAL,
    but,
)
from tests.rules.deciding import BUYER, OTHER_BUYER, SELLER, may, said


def asked(to: Actor = OTHER_BUYER) -> ProposeAssignment:
    return ProposeAssignment(change=CHANGE_ID, contract=CONTRACT_ID, to=to.organisation)


def _licence(onward: Onward) -> Any:
    content = but(CONTENT, licence=but(LICENCE, onward=onward))
    return but(PROPOSAL, edition=but(EDITION, content=content))


@pytest.mark.parametrize(
    ("onward", "awaits"),
    [
        (Onward.none, (OTHER_BUYER, SELLER)),
        (Onward.with_consent, (OTHER_BUYER, SELLER)),
        (Onward.allowed, (OTHER_BUYER,)),
    ],
)
def test_whose_consent_it_needs(onward: Onward, awaits: tuple[Actor, ...]) -> None:
    assert said(propose_assignment, _licence(onward), asked(), BUYER) == [
        ChangeProposed(
            change=CHANGE_ID,
            contract=CONTRACT_ID,
            edition_number=1,
            organisation=BUYER.organisation,
            awaits=tuple(each.organisation for each in awaits),
            what=Assignment(OTHER_BUYER.organisation),
        )
    ]


@pytest.mark.parametrize(
    ("facts", "to", "by", "refusal"),
    [
        (PROPOSAL, SELLER, BUYER, "assigned_to_party"),
        (PROPOSAL, BUYER, BUYER, "assigned_to_party"),
        (PROPOSAL, OTHER_BUYER, SELLER, "not_yours"),
        (but(PROPOSAL, roles=None), OTHER_BUYER, BUYER, "organisation_unknown"),
        (but(PROPOSAL, roles=frozenset({"seller"})), OTHER_BUYER, BUYER, "assignee_no_buyer"),
        (but(PROPOSAL, contract=OVER), OTHER_BUYER, BUYER, "contract_over"),
        (but(PROPOSAL, open_change=True), OTHER_BUYER, BUYER, "change_open"),
    ],
)
def test_refused(facts: Any, to: Actor, by: Actor, refusal: str) -> None:
    assert said(propose_assignment, facts, asked(to), by) == refusal


def test_who_may() -> None:
    assert may(ProposeAssignment) == {"buyer"}
