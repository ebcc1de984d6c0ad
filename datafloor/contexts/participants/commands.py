"""What can be asked about organisations, people, roles and tokens."""

from datafloor.contexts.participants.model import (
    Email,
    FactorId,
    Level,
    Means,
    Name,
    OrganisationId,
    Papers,
    PasswordHash,
    PersonId,
    RecoveryCodes,
    Role,
    Step,
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
    """A person makes a token that may use some of her organisation's roles until it expires.

    It acts at `level_number`, never above that of its maker. A session names the `means` by which
    it was opened.
    """

    kind = "participants.issue_token"
    may = signed_in
    token: TokenId
    use: TokenUse
    secret_digest: Digest
    scope: tuple[Role, ...]
    expires_at: Instant
    level_number: Level = 1
    means: Means | None = None


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


class SetSecondFactor(Command, frozen=True):
    """A person's telephone shows codes from now on, as one of them proved; the recovery codes are
    kept by digest."""

    kind = "participants.set_second_factor"
    may = signed_in
    factor: FactorId
    step_number: Step
    recovery: RecoveryCodes


class PassSecondFactor(Command, frozen=True):
    """A code, or a recovery code by its digest, fitted when its owner signed in. It counts once."""

    kind = "participants.pass_second_factor"
    may = signed_in
    step_number: Step | None = None
    recovery: Digest | None = None


class RemoveSecondFactor(Command, frozen=True):
    """No code is asked any more; a last one proves that its owner wants this."""

    kind = "participants.remove_second_factor"
    may = signed_in
    step_number: Step | None = None
    recovery: Digest | None = None


class LinkIdentity(Command, frozen=True):
    """A person who signed in with an electronic identity says that it is hers. It is kept as a
    digest under the exchange's key, outside the journal."""

    kind = "participants.link_identity"
    may = signed_in
    identity: Digest


class UnlinkIdentity(Command, frozen=True):
    """A person's electronic identity opens nothing here any more."""

    kind = "participants.unlink_identity"
    may = signed_in
