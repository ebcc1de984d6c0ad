"""What has happened to certificates and interests."""

from datafloor.contexts.certificates.model import (
    CertificateId,
    CertificateKind,
    CertificateState,
    Conditions,
    Documents,
    InterestId,
    Nature,
)
from datafloor.contexts.participants import OrganisationId, PersonId
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Deadline, Judgement
from datafloor.kernel.message import Event, PublicText


class CertificateApplied(Event, frozen=True):
    """An application waits for a decision until `deadline`; no condition fails on its face."""

    kind = "certificates.certificate_applied.v1"
    certificate: CertificateId
    organisation: OrganisationId
    certificate_kind: CertificateKind
    documents: Documents
    conditions: Conditions
    judgement: Judgement
    deadline: Deadline | None


class CertificateGranted(Event, frozen=True):
    """It holds through the day of `expires_at`."""

    kind = "certificates.certificate_granted.v1"
    certificate: CertificateId
    expires_at: Instant
    judgement: Judgement
    reason: PublicText | None
    decided_by: PersonId


class CertificateRefused(Event, frozen=True):
    """The application came to nothing, for this reason."""

    kind = "certificates.certificate_refused.v1"
    certificate: CertificateId
    reason: PublicText
    decided_by: PersonId


class RenewalApplied(Event, frozen=True):
    """More time was asked for; until `deadline` it is decided."""

    kind = "certificates.renewal_applied.v1"
    certificate: CertificateId
    documents: Documents
    deadline: Deadline | None


class CertificateRenewed(Event, frozen=True):
    """It holds through a later day."""

    kind = "certificates.certificate_renewed.v1"
    certificate: CertificateId
    expires_at: Instant
    judgement: Judgement
    reason: PublicText | None
    decided_by: PersonId


class CertificateSuspended(Event, frozen=True):
    """It counts as none for now."""

    kind = "certificates.certificate_suspended.v1"
    certificate: CertificateId
    reason: PublicText
    decided_by: PersonId


class CertificateReinstated(Event, frozen=True):
    """It counts again."""

    kind = "certificates.certificate_reinstated.v1"
    certificate: CertificateId
    reason: PublicText
    decided_by: PersonId


class CertificateRevoked(Event, frozen=True):
    """It counts as none, for good."""

    kind = "certificates.certificate_revoked.v1"
    certificate: CertificateId
    reason: PublicText
    decided_by: PersonId


class DecisionAppealed(Event, frozen=True):
    """A decision is decided again, until `deadline`."""

    kind = "certificates.decision_appealed.v1"
    certificate: CertificateId
    grounds: PublicText
    deadline: Deadline | None


class AppealDecided(Event, frozen=True):
    """The appeal was upheld or not; the certificate stands as `state` says."""

    kind = "certificates.appeal_decided.v1"
    certificate: CertificateId
    upheld: bool
    state: CertificateState
    reason: PublicText
    decided_by: PersonId


class InterestDeclared(Event, frozen=True):
    """An organisation has an interest in another."""

    kind = "certificates.interest_declared.v1"
    interest: InterestId
    organisation: OrganisationId
    subject: OrganisationId
    nature: Nature


class InterestWithdrawn(Event, frozen=True):
    """The interest has ended."""

    kind = "certificates.interest_withdrawn.v1"
    interest: InterestId
