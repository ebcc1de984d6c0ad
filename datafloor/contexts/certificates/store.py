"""The tables of certificates and interests.

Trust: who can write `certificates_certificate` can make an appraiser look certified, and who can
write `certificates_interest` can hide a conflict of interest; the journal shows who decided.
"""

from datafloor.contexts import participants
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
    CertificateState,
    InterestFacts,
)
from datafloor.contexts.certificates.queries import certificate_facts
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE certificates_certificate (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    documents TEXT NOT NULL,
    conditions TEXT NOT NULL,
    judgement TEXT NOT NULL,
    deadline TEXT NOT NULL,
    granted_at INTEGER,
    expires_at INTEGER,
    renewal_at INTEGER,
    decided_by TEXT,
    reason TEXT,
    appeal_at INTEGER,
    grounds TEXT
) STRICT;
CREATE INDEX certificates_certificate_organisation
    ON certificates_certificate (organisation, kind);
CREATE TABLE certificates_interest (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    subject TEXT NOT NULL,
    nature TEXT NOT NULL,
    declared_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX certificates_interest_organisation ON certificates_interest (organisation, subject)
"""


def load_apply_for_certificate(tx: Tx, asked: ApplyForCertificate, call: Call) -> ApplyFacts:
    """Whether the id is taken, whether one of the kind stands, and the applicant's roles."""
    taken = tx.row("SELECT 1 FROM certificates_certificate WHERE id = ?", asked.certificate)
    standing = tx.row(
        "SELECT 1 FROM certificates_certificate WHERE organisation = ? AND kind = ? AND (state = ?"
        " OR state = ? OR (state = ? AND expires_at > ?)) LIMIT 1",
        call.by.organisation,
        asked.certificate_kind.value,
        CertificateState.applied.value,
        CertificateState.suspended.value,
        CertificateState.granted.value,
        call.now,
    )
    roles = participants.roles(tx, call.by.organisation)
    return ApplyFacts(taken is not None, standing is not None, roles)


def load_certificate(
    tx: Tx,
    asked: GrantCertificate
    | RefuseCertificate
    | ApplyForRenewal
    | RenewCertificate
    | SuspendCertificate
    | ReinstateCertificate
    | RevokeCertificate
    | AppealDecision
    | DecideAppeal,
    call: Call,
) -> CertificateFacts | None:
    """The certificate as it stands."""
    return certificate_facts(tx, asked.certificate)


def load_declare_interest(tx: Tx, asked: DeclareInterest, call: Call) -> InterestFacts:
    """Whether the id is taken, and whether the other organisation takes part."""
    row = tx.row("SELECT organisation FROM certificates_interest WHERE id = ?", asked.interest)
    known = participants.is_registered(tx, asked.subject)
    return InterestFacts(row[0] if row else None, False, known)


def load_withdraw_interest(tx: Tx, asked: WithdrawInterest, call: Call) -> InterestFacts:
    """Whose interest it is, and whether it was withdrawn."""
    row = tx.row(
        "SELECT organisation, withdrawn_at FROM certificates_interest WHERE id = ?", asked.interest
    )
    if row is None:
        return InterestFacts(None, False, False)
    return InterestFacts(row[0], row[1] is not None, True)


def _certificate_applied(tx: Tx, event: CertificateApplied, at: int) -> None:
    tx.run(
        "INSERT INTO certificates_certificate (id, organisation, kind, state, applied_at,"
        " documents, conditions, judgement, deadline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.certificate,
        event.organisation,
        event.certificate_kind.value,
        CertificateState.applied.value,
        at,
        ",".join(event.documents),
        canonical.encode(event.conditions).decode(),
        canonical.encode(event.judgement).decode(),
        canonical.encode(event.deadline).decode(),
    )


def _certificate_granted(tx: Tx, event: CertificateGranted, at: int) -> None:
    tx.run(
        "UPDATE certificates_certificate SET granted_at = ?, expires_at = ?, judgement = ?"
        " WHERE id = ?",
        at,
        event.expires_at,
        canonical.encode(event.judgement).decode(),
        event.certificate,
    )
    _decided(tx, event, CertificateState.granted)


def _certificate_refused(tx: Tx, event: CertificateRefused, at: int) -> None:
    _decided(tx, event, CertificateState.refused)


def _renewal_applied(tx: Tx, event: RenewalApplied, at: int) -> None:
    tx.run(
        "UPDATE certificates_certificate SET renewal_at = ?, documents = ?, deadline = ?"
        " WHERE id = ?",
        at,
        ",".join(event.documents),
        canonical.encode(event.deadline).decode(),
        event.certificate,
    )


def _certificate_renewed(tx: Tx, event: CertificateRenewed, at: int) -> None:
    tx.run(
        "UPDATE certificates_certificate SET renewal_at = NULL, expires_at = ?, judgement = ?"
        " WHERE id = ?",
        event.expires_at,
        canonical.encode(event.judgement).decode(),
        event.certificate,
    )
    _decided(tx, event, CertificateState.granted)


def _certificate_suspended(tx: Tx, event: CertificateSuspended, at: int) -> None:
    _decided(tx, event, CertificateState.suspended)


def _certificate_reinstated(tx: Tx, event: CertificateReinstated, at: int) -> None:
    _decided(tx, event, CertificateState.granted)


def _certificate_revoked(tx: Tx, event: CertificateRevoked, at: int) -> None:
    _decided(tx, event, CertificateState.revoked)


def _decision_appealed(tx: Tx, event: DecisionAppealed, at: int) -> None:
    tx.run(
        "UPDATE certificates_certificate SET appeal_at = ?, grounds = ?, deadline = ? WHERE id = ?",
        at,
        event.grounds,
        canonical.encode(event.deadline).decode(),
        event.certificate,
    )


def _appeal_decided(tx: Tx, event: AppealDecided, at: int) -> None:
    _decided(tx, event, event.state)


def _decided(
    tx: Tx,
    event: CertificateGranted
    | CertificateRefused
    | CertificateRenewed
    | CertificateSuspended
    | CertificateReinstated
    | CertificateRevoked
    | AppealDecided,
    state: CertificateState,
) -> None:
    """A decision ends what was appealed before it."""
    tx.run(
        "UPDATE certificates_certificate SET state = ?, reason = ?, decided_by = ?,"
        " appeal_at = NULL WHERE id = ?",
        state.value,
        event.reason,
        event.decided_by,
        event.certificate,
    )


def _interest_declared(tx: Tx, event: InterestDeclared, at: int) -> None:
    tx.run(
        "INSERT INTO certificates_interest (id, organisation, subject, nature, declared_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.interest,
        event.organisation,
        event.subject,
        event.nature.value,
        at,
    )


def _interest_withdrawn(tx: Tx, event: InterestWithdrawn, at: int) -> None:
    tx.run("UPDATE certificates_interest SET withdrawn_at = ? WHERE id = ?", at, event.interest)


APPLY: Apply = {
    CertificateApplied: _certificate_applied,
    CertificateGranted: _certificate_granted,
    CertificateRefused: _certificate_refused,
    RenewalApplied: _renewal_applied,
    CertificateRenewed: _certificate_renewed,
    CertificateSuspended: _certificate_suspended,
    CertificateReinstated: _certificate_reinstated,
    CertificateRevoked: _certificate_revoked,
    DecisionAppealed: _decision_appealed,
    AppealDecided: _appeal_decided,
    InterestDeclared: _interest_declared,
    InterestWithdrawn: _interest_withdrawn,
}
