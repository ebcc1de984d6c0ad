"""An appraiser files a report: certified, without an interest, its conflicts disclosed."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import AppraisalFiled, FileAppraisal, ProductState
from datafloor.contexts.catalogue.model import AppraisalFacts
from datafloor.contexts.catalogue.rules import file_appraisal
from datafloor.kernel.law import Answer
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.listed import unlawful
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import NOW, VN, may, said

APPRAISER = by("buyer")
ASKED = FileAppraisal(
    appraisal="appraisal_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    product=PRODUCT,
    report="6" * 64,
    scope="The whole table",
    content="Completeness, validity, outliers",
    method="Compared with the timetable",
    inputs="Version 1 and the timetable",
    conclusion="Fit for research",
)
FACTS = AppraisalFacts(
    exists=False,
    product=another_s(ProductState.draft),
    certificates=("intermediary_certificate",),
    interested=False,
    also_sells=False,
    says_that_it_sells=False,
    declaration="7" * 64,
)


def but(**changed: Any) -> AppraisalFacts:
    return msgspec.structs.replace(FACTS, **changed)


@pytest.mark.parametrize("facts", [FACTS, but(also_sells=True, says_that_it_sells=True)])
def test_a_report_is_filed_with_its_judgement(facts: AppraisalFacts) -> None:
    (filed,) = said(file_appraisal, facts, ASKED, APPRAISER, NOW, VN)
    assert isinstance(filed, AppraisalFiled)
    assert filed.appraiser == APPRAISER.organisation
    assert {each.answer for each in filed.judgement.answers} <= {
        Answer.passed,
        Answer.not_applicable,
    }


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (but(product=own(ProductState.draft)), "listing.appraiser_independent"),
        (but(interested=True), "listing.appraiser_independent"),
        (but(certificates=()), "listing.service_certificate"),
        (but(certificates=("exchange_certificate",)), "listing.service_certificate"),
        (but(also_sells=True), "listing.capacity_disclosed"),
        (but(declaration=None), "listing.conflict_declared"),
    ],
)
def test_the_law_refuses_and_names_its_rule(facts: AppraisalFacts, rule: str) -> None:
    assert unlawful(file_appraisal, facts, ASKED, APPRAISER) == [rule]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (but(product=None), "product_unknown"),
        (but(exists=True), "id_taken"),
        (but(product=own(ProductState.draft)), "appraiser_interested"),
        (but(interested=True), "appraiser_interested"),
    ],
)
def test_refused_under_any_law(facts: AppraisalFacts, refusal: str) -> None:
    assert said(file_appraisal, facts, ASKED, APPRAISER) == refusal


def test_who_may() -> None:
    assert may(FileAppraisal) == {"seller", "buyer", "operator", "supervisor", "exchange"}
