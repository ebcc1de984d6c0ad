"""Consent, and what the last one makes."""

from typing import Any

import pytest

from datafloor.contexts.agreements import AgreeToChange, ChangeAgreed, ChangeMade, ContractDrawn
from datafloor.contexts.agreements.model import ChangeState, Renewal
from datafloor.contexts.agreements.rules import agree_to_change, digests
from tests.rules.agreements.facts import (
    AMENDMENT,
    ASSIGNMENT,
    CHANGE,
    CHANGE_ID,
    CONTENT,
    CONTRACT,
    CONTRACT_ID,
    EDITION,
    LICENCE,
    ORDER,
    OVER,
    RENEWAL,
    TERMS_ID,
    WIDE,
    but,
)
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, SELLER, dong, may, said

ASKED = AgreeToChange(change=CHANGE_ID)
NEXT = but(CONTENT, edition_number=2, previous=EDITION.digests.content)
AMENDED = but(
    NEXT,
    terms_digest=AMENDMENT.terms_digest,
    licence=WIDE,
    purpose=AMENDMENT.purpose,
    notice_days=60,
    ends_at=CONTRACT.starts_at + 730 * DAY,
)
RENEWED = but(NEXT, ends_at=NOW + (364 + 365) * DAY)


def agreed(organisation: str = SELLER.organisation) -> ChangeAgreed:
    return ChangeAgreed(change=CHANGE_ID, contract=CONTRACT_ID, organisation=organisation)


@pytest.mark.parametrize(
    ("what", "content"),
    [
        (AMENDMENT, AMENDED),
        (but(AMENDMENT, licence=but(WIDE, days=None)),
         but(AMENDED, licence=but(WIDE, days=None), ends_at=None)),
        (ASSIGNMENT, but(NEXT, buyer=OTHER_BUYER.organisation)),
        (RENEWAL, RENEWED),
    ],
)  # fmt: skip
def test_the_last_consent_makes_the_change_and_the_next_edition(what: Any, content: Any) -> None:
    assert said(agree_to_change, but(CHANGE, what=what), ASKED, SELLER) == [
        agreed(),
        ChangeMade(change=CHANGE_ID, contract=CONTRACT_ID, what=what, content=content),
        ContractDrawn(contract=CONTRACT_ID, content=content, digests=digests(content)),
    ]


def test_a_renewal_with_a_price_is_an_order_of_its_own() -> None:
    what = Renewal(ORDER, TERMS_ID, CONTENT.terms_digest, LICENCE, dong(5))
    assert said(agree_to_change, but(CHANGE, what=what), ASKED, SELLER) == [
        agreed(),
        ChangeMade(change=CHANGE_ID, contract=CONTRACT_ID, what=what, content=CONTENT),
    ]


def test_before_the_last_consent_nothing_changes() -> None:
    both = frozenset({SELLER.organisation, OTHER_BUYER.organisation})
    facts = but(CHANGE, what=ASSIGNMENT, awaits=both)
    assert said(agree_to_change, facts, ASKED, OTHER_BUYER) == [agreed(OTHER_BUYER.organisation)]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (None, "change_unknown"),
        (but(CHANGE, state=ChangeState.made), "change_closed"),
        (but(CHANGE, state=ChangeState.declined), "change_closed"),
        (but(CHANGE, contract=OVER), "contract_over"),
        (but(CHANGE, what=but(AMENDMENT, licence=but(WIDE, days=1))), "licence_over"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(agree_to_change, facts, ASKED, SELLER) == refusal


def test_who_proposes_does_not_agree_for_the_other() -> None:
    assert said(agree_to_change, CHANGE, ASKED, BUYER) == "not_yours"


def test_who_may() -> None:
    assert may(AgreeToChange) == {"seller", "buyer"}
