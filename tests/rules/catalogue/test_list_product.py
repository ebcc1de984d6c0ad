"""The operator lists a submitted product of another organisation, under the law of the day."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import Ground, ListProduct, ProductState
from datafloor.contexts.catalogue.rules import list_product
from datafloor.kernel.law import Answer
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.listed import facts, statement, unlawful
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import NOW, VN, may, said

ASKED = ListProduct(product=PRODUCT, reason="Looked at.")
OPERATOR = by("operator", "seller")
WAITING = another_s(ProductState.submitted)


def test_the_decision_is_its_own_and_judged_anew() -> None:
    (listed,) = said(list_product, facts(WAITING), ASKED, OPERATOR, NOW, VN)
    assert (listed.ground, listed.reason, listed.drawn) == (Ground.operator, "Looked at.", False)
    assert listed.judgement.digest == VN.digest
    decided = {each.rule: each.answer for each in listed.judgement.answers}
    assert decided["listing.operator_decision"] is Answer.passed


def test_where_a_point_needs_a_person_she_says_why() -> None:
    doubtful = facts(WAITING, statement=statement(right_covers_scope=None))
    silent = ListProduct(product=PRODUCT)
    assert said(list_product, doubtful, silent, OPERATOR, NOW, VN) == "reason_needed"
    assert len(said(list_product, doubtful, ASKED, OPERATOR, NOW, VN)) == 1
    assert len(said(list_product, facts(WAITING), silent, OPERATOR, NOW, VN)) == 1


def test_what_the_law_forbids_by_now_is_not_listed() -> None:
    faulty = facts(WAITING, statement=statement(limitations=None))
    assert unlawful(list_product, faulty, ASKED, OPERATOR) == ["listing.quality_statement"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (facts(another_s(ProductState.draft)), "product_not_submitted"),
        (facts(another_s(ProductState.listed)), "product_not_submitted"),
        (facts(another_s(ProductState.refused)), "product_not_submitted"),
        (facts(another_s(ProductState.suspended)), "product_not_submitted"),
        (facts(another_s(ProductState.delisted)), "product_not_submitted"),
        (facts(own(ProductState.submitted)), "own_product"),
        (facts(own(ProductState.draft)), "own_product"),
        (None, "product_unknown"),
    ],
)
def test_refused(given: Any, refusal: str) -> None:
    assert said(list_product, given, ASKED, OPERATOR, NOW, VN) == refusal


def test_who_may() -> None:
    assert may(ListProduct) == {"operator"}
