"""The seller asks for a listing: the law judges, low risk is listed, the rest waits."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import (
    Ground,
    Origin,
    ProductListed,
    ProductState,
    ProductSubmitted,
    Risk,
    RiskReason,
    SubmitProduct,
)
from datafloor.contexts.catalogue.model import Appraisal, Grade
from datafloor.contexts.catalogue.rules import submit_product
from datafloor.kernel.clock import instant
from datafloor.kernel.law import Answer, Status
from tests.rules.cases import OTHER_ORG, PRODUCT, by
from tests.rules.catalogue.listed import GOOD, facts, statement, unlawful
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import NOW, VN, may, said

ASKED = SubmitProduct(product=PRODUCT)
SELLER = by("seller")


def submitted(given: Any, now: int = NOW) -> list[Any]:
    came = said(submit_product, given, ASKED, SELLER, now, VN)
    assert isinstance(came, list), came
    return came


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (facts(own(ProductState.draft, data=False)), "product_without_data"),
        (facts(own(ProductState.submitted)), "product_not_draft"),
        (facts(own(ProductState.listed)), "product_not_draft"),
        (facts(own(ProductState.suspended)), "product_not_draft"),
        (facts(own(ProductState.delisted)), "product_not_draft"),
        (facts(another_s(ProductState.draft)), "not_yours"),
        (None, "product_unknown"),
        (facts(statement=None), "law_not_met"),
    ],
)
def test_refused(given: Any, refusal: str) -> None:
    assert said(submit_product, given, ASKED, SELLER, NOW, VN) == refusal


@pytest.mark.parametrize("state", [ProductState.draft, ProductState.refused])
def test_low_risk_is_listed_by_the_operators_rule(state: ProductState) -> None:
    waits, listed = submitted(facts(own(state)))
    assert (waits.risk, waits.risk_reasons, waits.law_changed) == (Risk.low, (), False)
    assert waits.deadline is None
    assert waits.judgement.digest == VN.digest
    assert {each.answer for each in waits.judgement.answers} == {
        Answer.passed,
        Answer.not_applicable,
    }
    assert listed == ProductListed(
        product=PRODUCT,
        ground=Ground.low_risk,
        reason=None,
        judgement=None,
        sample_points=1_000,
        drawn=False,
    )


@pytest.mark.parametrize(("draw", "drawn"), [(0, True), (999, True), (1_000, False)])
def test_one_in_ten_is_drawn(draw: int, drawn: bool) -> None:
    assert submitted(facts(draw=draw))[1].drawn is drawn


def test_without_a_rule_the_operator_decides_within_its_clock() -> None:
    (waits,) = submitted(facts(rule=None))
    assert waits.risk is Risk.high and waits.risk_reasons == (RiskReason.person_needed,)
    by_person = [each.rule for each in waits.judgement.with_answer(Answer.needs_person)]
    assert by_person == ["listing.operator_decision"]
    # Monday, and Tuesday is a holiday: the fifth working day after it is the next Tuesday
    assert waits.deadline.until == instant("2026-12-01T17:00:00Z") - 1
    assert waits.deadline.status is Status.unverified


PEOPLE = {"about_people": True, "people": {"derived": False, "children": False}}


@pytest.mark.parametrize(
    ("but", "reason"),
    [
        ({"findings": None}, RiskReason.not_appraised),
        ({"findings": msgspec.structs.replace(GOOD, grade=Grade.D)}, RiskReason.poor_grade),
        ({"findings": msgspec.structs.replace(GOOD, blocking_count=1)}, RiskReason.poor_grade),
        ({"seller_verified": False}, RiskReason.seller_not_verified),
        ({"earlier_fault": True}, RiskReason.earlier_fault),
        ({"statement": statement(data_class="important_data")}, RiskReason.class_above_other),
        ({"statement": statement(recipients="abroad_too")}, RiskReason.recipients_abroad),
        ({"statement": statement(right_covers_scope=None)}, RiskReason.person_needed),
        ({"statement": statement(is_state_secret=True)}, RiskReason.person_needed),
        ({"statement": statement(**PEOPLE)}, RiskReason.about_people),
        (
            {
                "statement": statement(
                    state_pricing={
                        "mode": "maximum_price",
                        "decision_number": "12/QĐ-UBND",
                        "finance_opinion": "3" * 64,
                    }
                )
            },
            RiskReason.state_priced,
        ),
    ],
)
def test_a_reason_makes_it_wait_for_a_person(but: dict[str, Any], reason: RiskReason) -> None:
    (waits,) = submitted(facts(**but))
    assert isinstance(waits, ProductSubmitted)
    assert waits.risk is Risk.high
    assert reason in waits.risk_reasons
    assert waits.deadline is not None


VOLUME = "listing.volume_in_class"


def appraisal(*, interested: bool = False, also_sells: bool = False) -> Appraisal:
    """A report whose appraiser does not say that it sells."""
    texts = ("scope", "content", "method", "inputs", "conclusion")
    return Appraisal(OTHER_ORG, *texts, interested, also_sells, False, "5" * 64)


def people(**said: Any) -> dict[str, Any]:
    """About people, with consent in order, but for what is said."""
    consent = {"evidence": "4" * 64, "voluntary": True, "informed": True, "per_purpose": True}
    consent |= {"sensitive_flagged": True, "bundled": False, "by_silence": False}
    whole = {"derived": False, "children": False, "citizens_count": 100}
    return {
        "about_people": True,
        "people": whole | {"consent": consent | {"preticked": False}} | said,
    }


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"statement": statement(right_evidence=None)}, "listing.origin_file"),
        ({"statement": statement(basis_of_right=None)}, "listing.origin_stated"),
        ({"statement": statement(right_covers_scope=False)}, "listing.right_covers_scope"),
        ({"statement": statement(data_class=None)}, "listing.classified"),
        ({"statement": statement(limitations=None)}, "listing.quality_statement"),
        ({"statement": statement(originality=None)}, "listing.original_or_value_added"),
        ({"statement": statement(originality="value_added_data")}, "listing.value_added_method"),
        ({"statement": statement(source="other_state_database")}, "exchange.other_sources"),
        ({"statement": statement(state_pricing={})}, "listing.state_price_decision"),
        (
            {"statement": statement(infringes_third_party_rights=True)},
            "listing.third_party_rights",
        ),
        ({"statement": statement(**people(derived=True))}, "listing.deidentified"),
        ({"statement": statement(**people(children=True))}, "listing.children"),
        ({"statement": statement(**people(consent={"by_silence": True}))}, "pd.consent_form"),
        (
            {"statement": statement(**people(sensitive=True, citizens_count=100_000))},
            VOLUME := "listing.volume_in_class",
        ),
        ({"statement": statement(**people()), "citizens_before": 1_000_000}, VOLUME),
        (
            {"findings": msgspec.structs.replace(GOOD, personal_count=1)},
            "listing.no_personal_data",
        ),
        ({"columns": ()}, "listing.technical_features"),
        (
            {
                "appraisal": Appraisal(
                    OTHER_ORG, "s", "c", "m", "i", "c", True, False, False, "5" * 64
                )
            },
            "listing.appraiser_independent",
        ),
        (
            {
                "appraisal": Appraisal(
                    OTHER_ORG, "s", "c", "m", "i", "c", False, True, False, "5" * 64
                )
            },
            "listing.capacity_disclosed",
        ),
    ],
)
def test_the_law_refuses_and_names_its_rule(but: dict[str, Any], rule: str) -> None:
    assert rule in unlawful(submit_product, facts(**but), ASKED, SELLER)


def test_lawful_data_about_people_wait_for_a_person() -> None:
    (waits,) = submitted(facts(statement=statement(**people())))
    assert waits.risk_reasons == (RiskReason.about_people,)


def test_price_and_terms_are_not_judged_before_there_is_an_offer() -> None:
    rules = {each.rule for each in submitted(facts())[0].judgement.answers}
    assert "listing.operator_decision" in rules
    assert rules.isdisjoint(
        {"listing.price_published", "listing.licence_terms", "listing.open_data_not_priced"}
    )


def test_open_data_may_be_listed() -> None:
    assert len(submitted(facts(origin=Origin.open_data))) == 2


@pytest.mark.parametrize(
    ("but", "changed"),
    [
        ({}, False),
        ({"described_under": "0" * 64}, True),  # another edition of the pack
        ({"described_at": instant("2026-09-24T00:00:00Z")}, True),  # the decree came after it
        ({"described_at": instant("2026-11-12T00:00:00Z")}, False),
    ],
)
def test_a_law_that_changed_since_the_draft_is_told(but: dict[str, Any], changed: bool) -> None:
    assert submitted(facts(**but))[0].law_changed is changed


def test_before_the_decree_its_points_refuse_nothing() -> None:
    before = instant("2026-09-24T00:00:00Z")
    bare = facts(statement=statement(limitations=None, originality=None), described_at=before)
    assert len(submitted(bare, before)) == 2
    assert unlawful(submit_product, bare, ASKED, SELLER) != []


def test_under_no_law_nothing_is_asked() -> None:
    came = said(submit_product, facts(statement=None), ASKED, SELLER)
    assert [type(event) for event in came] == [ProductSubmitted]
    assert came[0].judgement.answers == () and came[0].deadline is None


def test_who_may() -> None:
    assert may(SubmitProduct) == {"seller"}
