"""Decisions about listing: by the law, by the operator's rule for low risk, or by the operator."""

from collections.abc import Sequence

from datafloor.contexts.catalogue.commands import (
    CheckSample,
    FileAppraisal,
    ListProduct,
    RecordFindings,
    RefuseListing,
    SetListingRule,
    SubmitProduct,
)
from datafloor.contexts.catalogue.events import (
    AppraisalFiled,
    FindingsRecorded,
    ListingRefused,
    ListingRuleSet,
    ProductListed,
    ProductSubmitted,
    ProductSuspended,
    SampleChecked,
)
from datafloor.contexts.catalogue.model import (
    AppraisalFacts,
    FindingsFacts,
    Ground,
    ListingFacts,
    ListingRule,
    Office,
    Outcome,
    ProductFacts,
    ProductState,
    Risk,
    RuleFacts,
    StandingFacts,
)
from datafloor.contexts.catalogue.rules.describing import own
from datafloor.contexts.catalogue.rules.judging import binding, judged, risk_of, tier
from datafloor.kernel import law
from datafloor.kernel.law import Answer, Decision
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def submit_product(facts: ListingFacts | None, asked: SubmitProduct, call: Call) -> Sequence[Event]:
    """The law is judged on this day, whatever it was when the product was drafted. What it forbids
    is refused with its articles; what is of low risk is listed by the operator's own rule; the
    rest waits for the operator (Decree 314/2026, articles 7.4 and 8.2)."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    product = own(facts.product, call)
    if product.state not in (ProductState.draft, ProductState.refused):
        raise Refused(Refusal.product_not_draft, state=product.state)
    if product.current is None:
        raise Refused(Refusal.product_without_data)
    at_once = facts.rule is not None and facts.rule.at_once
    decisions = judged(facts, call.law, call.now, decided=True if at_once else None)
    _lawful(decisions, call)
    reasons = risk_of(facts, decisions)
    listed = at_once and tier(reasons) is Risk.low
    if at_once and not listed:  # then nobody has decided yet
        decisions = judged(facts, call.law, call.now, decided=None)
    submitted = ProductSubmitted(
        product=asked.product,
        judgement=law.recorded(call.law, decisions),
        risk=tier(reasons),
        risk_reasons=reasons,
        law_changed=_changed(facts, call),
        deadline=None if listed else law.deadline(call.law, "listing.decision_clock", call.now),
    )
    return [submitted, _at_once(facts, facts.rule)] if listed and facts.rule else [submitted]


def _at_once(facts: ListingFacts, rule: ListingRule) -> ProductListed:
    return ProductListed(
        product=facts.product.product,
        ground=Ground.low_risk,
        reason=None,
        judgement=None,
        sample_points=rule.sample_points,
        drawn=facts.draw < rule.sample_points,
    )


def _changed(facts: ListingFacts, call: Call) -> bool:
    if facts.statement is None:
        return False
    if facts.described_under != call.law.digest:
        return True
    return binding(call.law, facts.described_at) != binding(call.law, call.now)


def _lawful(decisions: Sequence[Decision], call: Call) -> None:
    failed = [each for each in decisions if each.answer is Answer.failed]
    if failed:
        raise call.law.refusal(*failed)


def list_product(facts: ListingFacts | None, asked: ListProduct, call: Call) -> Sequence[Event]:
    """The operator's decision, never about its own product, and never against the law of the day.
    Where a point needs a person, that person says why (Decree 314/2026, article 7.4)."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    _submitted_by_another(facts.product, call)
    decisions = judged(facts, call.law, call.now, decided=True)
    _lawful(decisions, call)
    doubtful = [each.rule for each in decisions if each.answer is Answer.needs_person]
    if doubtful and asked.reason is None:
        raise Refused(Refusal.reason_needed, points=", ".join(doubtful))
    return [
        ProductListed(
            product=asked.product,
            ground=Ground.operator,
            reason=asked.reason,
            judgement=law.recorded(call.law, decisions),
            sample_points=0,
            drawn=False,
        )
    ]


def refuse_listing(facts: ProductFacts | None, asked: RefuseListing, call: Call) -> Sequence[Event]:
    """The operator's decision, never about its own product, with its reason."""
    _submitted_by_another(facts, call)
    return [ListingRefused(product=asked.product, reason=asked.reason)]


def _submitted_by_another(facts: ProductFacts | None, call: Call) -> None:
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation == call.by.organisation:
        raise Refused(Refusal.own_product)
    if facts.state is not ProductState.submitted:
        raise Refused(Refusal.product_not_submitted, state=facts.state)


def set_listing_rule(facts: RuleFacts, asked: SetListingRule, call: Call) -> Sequence[Event]:
    """What is set already is not set again."""
    if facts.rule == ListingRule(asked.at_once, asked.sample_points):
        return []
    return [ListingRuleSet(at_once=asked.at_once, sample_points=asked.sample_points)]


def check_sample(facts: StandingFacts | None, asked: CheckSample, call: Call) -> Sequence[Event]:
    """Only what was drawn is checked, once, and never one's own. What fails is suspended."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.product.organisation == call.by.organisation:
        raise Refused(Refusal.own_product)
    if not facts.check_awaited:
        raise Refused(Refusal.no_check_awaited)
    events: list[Event] = [
        SampleChecked(product=asked.product, outcome=asked.outcome, reason=asked.reason)
    ]
    if asked.outcome is Outcome.failed and facts.product.state is ProductState.listed:
        events.append(
            ProductSuspended(product=asked.product, by=Office.operator, reason=asked.reason)
        )
    return events


def record_findings(facts: FindingsFacts, asked: RecordFindings, call: Call) -> Sequence[Event]:
    """A version is appraised once: it never changes, nor does what is found in it. Where people
    are found in a new version of what is listed, orders stop until the operator has looked
    (Decree 314/2026, articles 4.6 and 7.8)."""
    if not facts.exists:
        raise Refused(Refusal.version_unknown)
    if facts.found:
        return []
    events: list[Event] = [FindingsRecorded(version=asked.version, findings=asked.findings)]
    product, people = facts.product, asked.findings.personal_count > 0
    sheet = {"contains_personal_data": people}
    decision = call.law.decide("listing.no_personal_data", sheet, call.now)
    forbidden = decision is not None and decision.answer is Answer.failed
    if forbidden and product is not None and product.state is ProductState.listed:
        events.append(
            ProductSuspended(product=product.product, by=Office.exchange, reason=PEOPLE_FOUND)
        )
    return events


PEOPLE_FOUND = "The exchange found personal data in the version that was published last."


def file_appraisal(facts: AppraisalFacts, asked: FileAppraisal, call: Call) -> Sequence[Event]:
    """Nobody appraises its own data, nor a deal in which it has an interest (Decree 314/2026,
    article 7.3); an appraiser is certified (article 8.3), discloses its conflicts (7.5), and says
    so where it also sells (7.3)."""
    product = facts.product
    if product is None:
        raise Refused(Refusal.product_unknown)
    own_data = product.organisation == call.by.organisation
    if own_data or facts.interested:  # whatever the law of the place says of it
        decision = call.law.decide(
            "listing.appraiser_independent", _sheet(facts, own_data), call.now
        )
        if decision is not None and decision.answer is Answer.failed:
            raise call.law.refusal(decision)
        raise Refused(Refusal.appraiser_interested)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    sheet = _sheet(facts, own_data) | {
        "report_scope": asked.scope,
        "report_content": asked.content,
        "report_method": asked.method,
        "report_inputs": asked.inputs,
        "report_conclusion": asked.conclusion,
    }
    decisions = [
        decision
        for rule in APPRAISER
        if (decision := call.law.decide(rule, sheet, call.now)) is not None
    ]
    _lawful(decisions, call)
    return [
        AppraisalFiled(
            appraisal=asked.appraisal,
            product=asked.product,
            appraiser=call.by.organisation,
            report=asked.report,
            scope=asked.scope,
            content=asked.content,
            method=asked.method,
            inputs=asked.inputs,
            conclusion=asked.conclusion,
            judgement=law.recorded(call.law, decisions),
        )
    ]


APPRAISER = (
    "listing.service_certificate",
    "listing.appraiser_independent",
    "listing.capacity_disclosed",
    "listing.conflict_declared",
    "intermediary.appraisal_report",
)
"""The rules that an appraiser meets when it files a report."""


def _sheet(facts: AppraisalFacts, own_data: bool) -> dict[str, object]:
    return {
        "is_service": True,
        "is_national_exchange": False,
        "certificates": facts.certificates,
        "appraisal_report_filed": True,
        "intermediary_involved": True,
        "intermediary_also_sells": facts.also_sells,
        "seller_capacity_disclosed": facts.says_that_it_sells,
        "conflict_declaration": facts.declaration,
        "appraises_own_data": own_data,
        "appraiser_has_interest": facts.interested,
    }
