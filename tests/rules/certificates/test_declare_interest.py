"""An organisation declares an interest in another."""

from typing import Any

import pytest

from datafloor.contexts.certificates import (
    DeclareInterest,
    InterestDeclared,
    InterestFacts,
    Nature,
)
from datafloor.contexts.certificates.rules import declare_interest
from tests.rules.cases import ORG, OTHER_ORG
from tests.rules.certificates.held import EVERYBODY, HOLDER
from tests.rules.deciding import may, said

INTEREST = "interest_01ARZ3NDEKTSV4RRFFQ69G5FAV"
NEW = InterestFacts(organisation=None, withdrawn=False, subject_known=True)
DECLARED = [
    InterestDeclared(
        interest=INTEREST, organisation=ORG, subject=OTHER_ORG, nature=Nature.ownership
    )
]


@pytest.mark.parametrize(
    ("facts", "subject", "comes_to"),
    [
        (NEW, OTHER_ORG, DECLARED),
        (NEW, ORG, []),
        (InterestFacts(None, False, False), OTHER_ORG, "organisation_unknown"),
        (InterestFacts(ORG, False, True), OTHER_ORG, "id_taken"),
    ],
)
def test_declare_interest(facts: InterestFacts, subject: str, comes_to: Any) -> None:
    asked = DeclareInterest(interest=INTEREST, subject=subject, nature=Nature.ownership)
    assert said(declare_interest, facts, asked, HOLDER) == comes_to


def test_who_may() -> None:
    assert may(DeclareInterest) == EVERYBODY
