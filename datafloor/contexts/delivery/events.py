"""What has happened to access and delivery."""

from datafloor.contexts.agreements import Jws, KeyId, PublicKey
from datafloor.contexts.catalogue import Count, ProductId, VersionId
from datafloor.contexts.delivery.model import (
    CredentialId,
    DeliveredFile,
    Fetches,
    GrantId,
    Proof,
    RevokedFor,
)
from datafloor.contexts.market import ContractId, Cut
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event


class GrantOpened(Event, frozen=True, omit_defaults=True):
    """A buyer may read a product under a contract, but for what `cut` leaves out."""

    kind = "delivery.grant_opened.v1"
    grant: GrantId
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


class GrantChanged(Event, frozen=True):
    """The right to read is so from now on."""

    kind = "delivery.grant_changed.v1"
    grant: GrantId
    buyer: OrganisationId
    terms: TermsId
    purpose: Purpose
    country: Country
    ends_at: Instant | None


class GrantRevoked(Event, frozen=True):
    """A grant opens nothing from now on."""

    kind = "delivery.grant_revoked.v1"
    grant: GrantId
    reason: RevokedFor


class GrantPaused(Event, frozen=True):
    """A grant opens nothing until what is due under its contract is paid."""

    kind = "delivery.grant_paused.v1"
    grant: GrantId


class GrantResumed(Event, frozen=True):
    """A paused grant opens again."""

    kind = "delivery.grant_resumed.v1"
    grant: GrantId


class CredentialIssued(Event, frozen=True):
    """Whoever knows the secret may use the grant until it expires."""

    kind = "delivery.credential_issued.v1"
    credential: CredentialId
    grant: GrantId
    secret_digest: Digest
    expires_at: Instant


class CredentialRevoked(Event, frozen=True):
    """A credential opens nothing from now on."""

    kind = "delivery.credential_revoked.v1"
    credential: CredentialId


class FilesFetched(Event, frozen=True):
    """More bytes of these files were sent under a grant; the figures are sums."""

    kind = "delivery.files_fetched.v1"
    grant: GrantId
    files: Fetches


class RequestsAnswered(Event, frozen=True):
    """So many more queries and calls were answered under a grant."""

    kind = "delivery.requests_answered.v1"
    grant: GrantId
    queries_count: Count
    calls_count: Count


class DeliveryProven(Event, frozen=True):
    """What the contract promised was delivered."""

    kind = "delivery.delivery_proven.v1"
    contract: ContractId
    grant: GrantId
    proof: Proof


class DeliveryStated(Event, frozen=True):
    """What the exchange delivered: which version under which terms, decided under which rule pack
    (its digest); its files with their digests and rows, and when they were fetched. The digest of
    this event's body is the statement that a buyer acknowledges."""

    kind = "delivery.delivery_stated.v1"
    contract: ContractId
    grant: GrantId
    product: ProductId
    version: VersionId
    version_digest: Digest
    rows: Count
    files_count: Count
    files: tuple[DeliveredFile, ...]
    terms: TermsId
    purpose: Purpose
    country: Country
    law: Digest
    first_at: Instant | None
    last_at: Instant | None


class DeliveryAcknowledged(Event, frozen=True):
    """The buyer has what the statement with this digest says; `jws` is its signature of that."""

    kind = "delivery.delivery_acknowledged.v1"
    contract: ContractId
    grant: GrantId
    statement: Digest
    key: KeyId | None
    public_key: PublicKey | None
    jws: Jws | None
