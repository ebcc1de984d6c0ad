"""Other terms are proposed."""

from typing import Any

import pytest

from datafloor.contexts.agreements import Amendment, ChangeProposed, ProposeAmendment
from datafloor.contexts.agreements.rules import propose_amendment
from datafloor.contexts.policy import Purpose, TermsFacts
from datafloor.kernel.message import Actor
from tests.rules.agreements.facts import (
    CHANGE_ID,
    CONTENT,
    CONTRACT_ID,
    ENDED,
    LICENCE,
    OVER,
    PROPOSAL,
    TERMS_ID,
    but,
    text_of,
)
from tests.rules.deciding import BUYER, OTHER_BUYER, OTHER_SELLER, SELLER, may, said

ASKED = ProposeAmendment(
    change=CHANGE_ID,
    contract=CONTRACT_ID,
    terms=TERMS_ID,
    purpose=Purpose.research,
    country="VN",
    notice_days=60,
)


@pytest.mark.parametrize(("by", "other"), [(SELLER, BUYER), (BUYER, SELLER)])
def test_either_side_proposes_and_waits_for_the_other(by: Actor, other: Actor) -> None:
    what = Amendment(TERMS_ID, CONTENT.terms_digest, LICENCE, Purpose.research, "VN", 60)
    assert said(propose_amendment, PROPOSAL, ASKED, by) == [
        ChangeProposed(
            change=CHANGE_ID,
            contract=CONTRACT_ID,
            edition_number=1,
            organisation=by.organisation,
            awaits=(other.organisation,),
            what=what,
        )
    ]


def _terms(organisation: str = SELLER.organisation, **changes: Any) -> Any:
    return but(PROPOSAL, terms=TermsFacts(organisation, text_of(but(LICENCE, **changes))))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (but(PROPOSAL, contract=None), "contract_unknown"),
        (but(PROPOSAL, edition=None), "contract_unknown"),
        (but(PROPOSAL, contract=OVER), "contract_over"),
        (but(PROPOSAL, contract=ENDED), "contract_over"),
        (but(PROPOSAL, notice_given=True), "notice_given"),
        (but(PROPOSAL, open_change=True), "change_open"),
        (but(PROPOSAL, exists=True), "id_taken"),
        (but(PROPOSAL, terms=None), "terms_unknown"),
        (_terms(OTHER_SELLER.organisation), "terms_of_another"),
        (but(PROPOSAL, terms=TermsFacts(SELLER.organisation, "{}")), "term_not_understood"),
        (_terms(exclusive=True), "exclusivity_stays"),
        (_terms(purposes=(Purpose.credit_scoring,)), "purpose_not_licensed"),
        (_terms(territory=("LA",)), "country_not_licensed"),
        (_terms(days=1), "licence_over"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(propose_amendment, facts, ASKED, SELLER) == refusal


def test_strangers_propose_nothing() -> None:
    assert said(propose_amendment, PROPOSAL, ASKED, OTHER_BUYER) == "not_yours"


def test_who_may() -> None:
    assert may(ProposeAmendment) == {"seller", "buyer"}
