"""Certificates: who may act as intermediary, analyst or exchange, and who has which interests.

An organisation **applies** with its documents (by digest) and the **conditions** that it meets.
The supervisor **grants** or **refuses**, **renews**, **suspends**, **reinstates** or **revokes**,
each with a reason and under a clock of the rule pack; what goes against the organisation can be
**appealed**. A declared **interest** keeps an appraiser away from whom it concerns.

What always holds: nobody decides about itself, nor about an appeal against their own decision;
what the law forbids is neither applied for nor granted; a certificate holds through its last day
and counts as none from the day after.
"""

from datafloor.contexts.certificates import rules, store
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
    CertificateId,
    CertificateKind,
    CertificateState,
    Conditions,
    InterestFacts,
    InterestId,
    Nature,
)
from datafloor.contexts.certificates.queries import (
    CertificateEntry,
    CertificateView,
    InterestView,
    Standing,
    awaiting,
    certificate,
    held,
    interested,
    interests,
    register,
    related,
    standing,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="certificates",
    schema=store.SCHEMA,
    commands={
        ApplyForCertificate: Way(store.load_apply_for_certificate, rules.apply_for_certificate),
        GrantCertificate: Way(store.load_certificate, rules.grant_certificate),
        RefuseCertificate: Way(store.load_certificate, rules.refuse_certificate),
        ApplyForRenewal: Way(store.load_certificate, rules.apply_for_renewal),
        RenewCertificate: Way(store.load_certificate, rules.renew_certificate),
        SuspendCertificate: Way(store.load_certificate, rules.suspend_certificate),
        ReinstateCertificate: Way(store.load_certificate, rules.reinstate_certificate),
        RevokeCertificate: Way(store.load_certificate, rules.revoke_certificate),
        AppealDecision: Way(store.load_certificate, rules.appeal_decision),
        DecideAppeal: Way(store.load_certificate, rules.decide_appeal),
        DeclareInterest: Way(store.load_declare_interest, rules.declare_interest),
        WithdrawInterest: Way(store.load_withdraw_interest, rules.withdraw_interest),
    },
    apply=store.APPLY,
)

__all__ = [
    "CONTEXT",
    "AppealDecided",
    "AppealDecision",
    "ApplyFacts",
    "ApplyForCertificate",
    "ApplyForRenewal",
    "CertificateApplied",
    "CertificateEntry",
    "CertificateFacts",
    "CertificateGranted",
    "CertificateId",
    "CertificateKind",
    "CertificateRefused",
    "CertificateReinstated",
    "CertificateRenewed",
    "CertificateRevoked",
    "CertificateState",
    "CertificateSuspended",
    "CertificateView",
    "Conditions",
    "DecideAppeal",
    "DecisionAppealed",
    "DeclareInterest",
    "GrantCertificate",
    "InterestDeclared",
    "InterestFacts",
    "InterestId",
    "InterestView",
    "InterestWithdrawn",
    "Nature",
    "RefuseCertificate",
    "ReinstateCertificate",
    "RenewCertificate",
    "RenewalApplied",
    "RevokeCertificate",
    "Standing",
    "SuspendCertificate",
    "WithdrawInterest",
    "awaiting",
    "certificate",
    "held",
    "interested",
    "interests",
    "register",
    "related",
    "standing",
]
