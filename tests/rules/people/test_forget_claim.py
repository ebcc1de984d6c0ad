"""Erasing who somebody is, as she asked."""

import pytest

from datafloor.contexts.people import ForgetClaim
from datafloor.contexts.people.events import ClaimForgotten
from datafloor.contexts.people.model import ForgetFacts
from datafloor.contexts.people.rules import forget_claim
from tests.rules.deciding import OPERATOR, OTHER_SELLER, SELLER, may, said
from tests.rules.people.facts import CLAIM

ASKED = ForgetClaim(claim=CLAIM)
KNOWN = ForgetFacts(SELLER.organisation, True)


@pytest.mark.parametrize(
    ("facts", "by", "comes"),
    [
        (KNOWN, SELLER, [ClaimForgotten(claim=CLAIM)]),
        (KNOWN, OPERATOR, [ClaimForgotten(claim=CLAIM)]),
        (KNOWN, OTHER_SELLER, "not_yours"),
        (ForgetFacts(SELLER.organisation, False), SELLER, []),
        (ForgetFacts(None, False), SELLER, "claim_unknown"),
    ],
)
def test_forgotten(facts: ForgetFacts, by: object, comes: object) -> None:
    assert said(forget_claim, facts, ASKED, by) == comes  # type: ignore[arg-type]
    assert may(ForgetClaim) == {"seller", "operator"}
