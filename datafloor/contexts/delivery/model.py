"""Nouns: rights of access, the credentials that use them, and what was fetched."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import VersionFacts
from datafloor.contexts.policy import Decision
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Digest

GrantId = Annotated[str, Meta(pattern=pattern("grant"))]
CredentialId = Annotated[str, Meta(pattern=pattern("credential"))]

LONGEST_CREDENTIAL = 366 * DAY


class RevokedFor(StrEnum):
    """Why a grant was revoked."""

    contract_ended = "contract_ended"
    refunded = "refunded"


class Proof(StrEnum):
    """How delivery was proven: every file was fetched, or the buyer says so."""

    fetched = "fetched"
    confirmed = "confirmed"


class FileFetch(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer with the bytes of a file; `whole` when all of them were sent."""

    file: Digest
    bytes: Annotated[int, Meta(ge=0, le=10**15)]
    whole: bool


Fetches = Annotated[tuple[FileFetch, ...], Meta(min_length=1, max_length=1000)]


class OpenGrantFacts(Struct, frozen=True):
    """Whether the contract has its grant."""

    exists: bool


class GrantFacts(Struct, frozen=True):
    """A grant as it stands."""

    grant: str
    contract: str
    buyer: str
    product: str
    ends_at: int | None
    revoked: bool
    proven: bool


class IssueFacts(Struct, frozen=True):
    """The grant, and whether the credential's id or secret is taken."""

    grant: GrantFacts | None
    taken: bool


class CredentialFacts(Struct, frozen=True):
    """A credential as it stands, with the buyer whose grant it uses."""

    buyer: str
    revoked: bool


class FetchFacts(Struct, frozen=True):
    """The grant, the version that was read, and its files that were fetched whole before: how
    many in all, and which of those in hand."""

    grant: GrantFacts | None
    version: VersionFacts | None
    whole: int
    whole_in_hand: frozenset[str]


class Access(Struct, frozen=True):
    """What a credential opens now: the decision with its reasons, under which grant and contract,
    which version was bought, and which is the current one (where its table lies)."""

    decision: Decision
    grant: str
    contract: str
    buyer: str
    product: str
    version: str
    current: VersionFacts
    ends_at: int | None
