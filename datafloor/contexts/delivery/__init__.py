"""Delivery: the right to read, the secrets that use it, and the proof that the data came.

A concluded contract opens a **grant**. Its buyer makes **credentials** for it; whoever knows a
credential's secret may ask for `access`, and the terms decide anew each time. What is sent is
**metered** by distinct file. **Delivery is proven** when every file of a version was sent whole,
or when the buyer confirms it; then the seller is paid. Of a proven delivery the exchange **states**
which version it was, with the digest of each file, and the buyer **acknowledges** that statement,
with a signature of its own if it likes.

What always holds: one contract has one grant, with the same id body; a grant is **revoked** in
the same transaction in which its contract ends or its order is refunded, so the next request is
refused; a secret is never stored, only its digest.
"""

from datafloor.contexts.delivery import rules, store
from datafloor.contexts.delivery.commands import (
    AcknowledgeDelivery,
    ChangeGrant,
    ConfirmDelivery,
    IssueCredential,
    OpenGrant,
    PauseGrant,
    RecordFetches,
    RecordRequests,
    ResumeGrant,
    RevokeCredential,
    RevokeGrant,
    StateDelivery,
)
from datafloor.contexts.delivery.events import (
    CredentialIssued,
    CredentialRevoked,
    DeliveryAcknowledged,
    DeliveryProven,
    DeliveryStated,
    FilesFetched,
    GrantChanged,
    GrantOpened,
    GrantPaused,
    GrantResumed,
    GrantRevoked,
    RequestsAnswered,
)
from datafloor.contexts.delivery.model import (
    LONGEST_CREDENTIAL,
    Access,
    CredentialId,
    DeliveredFile,
    FileFetch,
    FileId,
    GrantId,
    Proof,
    RevokedFor,
    Used,
)
from datafloor.contexts.delivery.queries import (
    CredentialView,
    GrantView,
    StatementView,
    access,
    buyers_count,
    credentials,
    cut_of,
    due_statements,
    grant,
    granted_cuts,
    grants,
    is_open,
    product_grants,
    statement,
    used,
    why_closed,
)
from datafloor.contexts.delivery.reactions import REACTIONS
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="delivery",
    schema=store.SCHEMA,
    commands={
        OpenGrant: Way(store.load_open_grant, rules.open_grant),
        ChangeGrant: Way(store.load_change_grant, rules.change_grant),
        RevokeGrant: Way(store.load_revoke_grant, rules.revoke_grant),
        PauseGrant: Way(store.load_revoke_grant, rules.pause_grant),
        ResumeGrant: Way(store.load_resume_grant, rules.resume_grant),
        IssueCredential: Way(store.load_issue_credential, rules.issue_credential),
        RevokeCredential: Way(store.load_revoke_credential, rules.revoke_credential),
        RecordFetches: Way(store.load_record_fetches, rules.record_fetches),
        RecordRequests: Way(store.load_record_requests, rules.record_requests),
        ConfirmDelivery: Way(store.load_confirm_delivery, rules.confirm_delivery),
        StateDelivery: Way(store.load_state_delivery, rules.state_delivery),
        AcknowledgeDelivery: Way(store.load_acknowledge_delivery, rules.acknowledge_delivery),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
)

__all__ = [
    "CONTEXT",
    "LONGEST_CREDENTIAL",
    "Access",
    "AcknowledgeDelivery",
    "ChangeGrant",
    "ConfirmDelivery",
    "CredentialId",
    "CredentialIssued",
    "CredentialRevoked",
    "CredentialView",
    "DeliveredFile",
    "DeliveryAcknowledged",
    "DeliveryProven",
    "DeliveryStated",
    "FileFetch",
    "FileId",
    "FilesFetched",
    "GrantChanged",
    "GrantId",
    "GrantOpened",
    "GrantPaused",
    "GrantResumed",
    "GrantRevoked",
    "GrantView",
    "IssueCredential",
    "OpenGrant",
    "PauseGrant",
    "Proof",
    "RecordFetches",
    "RecordRequests",
    "RequestsAnswered",
    "ResumeGrant",
    "RevokeCredential",
    "RevokeGrant",
    "RevokedFor",
    "StateDelivery",
    "StatementView",
    "Used",
    "access",
    "buyers_count",
    "credentials",
    "cut_of",
    "due_statements",
    "grant",
    "granted_cuts",
    "grants",
    "is_open",
    "product_grants",
    "statement",
    "used",
    "why_closed",
]
