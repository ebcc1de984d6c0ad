"""What has happened to organisations, people, roles and tokens. Ids only: no name is here."""

from datafloor.contexts.participants.model import (
    FactorId,
    Level,
    Means,
    OrganisationId,
    Papers,
    PersonId,
    RecoveryCodes,
    Role,
    Step,
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


class TokenAssured(Event, frozen=True):
    """A token acts at this level, and a session was opened by these means. Where this is not said,
    it is a password and level 1."""

    kind = "participants.token_assured.v1"
    token: TokenId
    level_number: Level
    means: Means | None


class SecondFactorSet(Event, frozen=True):
    """A person has a second factor; recovery codes are here by digest."""

    kind = "participants.second_factor_set.v1"
    factor: FactorId
    person: PersonId
    step_number: Step
    recovery: RecoveryCodes


class SecondFactorPassed(Event, frozen=True):
    """A code or a recovery code counted, and will not count again."""

    kind = "participants.second_factor_passed.v1"
    factor: FactorId
    step_number: Step | None
    recovery: Digest | None


class SecondFactorRemoved(Event, frozen=True):
    """A second factor ended."""

    kind = "participants.second_factor_removed.v1"
    factor: FactorId


class IdentityLinked(Event, frozen=True):
    """A person signs in with an electronic identity from now on; which one is not said here."""

    kind = "participants.identity_linked.v1"
    person: PersonId


class IdentityUnlinked(Event, frozen=True):
    """A person's electronic identity opens nothing any more."""

    kind = "participants.identity_unlinked.v1"
    person: PersonId
