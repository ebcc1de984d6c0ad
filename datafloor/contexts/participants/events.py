"""What has happened to organisations, people, roles and tokens. Ids only: no name is here."""

from datafloor.contexts.participants.model import (
    Level,
    OrganisationId,
    Papers,
    PersonId,
    Role,
    TokenId,
    TokenUse,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Judgement
from datafloor.kernel.message import Digest, Event, PublicText


class OrganisationRegistered(Event, frozen=True):
    """An organisation joined."""

    kind = "participants.organisation_registered.v1"
    organisation: OrganisationId


class PersonAdded(Event, frozen=True):
    """A person may act for an organisation."""

    kind = "participants.person_added.v1"
    person: PersonId
    organisation: OrganisationId


class PersonErased(Event, frozen=True):
    """A person's name, address and password are gone, and her tokens end."""

    kind = "participants.person_erased.v1"
    person: PersonId


class RoleGranted(Event, frozen=True):
    """An organisation holds a role from now on."""

    kind = "participants.role_granted.v1"
    organisation: OrganisationId
    role: Role


class RoleWithdrawn(Event, frozen=True):
    """An organisation no longer holds a role."""

    kind = "participants.role_withdrawn.v1"
    organisation: OrganisationId
    role: Role


class TokenIssued(Event, frozen=True):
    """Whoever knows the secret may act for the person within the scope until it expires."""

    kind = "participants.token_issued.v1"
    token: TokenId
    use: TokenUse
    person: PersonId
    secret_digest: Digest
    scope: tuple[Role, ...]
    expires_at: Instant


class TokenRevoked(Event, frozen=True):
    """A token opens nothing from now on."""

    kind = "participants.token_revoked.v1"
    token: TokenId


class PapersPresented(Event, frozen=True):
    """An organisation presented its papers, by digest; it is not verified by them yet."""

    kind = "participants.papers_presented.v1"
    organisation: OrganisationId
    papers: Papers


class OrganisationVerified(Event, frozen=True):
    """The operator verified an organisation; the law's conditions were judged as they stand."""

    kind = "participants.organisation_verified.v1"
    organisation: OrganisationId
    judgement: Judgement
    reason: PublicText | None


class AssuranceRecorded(Event, frozen=True):
    """So surely a person is who she says."""

    kind = "participants.assurance_recorded.v1"
    person: PersonId
    level_number: Level
    evidence: Digest
