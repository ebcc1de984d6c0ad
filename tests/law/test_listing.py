"""May it be listed? One lawful offer, and what each single fault is answered with."""

from typing import Any

import pytest

from datafloor.kernel import law
from datafloor.kernel.law import Answer, Stage
from tests.law.packs import at

VN = law.pack("vn")
NOW = at("2026-11-21 12:00")
MARKET = "listing."

LAWFUL: dict[str, Any] = {
    # what kind of offer it is
    **dict.fromkeys(("is_service", "is_demand", "is_value_added", "is_state_priced"), False),
    **dict.fromkeys(("about_people", "derived_from_personal_data", "concerns_children"), False),
    **dict.fromkeys(("appraisal_report_filed", "intermediary_also_sells"), False),
    **dict.fromkeys(("intermediary_involved", "is_national_exchange"), False),
    # what it states
    **dict.fromkeys(("seller_legal_status", "origin", "basis_of_right"), "stated"),
    **dict.fromkeys(("technical_features", "format", "list_of_fields", "parameters"), "stated"),
    **dict.fromkeys(("quality", "accuracy", "completeness", "update_level"), "stated"),
    **dict.fromkeys(("limitations", "licence_term", "licence_purposes"), "stated"),
    **dict.fromkeys(("licence_onward_transfer", "licence_ip_restrictions"), "stated"),
    "licence_exclusivity": False,
    "price": 0,
    "data_class": "other_data",
    "originality": "original_data",
    "recipients": "domestic_only",
    "data_source": "non_state_party",
    # what was found
    "origin_file": "sha256:00",
    **dict.fromkeys(("right_covers_scope", "machine_readable", "traceable_to_origin"), True),
    **dict.fromkeys(("sensitive_data_checked", "decided_by_operator"), True),
    **dict.fromkeys(("contains_personal_data", "harms_state_security", "is_state_secret"), False),
    **dict.fromkeys(("banned_by_other_law", "sells_unchanged_open_data"), False),
    **dict.fromkeys(("infringes_third_party_rights", "volume_above_declared_class"), False),
}


def answers(facts: dict[str, Any]) -> dict[str, Answer]:
    return {
        one.rule: one.answer
        for one in VN.judge(Stage.listing, facts, NOW)
        if one.rule.startswith(MARKET)
    }


def test_a_lawful_offer_passes_every_point() -> None:
    given = answers(LAWFUL)
    assert set(given.values()) == {Answer.passed, Answer.not_applicable}
    points = {
        rule.point for rule in VN.at(NOW) if given.get(rule.id) is Answer.passed and rule.point
    }
    # of services and intermediaries nothing is asked; nor of consent, for it is not about people
    assert set(range(1, 20)) - points == {4, 13, 14}


failed, person = Answer.failed, Answer.needs_person


@pytest.mark.parametrize(
    ("fault", "rule", "answer"),
    [
        ({"origin_file": None}, "origin_file", failed),
        ({"basis_of_right": " "}, "origin_stated", failed),
        ({"right_covers_scope": None}, "right_covers_scope", person),
        ({"is_state_secret": True}, "no_harm_to_state", person),  # unverified: never by itself
        ({"about_people": True}, "consent", person),
        ({"contains_personal_data": True}, "no_personal_data", failed),
        ({"contains_personal_data": None}, "no_personal_data", person),
        ({"derived_from_personal_data": True}, "deidentified", failed),
        ({"data_class": "secret"}, "classified", failed),
        ({"machine_readable": False}, "machine_readable", failed),
        ({"list_of_fields": []}, "technical_features", failed),
        ({"limitations": ""}, "quality_statement", failed),
        ({"originality": "new"}, "original_or_value_added", failed),
        ({"is_value_added": True}, "value_added_method", failed),
        ({"licence_term": None}, "licence_terms", failed),
        ({"price": None}, "price_published", failed),
        ({"is_state_priced": True}, "state_price_decision", failed),
        ({"is_state_priced": True}, "finance_consulted", failed),
        ({"sells_unchanged_open_data": True}, "open_data_not_priced", person),
        ({"is_service": True, "certificates": []}, "service_certificate", failed),
        (
            {"appraisal_report_filed": True, "appraises_own_data": True},
            "appraiser_independent",
            failed,
        ),
        ({"intermediary_involved": True}, "conflict_declared", failed),
        ({"recipients": "somewhere"}, "crossborder_flag", person),
        ({"concerns_children": True}, "children", failed),
        ({"infringes_third_party_rights": None}, "third_party_rights", person),
        ({"volume_above_declared_class": True}, "volume_in_class", failed),
        ({"decided_by_operator": False}, "operator_decision", failed),
    ],
)
def test_one_fault_is_answered_by_its_rule(
    fault: dict[str, Any], rule: str, answer: Answer
) -> None:
    assert answers(LAWFUL | fault)[MARKET + rule] is answer


def test_nothing_is_listed_on_silence() -> None:
    assert Answer.passed not in answers({}).values()


def test_before_the_decree_its_points_do_not_bind() -> None:
    before = VN.judge(Stage.listing, LAWFUL, at("2026-09-24 23:59"))
    after = VN.judge(Stage.listing, LAWFUL, at("2026-09-25 00:00"))
    of_the_decree = [one.rule for one in after if one.citation.startswith("ND314")]
    assert len(of_the_decree) > 20
    assert not {one.rule for one in before} & set(of_the_decree)
