"""The decisions about certificates and interests.

A certificate is decided on by the supervisor, never by whoever runs the exchange (Decree 314/2026,
article 5.2), and never about the deciding organisation itself.
"""

from collections.abc import Sequence
from typing import Any

from datafloor.contexts.certificates.commands import (
    AppealDecision,
    ApplyForCertificate,
    ApplyForRenewal,
    DecideAppeal,
    DeclareInterest,
    GrantCertificate,
    RefuseCertificate,
    ReinstateCertificate,
    RenewCertificate,
    RevokeCertificate,
    SuspendCertificate,
    WithdrawInterest,
)
from datafloor.contexts.certificates.events import (
    AppealDecided,
    CertificateApplied,
    CertificateGranted,
    CertificateRefused,
    CertificateReinstated,
    CertificateRenewed,
    CertificateRevoked,
    CertificateSuspended,
    DecisionAppealed,
    InterestDeclared,
    InterestWithdrawn,
    RenewalApplied,
)
from datafloor.contexts.certificates.model import (
    ApplyFacts,
    CertificateFacts,
    CertificateKind,
    CertificateState,
    Conditions,
    InterestFacts,
    in_time,
)
from datafloor.kernel import law
from datafloor.kernel.clock import DAY
from datafloor.kernel.law import Answer, Decision, Judgement, Pack, Party, Stage
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

LONGEST = 3_660 * DAY
"""No certificate is granted for longer: conditions change, and somebody has to look again."""

BOUND = {
    CertificateKind.intermediary: Party.intermediary,
    CertificateKind.analysis: Party.analyst,
    CertificateKind.analysis_supply: Party.analyst,
    CertificateKind.exchange: Party.operator,
}
"""Whom the rules bind that make the conditions of a certificate."""

ALSO = {CertificateKind.intermediary: ("listing.capacity_disclosed",)}
"""Rules of another stage that an applicant meets as well."""


def conditions_met(
    pack: Pack,
    kind: CertificateKind,
    conditions: Conditions,
    roles: frozenset[str],
    now: int,
    *,
    checked: bool | None,
) -> Sequence[Decision]:
    """What the rules of registration answer that bind the holder of a certificate of this kind.

    `checked`: the supervisor checked the legal status. The certificate itself counts as held.
    """
    sheet = _sheet(kind, conditions, roles) | {"legal_status_checked": checked}
    decisions = [
        each
        for each in pack.judge(Stage.registration, sheet, now)
        if (rule := pack.rule(each.rule, now)) is not None and BOUND[kind] in rule.binds
    ]
    more = [pack.decide(rule, sheet, now) for rule in ALSO.get(kind, ())]
    return [*decisions, *(each for each in more if each is not None)]


def _sheet(kind: CertificateKind, conditions: Conditions, roles: frozenset[str]) -> dict[str, Any]:
    deposit = conditions.deposit
    held = set(roles) | ({"data_supplier"} if "seller" in roles else set())
    return {
        "is_national_exchange": False,
        "certificates": (kind.value,),
        "roles": tuple(sorted(held)),
        "service_scope": conditions.service_scope,
        "service_method": conditions.service_method,
        "service_price": conditions.service_price,
        "escrow_deposit": conditions.deposit_evidence,
        "escrow_deposit_minor": deposit.minor if deposit and deposit.currency == "VND" else None,
        "intermediary_also_sells": "seller" in roles,
        "seller_capacity_disclosed": conditions.also_sells,
        "conflict_declaration": conditions.conflict_declaration,
        "service_may_harm_public": conditions.may_harm_public,
        "registered_under_investment_law": conditions.registered_investment,
        "operator_form": conditions.operator_form,
        "exchange_service": conditions.service,
        "information_security_level": conditions.security_level_number,
        "level_three_conformity": conditions.security_conformity,
        "can_share_over_ndop": conditions.shares_over_ndop,
        "user_verified": conditions.verifies_users,
    }


def apply_for_certificate(
    facts: ApplyFacts, asked: ApplyForCertificate, call: Call
) -> Sequence[Event]:
    """What fails on its face is refused at once, with the articles: nobody waits in vain."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.standing:
        raise Refused(Refusal.certificate_standing)
    kind, roles = asked.certificate_kind, facts.roles
    decisions = conditions_met(call.law, kind, asked.conditions, roles, call.now, checked=None)
    return [
        CertificateApplied(
            certificate=asked.certificate,
            organisation=call.by.organisation,
            certificate_kind=kind,
            documents=asked.documents,
            conditions=asked.conditions,
            judgement=_lawful(decisions, call),
            deadline=law.deadline(call.law, "certificate.decision", call.now),
        )
    ]


def _lawful(decisions: Sequence[Decision], call: Call) -> Judgement:
    failed = [each for each in decisions if each.answer is Answer.failed]
    if failed:
        raise call.law.refusal(*failed)
    return law.recorded(call.law, decisions)


def grant_certificate(
    facts: CertificateFacts | None, asked: GrantCertificate, call: Call
) -> Sequence[Event]:
    """The conditions are judged again on the day of the grant, which may have another law."""
    found = _of_another(facts, call)
    _in_state(found, CertificateState.applied)
    return [
        CertificateGranted(
            certificate=asked.certificate,
            expires_at=_term(asked.expires_at, call),
            judgement=_judged(found, asked.reason, call),
            reason=asked.reason,
            decided_by=call.by.person,
        )
    ]


def _judged(found: CertificateFacts, reason: str | None, call: Call) -> Judgement:
    decisions = conditions_met(
        call.law, found.kind, found.conditions, found.roles, call.now, checked=True
    )
    judgement = _lawful(decisions, call)
    doubtful = [each.rule for each in judgement.with_answer(Answer.needs_person)]
    if doubtful and reason is None:
        raise Refused(Refusal.reason_needed, points=", ".join(doubtful))
    return judgement


def _term(expires_at: int, call: Call) -> int:
    if not call.now < expires_at <= call.now + LONGEST:
        raise Refused(Refusal.expiry_out_of_range, days=LONGEST // DAY)
    return expires_at


def refuse_certificate(
    facts: CertificateFacts | None, asked: RefuseCertificate, call: Call
) -> Sequence[Event]:
    """With its reason, so that it can be appealed."""
    _in_state(_of_another(facts, call), CertificateState.applied)
    return [
        CertificateRefused(
            certificate=asked.certificate, reason=asked.reason, decided_by=call.by.person
        )
    ]


def apply_for_renewal(
    facts: CertificateFacts | None, asked: ApplyForRenewal, call: Call
) -> Sequence[Event]:
    """Before it expires, by its holder; what has expired is applied for anew."""
    found = _own(facts, call)
    _in_state(found, CertificateState.granted)
    if not in_time(found.expires_at, call.now):
        raise Refused(Refusal.certificate_expired)
    if found.renewal_asked:
        return []
    return [
        RenewalApplied(
            certificate=asked.certificate,
            documents=asked.documents,
            deadline=law.deadline(call.law, "certificate.renewal", call.now),
        )
    ]


def renew_certificate(
    facts: CertificateFacts | None, asked: RenewCertificate, call: Call
) -> Sequence[Event]:
    """Asked for in time, it is renewed even where the decision came after its last day."""
    found = _of_another(facts, call)
    _in_state(found, CertificateState.granted)
    if not found.renewal_asked:
        raise Refused(Refusal.renewal_not_asked)
    return [
        CertificateRenewed(
            certificate=asked.certificate,
            expires_at=_term(asked.expires_at, call),
            judgement=_judged(found, asked.reason, call),
            reason=asked.reason,
            decided_by=call.by.person,
        )
    ]


def suspend_certificate(
    facts: CertificateFacts | None, asked: SuspendCertificate, call: Call
) -> Sequence[Event]:
    """Only what is granted can be suspended."""
    _in_state(_of_another(facts, call), CertificateState.granted)
    return [
        CertificateSuspended(
            certificate=asked.certificate, reason=asked.reason, decided_by=call.by.person
        )
    ]


def reinstate_certificate(
    facts: CertificateFacts | None, asked: ReinstateCertificate, call: Call
) -> Sequence[Event]:
    """Its last day stays what it was."""
    _in_state(_of_another(facts, call), CertificateState.suspended)
    return [
        CertificateReinstated(
            certificate=asked.certificate, reason=asked.reason, decided_by=call.by.person
        )
    ]


def revoke_certificate(
    facts: CertificateFacts | None, asked: RevokeCertificate, call: Call
) -> Sequence[Event]:
    """From granted or suspended, with its reason."""
    found = _of_another(facts, call)
    _in_state(found, CertificateState.granted, CertificateState.suspended)
    return [
        CertificateRevoked(
            certificate=asked.certificate, reason=asked.reason, decided_by=call.by.person
        )
    ]


RESTORED = {
    CertificateState.refused: CertificateState.applied,
    CertificateState.suspended: CertificateState.granted,
    CertificateState.revoked: CertificateState.granted,
}
"""How a certificate stands once an appeal against its state was upheld."""


def appeal_decision(
    facts: CertificateFacts | None, asked: AppealDecision, call: Call
) -> Sequence[Event]:
    """Against what went against the organisation, once at a time. The decision holds meanwhile."""
    found = _own(facts, call)
    _in_state(found, *RESTORED)
    if found.appealed:
        return []
    return [
        DecisionAppealed(
            certificate=asked.certificate,
            grounds=asked.grounds,
            deadline=law.deadline(call.law, "certificate.appeal", call.now),
        )
    ]


def decide_appeal(
    facts: CertificateFacts | None, asked: DecideAppeal, call: Call
) -> Sequence[Event]:
    """Nobody judges an appeal against their own decision."""
    found = _of_another(facts, call)
    if not found.appealed:
        raise Refused(Refusal.no_appeal)
    if found.decided_by == call.by.person:
        raise Refused(Refusal.own_decision)
    return [
        AppealDecided(
            certificate=asked.certificate,
            upheld=asked.upheld,
            state=RESTORED[found.state] if asked.upheld else found.state,
            reason=asked.reason,
            decided_by=call.by.person,
        )
    ]


def declare_interest(facts: InterestFacts, asked: DeclareInterest, call: Call) -> Sequence[Event]:
    """In another organisation that takes part."""
    if facts.organisation is not None:
        raise Refused(Refusal.id_taken)
    if not facts.subject_known:
        raise Refused(Refusal.organisation_unknown)
    if asked.subject == call.by.organisation:
        return []
    return [
        InterestDeclared(
            interest=asked.interest,
            organisation=call.by.organisation,
            subject=asked.subject,
            nature=asked.nature,
        )
    ]


def withdraw_interest(facts: InterestFacts, asked: WithdrawInterest, call: Call) -> Sequence[Event]:
    """Only by who declared it."""
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.interest_unknown)
    return [] if facts.withdrawn else [InterestWithdrawn(interest=asked.interest)]


def _own(facts: CertificateFacts | None, call: Call) -> CertificateFacts:
    if facts is None:
        raise Refused(Refusal.certificate_unknown)
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return facts


def _of_another(facts: CertificateFacts | None, call: Call) -> CertificateFacts:
    if facts is None:
        raise Refused(Refusal.certificate_unknown)
    if facts.organisation == call.by.organisation:
        raise Refused(Refusal.own_certificate)
    return facts


def _in_state(found: CertificateFacts, *states: CertificateState) -> None:
    if found.state not in states:
        raise Refused(Refusal.certificate_state, state=found.state.name)
