"""Nouns: organisations, the people who act for them, their roles, and what opens the door."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import pattern, whole

OrganisationId = Annotated[str, Meta(pattern=pattern("org"))]
PersonId = Annotated[str, Meta(pattern=pattern("person"))]
TokenId = Annotated[str, Meta(pattern=pattern("token"))]

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Email = Annotated[str, Meta(pattern=whole(r"[^@\s]{1,64}@[^@\s]{1,190}"))]
TaxCode = Annotated[str, Meta(pattern=whole("[0-9]{10}(-?[0-9]{3})?"))]
PasswordHash = Annotated[str, Meta(pattern=r"^\$argon2id\$", max_length=200)]


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


class RegisterFacts(Struct, frozen=True):
    """What is taken already."""

    organisation_exists: bool
    person_exists: bool
    tax_code_taken: bool
    email_taken: bool


class PersonFacts(Struct, frozen=True):
    """What is taken already by a person or a sign-in name."""

    exists: bool
    email_taken: bool
    organisation: str | None = None


class RoleFacts(Struct, frozen=True):
    """The roles that an organisation holds; `None` where there is no such organisation."""

    roles: frozenset[Role] | None


class TokenFacts(Struct, frozen=True):
    """A token as it stands; `person` is `None` where there is none."""

    person: str | None
    revoked: bool = False
