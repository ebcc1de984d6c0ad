"""What the law says about listing a product, and whether a person has to look.

The sheet of facts has three sources, and says so by what it leaves out: what the exchange measured
itself (fields, format, findings), what its register says (certificates, interests, verification),
and what the seller states and answers for. Nothing is guessed: what nobody said is not known.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from datafloor.contexts.catalogue.model import (
    Appraisal,
    DataClass,
    Grade,
    ListingFacts,
    Origin,
    People,
    Recipients,
    Risk,
    RiskReason,
    Statement,
    StatePricing,
)
from datafloor.kernel.law import Answer, Decision, Pack, Rule, Stage, ThresholdCount, words_of

OF_AN_OFFER = frozenset(
    {
        *("licence_term", "licence_purposes", "licence_exclusivity", "licence_onward_transfer"),
        *("licence_ip_restrictions", "price", "must_declare_price", "sells_unchanged_open_data"),
        "price_obeys_decision",
    }
)
"""Facts that are known only when a price and terms are named: rules about them are judged at the
offer, which comes after the listing."""

POOR = (Grade.D, Grade.E)

THRESHOLDS = {
    False: ("class.basic_important", "class.basic_core"),
    True: ("class.sensitive_important", "class.sensitive_core"),
}
"""From how many citizens on data are important and core, for basic and for sensitive data."""


def judged(facts: ListingFacts, law: Pack, now: int, *, decided: bool | None) -> Sequence[Decision]:
    """What every rule about listing answers that can be judged before there is an offer.

    `decided`: the operator, by itself or by its published rule, decided to list.
    """
    sheet = listing_sheet(facts, law, now) | {"decided_by_operator": decided}
    decisions = law.judge(Stage.listing, sheet, now)
    return [each for each in decisions if _of_product(law.rule(each.rule, now))]


def judged_offer(
    facts: ListingFacts, offer: Mapping[str, object], law: Pack, now: int
) -> Sequence[Decision]:
    """What the rules answer that had to wait for a price and terms: `offer` are the facts of it."""
    sheet = listing_sheet(facts, law, now) | {"decided_by_operator": True, **offer}
    decisions = law.judge(Stage.listing, sheet, now)
    return [each for each in decisions if not _of_product(law.rule(each.rule, now))]


def unchanged_open_data(facts: ListingFacts) -> bool:
    """Open data to which nothing was added (and nobody says that it was)."""
    said = facts.statement or Statement()
    return facts.origin is Origin.open_data and said.originality != VALUE_ADDED


def _of_product(rule: Rule | None) -> bool:
    return rule is not None and OF_AN_OFFER.isdisjoint(words_of(rule.check))


def binding(law: Pack, now: int) -> set[tuple[str, object]]:
    """The rules about listing that bind on a day, with their content."""
    return {(rule.id, rule) for rule in law.at(now) if Stage.listing in rule.stage}


def listing_sheet(facts: ListingFacts, law: Pack, now: int) -> dict[str, Any]:
    """The facts by the names that rules use."""
    said = facts.statement or Statement()
    measured = facts.product.current
    found = facts.findings
    return {
        **dict.fromkeys(("is_service", "is_demand", "is_national_exchange"), False),
        "seller_legal_status": "registered",
        "origin": facts.origin.value,
        "origin_file": said.right_evidence,
        "basis_of_right": said.basis_of_right,
        "right_covers_scope": said.right_covers_scope,
        "data_source": said.source,
        "data_class": said.data_class,
        "recipients": said.recipients,
        "harms_state_security": said.harms_state_security,
        "is_state_secret": said.is_state_secret,
        "banned_by_other_law": said.banned_by_other_law,
        "infringes_third_party_rights": said.infringes_third_party_rights,
        "machine_readable": True if measured and facts.columns else None,
        "technical_features": "Delta table" if measured else None,
        "format": "parquet" if measured else None,
        "list_of_fields": facts.columns,
        "parameters": f"{measured.rows} rows, {measured.bytes} bytes" if measured else None,
        "traceable_to_origin": True if measured and said.right_evidence else None,
        "quality": said.quality,
        "accuracy": said.accuracy,
        "completeness": said.completeness,
        "update_level": said.update_level,
        "limitations": said.limitations,
        "originality": said.originality,
        "is_value_added": None if said.originality is None else said.originality == VALUE_ADDED,
        "processing_method": said.processing_method,
        "input_sources": said.input_sources,
        "update_frequency": said.update_frequency,
        "contains_personal_data": None if found is None else found.personal_count > 0,
        "trades_personal_data": None if found is None else found.personal_count > 0,
        "sensitive_data_checked": True if found else None,
        **_about_people(said),
        **_state_priced(said.state_pricing),
        **_appraised(facts.appraisal),
        "volume_above_declared_class": _above_class(facts, said, law, now),
    }


VALUE_ADDED = "value_added_data"


def _about_people(said: Statement) -> dict[str, Any]:
    people = said.people or People()
    consent = people.consent
    apart = said.about_people is False  # then nothing about people is asked
    sheet = {
        "about_people": said.about_people,
        "derived_from_personal_data": False if apart else people.derived,
        "deidentification_report": people.deidentification_report,
        "concerns_children": False if apart else people.children,
        "children_from_seven": people.children_from_seven,
        "representative_consent": people.representative_consent,
        "child_consent": people.child_consent,
        "relies_on_consent": False if apart else _relies(people),
        "legal_basis": people.legal_basis,
        "consent_or_legal_basis": True if people.legal_basis else None,
    }
    if consent is not None:
        sheet |= {
            "consent_or_legal_basis": True if consent.evidence else None,
            "consent_evidence": consent.evidence,
            "consent_voluntary": consent.voluntary,
            "consent_informed": consent.informed,
            "consent_per_purpose": consent.per_purpose,
            "sensitive_data_flagged": consent.sensitive_flagged,
            "consent_bundled": consent.bundled,
            "consent_by_silence": consent.by_silence,
            "consent_preticked": consent.preticked,
        }
    return sheet


def _relies(people: People) -> bool | None:
    if people.consent is not None:
        return True
    return False if people.legal_basis is not None else None


def _state_priced(pricing: StatePricing | None) -> dict[str, Any]:
    if pricing is None:
        return {"is_state_priced": False}
    return {
        "is_state_priced": True,
        "state_price_mode": pricing.mode,
        "price_decision_number": pricing.decision_number,
        "finance_ministry_opinion": pricing.finance_opinion,
        "covers_reasonable_cost": pricing.covers_reasonable_cost,
        "profit_fits_market": pricing.profit_fits_market,
        "fits_supply_and_demand": pricing.fits_supply_and_demand,
    }


def _appraised(appraisal: Appraisal | None) -> dict[str, Any]:
    if appraisal is None:
        return dict.fromkeys(
            ("appraisal_report_filed", "intermediary_involved", "intermediary_also_sells"), False
        )
    return {
        "appraisal_report_filed": True,
        "intermediary_involved": True,
        "intermediary_also_sells": appraisal.also_sells,
        "seller_capacity_disclosed": appraisal.says_that_it_sells,
        "conflict_declaration": appraisal.declaration,
        "appraises_own_data": False,
        "appraiser_has_interest": appraisal.interested,
        "report_scope": appraisal.scope,
        "report_content": appraisal.content,
        "report_method": appraisal.method,
        "report_inputs": appraisal.inputs,
        "report_conclusion": appraisal.conclusion,
    }


def _above_class(facts: ListingFacts, said: Statement, law: Pack, now: int) -> bool | None:
    """Whether the organisation's data cover so many citizens that they are of a higher class."""
    if said.about_people is False:
        return False
    people = said.people
    if people is None or people.citizens_count is None or said.data_class is None:
        return None
    count = people.citizens_count + facts.citizens_before
    reached = 0
    for rank, rule in enumerate(THRESHOLDS[bool(people.sensitive)], 1):
        threshold = law.check(rule, now, ThresholdCount)
        if threshold is not None and threshold.reached(count):
            reached = rank
    declared = (DataClass.other_data, DataClass.important_data, DataClass.core_data)
    return reached > declared.index(said.data_class)


def risk_of(facts: ListingFacts, decisions: Sequence[Decision]) -> tuple[RiskReason, ...]:
    """Why a person has to look first; nothing where the risk is low.

    Low risk is what the law leaves no doubt about, what the exchange looked into itself and found
    good, what is about no people and of no higher class, stays in the country, has a market price,
    and comes from a seller that was verified and has not failed before.
    """
    said = facts.statement or Statement()
    found = facts.findings
    weighed = {
        RiskReason.person_needed: any(one.answer is Answer.needs_person for one in decisions),
        RiskReason.class_above_other: said.data_class is not DataClass.other_data,
        RiskReason.about_people: said.about_people is not False,
        RiskReason.recipients_abroad: said.recipients is not Recipients.domestic_only,
        RiskReason.state_priced: said.state_pricing is not None,
        RiskReason.not_appraised: found is None,
        RiskReason.poor_grade: found is not None
        and (found.grade in POOR or found.blocking_count > 0),
        RiskReason.seller_not_verified: not facts.seller_verified,
        RiskReason.earlier_fault: facts.earlier_fault,
    }
    return tuple(reason for reason, holds in weighed.items() if holds)


def tier(reasons: Sequence[RiskReason]) -> Risk:
    """Low only where there is no reason against it."""
    return Risk.high if reasons else Risk.low
