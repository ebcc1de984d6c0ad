"""The decisions about who takes part."""

from collections.abc import Sequence

from stdnum.vn import mst

from datafloor.contexts.participants.commands import (
    AddPerson,
    ErasePerson,
    GrantRole,
    IssueToken,
    LinkIdentity,
    PassSecondFactor,
    PresentPapers,
    RecordAssurance,
    RegisterOrganisation,
    RemoveSecondFactor,
    RevokeToken,
    SetSecondFactor,
    UnlinkIdentity,
    VerifyOrganisation,
    WithdrawRole,
)
from datafloor.contexts.participants.events import (
    AssuranceRecorded,
    IdentityLinked,
    IdentityUnlinked,
    OrganisationRegistered,
    OrganisationVerified,
    PapersPresented,
    PersonAdded,
    PersonErased,
    RoleGranted,
    RoleWithdrawn,
    SecondFactorPassed,
    SecondFactorRemoved,
    SecondFactorSet,
    TokenAssured,
    TokenIssued,
    TokenRevoked,
)
from datafloor.contexts.participants.model import (
    AssuranceFacts,
    FactorFacts,
    IdentityFacts,
    Means,
    Papers,
    PersonFacts,
    RegisterFacts,
    Role,
    RoleFacts,
    TokenFacts,
    VerifyFacts,
)
from datafloor.kernel import law
from datafloor.kernel.clock import DAY
from datafloor.kernel.law import Answer, Decision, Pack, Party, Stage
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

OFFICES = frozenset({Role.operator, Role.supervisor})
"""Who runs the exchange and who watches it. No organisation is both, and nobody appoints itself."""

LONGEST_TOKEN = 366 * DAY


def register_organisation(
    facts: RegisterFacts, asked: RegisterOrganisation, call: Call
) -> Sequence[Event]:
    """The tax code's check digit holds (Circular 86/2024/TT-BTC's form), and nothing is taken."""
    if not mst.is_valid(asked.tax_code):
        raise Refused(Refusal.tax_code_wrong, tax_code=asked.tax_code)
    if not OFFICES.isdisjoint(asked.roles):
        raise Refused(Refusal.office_not_self_given)
    if facts.organisation_exists or facts.person_exists:
        raise Refused(Refusal.id_taken)
    if facts.tax_code_taken:
        raise Refused(Refusal.tax_code_taken, tax_code=asked.tax_code)
    if facts.email_taken:
        raise Refused(Refusal.email_taken)
    return [
        OrganisationRegistered(organisation=asked.organisation),
        *(
            RoleGranted(organisation=asked.organisation, role=role)
            for role in sorted(set(asked.roles))
        ),
        PersonAdded(person=asked.person, organisation=asked.organisation),
    ]


def add_person(facts: PersonFacts, asked: AddPerson, call: Call) -> Sequence[Event]:
    """The new person acts for the organisation of whoever adds her, with all that it may do."""
    _check_whole(facts, call)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.email_taken:
        raise Refused(Refusal.email_taken)
    return [PersonAdded(person=asked.person, organisation=call.by.organisation)]


def _check_whole(facts: PersonFacts, call: Call) -> None:
    """Through another person a token would reach further than its scope."""
    if not call.by.roles.issuperset(facts.roles):
        raise Refused(Refusal.whole_scope_needed)


def erase_person(facts: PersonFacts, asked: ErasePerson, call: Call) -> Sequence[Event]:
    """Only somebody of the same organisation can; the journal keeps the opaque id."""
    _check_whole(facts, call)
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.person_unknown)
    return [PersonErased(person=asked.person)]


def grant_role(facts: RoleFacts, asked: GrantRole, call: Call) -> Sequence[Event]:
    """Operating and supervising are separate (Decree 314/2026, article 5)."""
    _check_appointer(asked.role, call)
    if facts.roles is None:
        raise Refused(Refusal.organisation_unknown)
    if asked.role in facts.roles:
        return []
    if asked.role in OFFICES and not OFFICES.isdisjoint(facts.roles):
        raise Refused(Refusal.roles_exclude)
    return [RoleGranted(organisation=asked.organisation, role=asked.role)]


def withdraw_role(facts: RoleFacts, asked: WithdrawRole, call: Call) -> Sequence[Event]:
    """A role that is not held cannot be withdrawn."""
    _check_appointer(asked.role, call)
    if facts.roles is None:
        raise Refused(Refusal.organisation_unknown)
    if asked.role not in facts.roles:
        return []
    return [RoleWithdrawn(organisation=asked.organisation, role=asked.role)]


def _check_appointer(role: Role, call: Call) -> None:
    if role in OFFICES and "exchange" not in call.by.roles:
        raise Refused(Refusal.office_not_self_given)


def issue_token(facts: TokenFacts, asked: IssueToken, call: Call) -> Sequence[Event]:
    """A token never reaches further than whoever makes it, and always ends."""
    if facts.person is not None:
        raise Refused(Refusal.id_taken)
    if not call.by.roles.issuperset(asked.scope):
        raise Refused(Refusal.scope_too_wide)
    if not call.now < asked.expires_at <= call.now + LONGEST_TOKEN:
        raise Refused(Refusal.expiry_out_of_range, days=LONGEST_TOKEN // DAY)
    if asked.level_number > call.by.level:
        raise Refused(Refusal.level_too_high, asked=asked.level_number, level=call.by.level)
    issued = TokenIssued(
        token=asked.token,
        use=asked.use,
        person=call.by.person,
        secret_digest=asked.secret_digest,
        scope=tuple(sorted(set(asked.scope))),
        expires_at=asked.expires_at,
    )
    if asked.level_number == 1 and asked.means in (None, Means.password):
        return [issued]
    return [
        issued,
        TokenAssured(token=asked.token, level_number=asked.level_number, means=asked.means),
    ]


def revoke_token(facts: TokenFacts, asked: RevokeToken, call: Call) -> Sequence[Event]:
    """Another person's token is as good as unknown."""
    if facts.person != call.by.person:
        raise Refused(Refusal.token_unknown)
    return [] if facts.revoked else [TokenRevoked(token=asked.token)]


def present_papers(facts: VerifyFacts, asked: PresentPapers, call: Call) -> Sequence[Event]:
    """Whatever is presented; the law is asked when it is verified."""
    if facts.papers == asked.papers:
        return []
    return [PapersPresented(organisation=call.by.organisation, papers=asked.papers)]


def verify_organisation(
    facts: VerifyFacts, asked: VerifyOrganisation, call: Call
) -> Sequence[Event]:
    """Judged by the conditions of joining (Decree 314/2026, articles 7.8 and 18), never one's
    own organisation."""
    if facts.roles is None:
        raise Refused(Refusal.organisation_unknown)
    if asked.organisation == call.by.organisation:
        raise Refused(Refusal.own_verification)
    if facts.papers is None:
        raise Refused(Refusal.papers_missing)
    if facts.verified:
        return []
    decisions = joining(call.law, facts, facts.papers, call.now)
    failed = [each for each in decisions if each.answer is Answer.failed]
    if failed:
        raise call.law.refusal(*failed)
    doubtful = [each.rule for each in decisions if each.answer is Answer.needs_person]
    if doubtful and asked.reason is None:
        raise Refused(Refusal.reason_needed, points=", ".join(doubtful))
    return [
        OrganisationVerified(
            organisation=asked.organisation,
            judgement=law.recorded(call.law, [*decisions, *call.acting]),
            reason=asked.reason,
        )
    ]


JOINING = ("seller", "buyer")


def joining(pack: Pack, facts: VerifyFacts, papers: Papers, now: int) -> Sequence[Decision]:
    """What the rules of registration answer that bind an organisation with these roles, and the
    operator's own duty to check its legal status."""
    roles = facts.roles or frozenset()
    bound = {Party(role) for role in JOINING if role in roles}
    sheet = {
        "legal_status_checked": True,
        "identity_level": facts.level,
        "is_individual": False,
        "lawful_entity_or_presence": papers.lawful_entity,
        "payment_account": papers.payment_account,
        "conditional_business_line": papers.conditional_line,
        "certificates": ("data_service_certificate",) if papers.certificate else (),
        "tax_code_form": facts.tax_code_form,
    }
    decisions = [
        each
        for each in pack.judge(Stage.registration, sheet, now)
        if (rule := pack.rule(each.rule, now)) is not None and not bound.isdisjoint(rule.binds)
    ]
    status = pack.decide("joining.legal_status", sheet, now)
    return [*decisions, *([status] if status is not None else [])]


def record_assurance(facts: AssuranceFacts, asked: RecordAssurance, call: Call) -> Sequence[Event]:
    """The operator checked her electronic identity, or signing in with it did."""
    if not facts.exists:
        raise Refused(Refusal.person_unknown)
    if facts.level == asked.level_number:
        return []
    return [
        AssuranceRecorded(
            person=asked.person, level_number=asked.level_number, evidence=asked.evidence
        )
    ]


def set_second_factor(facts: FactorFacts, asked: SetSecondFactor, call: Call) -> Sequence[Event]:
    """One at a time. The code that proved it has counted."""
    if facts.factor is not None:
        raise Refused(Refusal.second_factor_set)
    return [
        SecondFactorSet(
            factor=asked.factor,
            person=call.by.person,
            step_number=asked.step_number,
            recovery=tuple(sorted(set(asked.recovery))),
        )
    ]


def pass_second_factor(facts: FactorFacts, asked: PassSecondFactor, call: Call) -> Sequence[Event]:
    """A code counts once, and none that is older than the last one (RFC 6238, section 5.2)."""
    factor = _proven(facts, asked)
    return [
        SecondFactorPassed(factor=factor, step_number=asked.step_number, recovery=asked.recovery)
    ]


def remove_second_factor(
    facts: FactorFacts, asked: RemoveSecondFactor, call: Call
) -> Sequence[Event]:
    """Whoever found an open browser cannot remove it: it takes a code that counts."""
    return [SecondFactorRemoved(factor=_proven(facts, asked))]


def _proven(facts: FactorFacts, asked: PassSecondFactor | RemoveSecondFactor) -> str:
    if facts.factor is None:
        raise Refused(Refusal.second_factor_unset)
    if (asked.step_number is None) is (asked.recovery is None):
        raise Refused(Refusal.code_wrong)
    if asked.step_number is not None and asked.step_number <= facts.last_step:
        raise Refused(Refusal.code_used)
    if asked.recovery is not None and asked.recovery not in facts.recovery:
        raise Refused(Refusal.code_wrong)
    return facts.factor


def link_identity(facts: IdentityFacts, asked: LinkIdentity, call: Call) -> Sequence[Event]:
    """One person, one identity."""
    if facts.owner == call.by.person:
        return []
    if facts.owner is not None:
        raise Refused(Refusal.identity_taken)
    if facts.linked:
        raise Refused(Refusal.identity_linked)
    return [IdentityLinked(person=call.by.person)]


def unlink_identity(facts: IdentityFacts, asked: UnlinkIdentity, call: Call) -> Sequence[Event]:
    """Her sessions go on until they end; no new one is opened with it."""
    if not facts.linked:
        raise Refused(Refusal.identity_unlinked)
    return [IdentityUnlinked(person=call.by.person)]
