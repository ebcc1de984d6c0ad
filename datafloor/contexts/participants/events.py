"""What has happened to organisations, people, roles and tokens. Ids only: no name is here."""

from datafloor.contexts.participants.model import (
    OrganisationId,
    PersonId,
    Role,
    TokenId,
    TokenUse,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event


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
