"""What can be asked about certificates and interests."""

from datafloor.contexts.certificates.model import (
    CertificateId,
    CertificateKind,
    Conditions,
    Documents,
    InterestId,
    Nature,
)
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, PublicText, role, signed_in


class ApplyForCertificate(Command, frozen=True):
    """An organisation applies for a certificate, with its documents by digest."""

    kind = "certificates.apply_for_certificate"
    may = signed_in
    certificate: CertificateId
    certificate_kind: CertificateKind
    documents: Documents
    conditions: Conditions


class GrantCertificate(Command, frozen=True):
    """The conditions are met; the certificate holds through the day of `expires_at`. Where a
    condition needs a person's judgement, `reason` gives it."""

    kind = "certificates.grant_certificate"
    may = role("supervisor")
    certificate: CertificateId
    expires_at: Instant
    reason: PublicText | None = None


class RefuseCertificate(Command, frozen=True):
    """The conditions are not met, for this reason."""

    kind = "certificates.refuse_certificate"
    may = role("supervisor")
    certificate: CertificateId
    reason: PublicText


class ApplyForRenewal(Command, frozen=True):
    """The holder asks for more time, with its documents by digest."""

    kind = "certificates.apply_for_renewal"
    may = signed_in
    certificate: CertificateId
    documents: Documents


class RenewCertificate(Command, frozen=True):
    """A certificate whose renewal was asked holds through a later day."""

    kind = "certificates.renew_certificate"
    may = role("supervisor")
    certificate: CertificateId
    expires_at: Instant
    reason: PublicText | None = None


class SuspendCertificate(Command, frozen=True):
    """The certificate counts as none until it is reinstated."""

    kind = "certificates.suspend_certificate"
    may = role("supervisor")
    certificate: CertificateId
    reason: PublicText


class ReinstateCertificate(Command, frozen=True):
    """A suspended certificate counts again."""

    kind = "certificates.reinstate_certificate"
    may = role("supervisor")
    certificate: CertificateId
    reason: PublicText


class RevokeCertificate(Command, frozen=True):
    """The certificate counts as none, for good."""

    kind = "certificates.revoke_certificate"
    may = role("supervisor")
    certificate: CertificateId
    reason: PublicText


class AppealDecision(Command, frozen=True):
    """The organisation appeals against a refusal, a suspension or a revocation."""

    kind = "certificates.appeal_decision"
    may = signed_in
    certificate: CertificateId
    grounds: PublicText


class DecideAppeal(Command, frozen=True):
    """Another person than who decided decides again."""

    kind = "certificates.decide_appeal"
    may = role("supervisor")
    certificate: CertificateId
    upheld: bool
    reason: PublicText


class DeclareInterest(Command, frozen=True):
    """An organisation declares an interest in another (Decree 314/2026, article 7.5)."""

    kind = "certificates.declare_interest"
    may = signed_in
    interest: InterestId
    subject: OrganisationId
    nature: Nature


class WithdrawInterest(Command, frozen=True):
    """A declared interest has ended."""

    kind = "certificates.withdraw_interest"
    may = signed_in
    interest: InterestId
