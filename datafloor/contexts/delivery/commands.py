"""What can be asked about access and delivery."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.agreements import Jws
from datafloor.contexts.catalogue import Count, ProductId, VersionId
from datafloor.contexts.delivery.model import (
    CredentialId,
    DeliveredFile,
    Fetches,
    GrantId,
    RevokedFor,
)
from datafloor.contexts.market import ContractId, Cut
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, role, the_exchange


class OpenGrant(Command, frozen=True):
    """A contract was concluded, so its buyer may read. The fields are what the contract said."""

    kind = "delivery.open_grant"
    may = the_exchange
    contract: ContractId
    buyer: OrganisationId
    product: ProductId
    version: VersionId
    terms: TermsId
    purpose: Purpose
    country: Country
    starts_at: Instant
    ends_at: Instant | None
    cut: Cut | None = None


class ChangeGrant(Command, frozen=True):
    """A contract was changed, so the right is as it says now. Where another organisation took the
    buyer's place, the credentials of the old one end."""

    kind = "delivery.change_grant"
    may = the_exchange
    grant: GrantId
    buyer: OrganisationId
    terms: TermsId
    purpose: Purpose
    country: Country
    ends_at: Instant | None


class RevokeGrant(Command, frozen=True):
    """The right ends: the next request is refused."""

    kind = "delivery.revoke_grant"
    may = the_exchange
    grant: GrantId
    reason: RevokedFor


class PauseGrant(Command, frozen=True):
    """What is due under the contract was not paid: nothing can be read until it is."""

    kind = "delivery.pause_grant"
    may = the_exchange
    grant: GrantId


class ResumeGrant(Command, frozen=True):
    """What was due is paid: the grant opens again."""

    kind = "delivery.resume_grant"
    may = the_exchange
    grant: GrantId


class IssueCredential(Command, frozen=True):
    """A buyer makes a secret that opens one of its grants; the exchange only hears its digest."""

    kind = "delivery.issue_credential"
    may = role("buyer")
    credential: CredentialId
    grant: GrantId
    secret_digest: Digest
    expires_at: Instant


class RevokeCredential(Command, frozen=True):
    """A buyer ends a credential; the grant stands."""

    kind = "delivery.revoke_credential"
    may = role("buyer")
    credential: CredentialId


class RecordFetches(Command, frozen=True):
    """The meter reports what was sent under a grant, as sums since it was opened. A file is named
    by the digest of its place in the store, so that ranges and repeats of one file are one file;
    reporting the same sums again changes nothing."""

    kind = "delivery.record_fetches"
    may = the_exchange
    grant: GrantId
    files: Fetches


class RecordRequests(Command, frozen=True):
    """So many more queries and calls were answered under a grant whose contract pays for them. A
    query is a call too."""

    kind = "delivery.record_requests"
    may = the_exchange
    grant: GrantId
    queries_count: Count
    calls_count: Count


class ConfirmDelivery(Command, frozen=True):
    """The buyer says that what was bought has come."""

    kind = "delivery.confirm_delivery"
    may = role("buyer")
    contract: ContractId


class StateDelivery(Command, frozen=True):
    """The exchange states what it delivered: which version, and its files by their digests. Of more
    files than are listed the version's digest, which is over all, speaks."""

    kind = "delivery.state_delivery"
    may = the_exchange
    grant: GrantId
    version_digest: Digest
    rows: Count
    files_count: Count
    files: Annotated[tuple[DeliveredFile, ...], Meta(max_length=1000)]


class AcknowledgeDelivery(Command, frozen=True):
    """The buyer says that it has what the statement of its delivery says. With `jws` it also signs
    that with its own key, over the canonical JSON of `contract` and `statement`."""

    kind = "delivery.acknowledge_delivery"
    may = role("buyer")
    contract: ContractId
    statement: Digest
    jws: Jws | None = None
