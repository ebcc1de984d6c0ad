"""The operator verifies who joined, by the conditions of the law."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.participants import OrganisationVerified, Papers, VerifyOrganisation
from datafloor.contexts.participants.model import VerifyFacts
from datafloor.contexts.participants.rules import verify_organisation
from datafloor.kernel.law import Answer
from tests.rules.cases import ORG, OTHER_ORG, by
from tests.rules.catalogue.listed import unlawful
from tests.rules.deciding import NOW, VN, may, said

PAPERS = Papers(
    documents=("1" * 64,), payment_account="2" * 64, lawful_entity=True, conditional_line=False
)
FACTS = VerifyFacts(frozenset({"seller"}), PAPERS, "ten_digits", 2, verified=False)
OPERATOR = by("operator")
ASKED = VerifyOrganisation(organisation=OTHER_ORG)


def but(**changed: Any) -> VerifyFacts:
    return msgspec.structs.replace(FACTS, **changed)


def papers(**changed: Any) -> VerifyFacts:
    return but(papers=msgspec.structs.replace(PAPERS, **changed))


def test_verified_with_each_condition() -> None:
    (verified,) = said(verify_organisation, FACTS, ASKED, OPERATOR, NOW, VN)
    assert isinstance(verified, OrganisationVerified)
    answers = {each.rule: each.answer for each in verified.judgement.answers}
    assert answers.pop("joining.conditional_line") is Answer.not_applicable
    assert set(answers.values()) == {Answer.passed}
    assert set(answers) == {
        *("joining.identity_level", "joining.legal_entity", "joining.legal_status"),
        *("joining.payment_account", "tax.code_form"),
    }


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (but(level=1), "joining.identity_level"),
        (papers(payment_account=None), "joining.payment_account"),
        (papers(lawful_entity=False), "joining.legal_entity"),
        (papers(conditional_line=True), "joining.conditional_line"),
    ],
)
def test_the_law_refuses_and_names_its_rule(facts: VerifyFacts, rule: str) -> None:
    assert unlawful(verify_organisation, facts, ASKED, OPERATOR) == [rule]


def test_a_buyer_needs_no_payment_account() -> None:
    buyer = msgspec.structs.replace(papers(payment_account=None), roles=frozenset({"buyer"}))
    assert len(said(verify_organisation, buyer, ASKED, OPERATOR, NOW, VN)) == 1


@pytest.mark.parametrize("facts", [but(level=None), papers(lawful_entity=None)])
def test_what_is_not_known_needs_a_person_with_a_reason(facts: VerifyFacts) -> None:
    assert said(verify_organisation, facts, ASKED, OPERATOR, NOW, VN) == "reason_needed"
    told = VerifyOrganisation(organisation=OTHER_ORG, reason="Looked up in the register.")
    assert len(said(verify_organisation, facts, told, OPERATOR, NOW, VN)) == 1


@pytest.mark.parametrize(
    ("facts", "organisation", "comes_to"),
    [
        (VerifyFacts(None, None, "", None, False), OTHER_ORG, "organisation_unknown"),
        (FACTS, ORG, "own_verification"),
        (but(papers=None), OTHER_ORG, "papers_missing"),
        (but(verified=True), OTHER_ORG, []),
    ],
)
def test_verify_organisation(facts: VerifyFacts, organisation: str, comes_to: Any) -> None:
    asked = VerifyOrganisation(organisation=organisation)
    assert said(verify_organisation, facts, asked, OPERATOR, NOW, VN) == comes_to


def test_who_may() -> None:
    assert may(VerifyOrganisation) == {"operator"}
