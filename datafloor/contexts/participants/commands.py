"""What can be asked about organisations, people, roles and tokens."""

from datafloor.contexts.participants.model import (
    Email,
    Level,
    Name,
    OrganisationId,
    Papers,
    PasswordHash,
    PersonId,
    Role,
    TaxCode,
    TokenId,
    TokenUse,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, PublicText, anyone, role, signed_in


class RegisterOrganisation(Command, frozen=True):
    """An organisation joins with the first person who acts for it, as seller, buyer or both."""

    kind = "participants.register_organisation"
    may = anyone
    organisation: OrganisationId
    name: Name
    tax_code: TaxCode
    roles: tuple[Role, ...]
    person: PersonId
    person_name: Name
    email: Email
    password_hash: PasswordHash


class AddPerson(Command, frozen=True):
    """Another person may act for one's own organisation."""

    kind = "participants.add_person"
    may = signed_in
    person: PersonId
    person_name: Name
    email: Email
    password_hash: PasswordHash


class ErasePerson(Command, frozen=True):
    """What is known about a person of one's own organisation is erased; her id stays."""

    kind = "participants.erase_person"
    may = signed_in
    person: PersonId


class GrantRole(Command, frozen=True):
    """The operator lets an organisation sell or buy; only the exchange appoints its offices."""

    kind = "participants.grant_role"
    may = role("operator", "exchange")
    organisation: OrganisationId
    role: Role


class WithdrawRole(Command, frozen=True):
    """A role ends at once for all who act for the organisation."""

    kind = "participants.withdraw_role"
    may = role("operator", "exchange")
    organisation: OrganisationId
    role: Role


class IssueToken(Command, frozen=True):
    """A person makes a token that may use some of her organisation's roles until it expires."""

    kind = "participants.issue_token"
    may = signed_in
    token: TokenId
    use: TokenUse
    secret_digest: Digest
    scope: tuple[Role, ...]
    expires_at: Instant


class RevokeToken(Command, frozen=True):
    """A person ends one of her tokens, or signs out."""

    kind = "participants.revoke_token"
    may = signed_in
    token: TokenId


class PresentPapers(Command, frozen=True):
    """An organisation presents what it is to be verified by; an earlier verification ends."""

    kind = "participants.present_papers"
    may = signed_in
    papers: Papers


class VerifyOrganisation(Command, frozen=True):
    """The operator checked the papers, the legal status and the scope (Decree 314/2026, article
    7.8). Where a condition needs a person's judgement, `reason` gives it."""

    kind = "participants.verify_organisation"
    may = role("operator")
    organisation: OrganisationId
    reason: PublicText | None = None


class RecordAssurance(Command, frozen=True):
    """It was checked how surely a person is who she says; the evidence is kept by digest."""

    kind = "participants.record_assurance"
    may = role("operator", "exchange")
    person: PersonId
    level_number: Level
    evidence: Digest
