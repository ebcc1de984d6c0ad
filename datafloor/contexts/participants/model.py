"""Nouns: organisations, the people who act for them, their roles, and what opens the door."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Digest

OrganisationId = Annotated[str, Meta(pattern=pattern("org"))]
PersonId = Annotated[str, Meta(pattern=pattern("person"))]
TokenId = Annotated[str, Meta(pattern=pattern("token"))]

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(pattern=whole(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}"))]
TaxCode = Annotated[str, Meta(pattern=whole("[0-9]{10}(-?[0-9]{3})?"))]
Level = Annotated[int, Meta(ge=1, le=3)]
"""How surely a person is who she says; VNeID level 2 is 2."""
Documents = Annotated[tuple[Digest, ...], Meta(min_length=1, max_length=40)]
PasswordHash = Annotated[str, Meta(pattern=whole(r"\$argon2id\$[!-~]*"), max_length=200)]


class Role(StrEnum):
    """What an organisation may do on the exchange."""

    seller = "seller"
    buyer = "buyer"
    operator = "operator"
    supervisor = "supervisor"


class TokenUse(StrEnum):
    """What a token is for: a program's requests, or a person's browser."""

    api = "api"
    session = "session"


class Means(StrEnum):
    """How somebody showed who she is when a session was opened."""

    password = "password"
    second_factor = "second_factor"
    provider = "provider"


FactorId = Annotated[str, Meta(pattern=pattern("factor"))]
Step = Annotated[int, Meta(ge=0)]
"""The half minute, counted from 1970, to which a code belongs (RFC 6238)."""
RecoveryCodes = Annotated[tuple[Digest, ...], Meta(min_length=1, max_length=20)]


class FactorFacts(Struct, frozen=True):
    """A person's second factor; `factor` is `None` where she has none. `last_step` is that of the
    last code that counted, `recovery` holds the digests of the recovery codes not used yet."""

    factor: str | None
    last_step: int = -1
    recovery: frozenset[str] = frozenset()


class IdentityFacts(Struct, frozen=True):
    """Whose an electronic identity is, and whether the person who asks has linked one."""

    owner: str | None
    linked: bool


class RegisterFacts(Struct, frozen=True):
    """What is taken already."""

    organisation_exists: bool
    person_exists: bool
    tax_code_taken: bool
    email_taken: bool


class PersonFacts(Struct, frozen=True):
    """What is taken already by a person or a sign-in name; and the `roles` that whoever acts for
    the asker's organisation may use."""

    exists: bool
    email_taken: bool
    organisation: str | None = None
    roles: frozenset[str] = frozenset()


class RoleFacts(Struct, frozen=True):
    """The roles that an organisation holds; `None` where there is no such organisation."""

    roles: frozenset[Role] | None


class TokenFacts(Struct, frozen=True):
    """A token as it stands; `person` is `None` where there is none."""

    person: str | None
    revoked: bool = False


class Papers(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an organisation presents to be verified: documents and payment account by digest.

    `lawful_entity`: founded lawfully in Vietnam, or with a commercial presence there.
    `conditional_line`: its data service is a conditional business line; then `certificate` is the
    digest of that line's certificate.
    """

    documents: Documents
    payment_account: Digest | None = None
    lawful_entity: bool | None = None
    conditional_line: bool | None = None
    certificate: Digest | None = None


class VerifyFacts(Struct, frozen=True):
    """What an organisation presented, its roles, the form of its tax code, and the highest level
    of assurance of those who act for it; `papers` is `None` where it presented nothing, `roles`
    where there is no such organisation."""

    roles: frozenset[str] | None
    papers: Papers | None
    tax_code_form: str
    level: int | None
    verified: bool


class AssuranceFacts(Struct, frozen=True):
    """Whether there is such a person, and how sure it is already that she is who she says."""

    exists: bool
    level: int | None
