"""Nouns: rights of access, the credentials that use them, and what was fetched."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import Count, VersionFacts
from datafloor.contexts.market import Cut
from datafloor.contexts.policy import Decision
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Digest

GrantId = Annotated[str, Meta(pattern=pattern("grant"))]
CredentialId = Annotated[str, Meta(pattern=pattern("credential"))]
FileId = Annotated[str, Meta(pattern=whole("[0-9a-f]{32}"))]
"""A file as links and meters name it: a digest of its place in the object store."""

LONGEST_CREDENTIAL = 366 * DAY


class RevokedFor(StrEnum):
    """Why a grant was revoked."""

    contract_ended = "contract_ended"
    refunded = "refunded"


class Proof(StrEnum):
    """How delivery was proven: every file was fetched, or the buyer says so."""

    fetched = "fetched"
    confirmed = "confirmed"


class FileFetch(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How much of a file a grant has been sent in all: different bytes, and whether these are the
    `whole` file; `rows` are as many of its rows as these bytes are of it. `bought` is whether it
    belongs to the version that the contract is about; files of later versions are delivered too,
    and prove nothing."""

    file: FileId
    bytes: Annotated[int, Meta(ge=0, le=10**15)]
    whole: bool
    bought: bool
    rows: Annotated[int, Meta(ge=0, le=10**15)] = 0


Fetches = Annotated[tuple[FileFetch, ...], Meta(min_length=1, max_length=1000)]


class DeliveredFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the version that was delivered: its digest when it was written, and its rows."""

    file: FileId
    digest: Digest
    rows: Count


class StateFacts(Struct, frozen=True):
    """A grant with what its contract said, whether its delivery awaits a statement, and when its
    files were fetched first and last (`None` where the buyer only confirmed)."""

    grant: "GrantFacts"
    terms: str
    purpose: str
    country: str
    waits: bool
    first_at: int | None
    last_at: int | None


class AcknowledgeFacts(Struct, frozen=True):
    """A grant, the digest of what the exchange stated of its delivery (empty where it has not),
    whether that was acknowledged, and the buyer's keys that count."""

    grant: "GrantFacts"
    statement: str
    acknowledged: bool
    keys: Mapping[str, str]


class GrantFacts(Struct, frozen=True):
    """A grant as it stands."""

    grant: str
    contract: str
    buyer: str
    product: str
    version: str
    ends_at: int | None
    revoked: bool
    proven: bool
    paused: bool = False


class Used(Struct, frozen=True):
    """What was sent under a grant in all: different bytes, and the rows that these are; and where
    they are paid for, the queries and calls that were answered."""

    bytes: int = 0
    rows: int = 0
    queries: int = 0
    calls: int = 0


class ChangeGrantFacts(Struct, frozen=True):
    """The grant, and its credentials that open it."""

    grant: GrantFacts | None
    credentials: tuple[str, ...]


class IssueFacts(Struct, frozen=True):
    """The grant, and whether the credential's id or secret is taken."""

    grant: GrantFacts | None
    taken: bool


class CredentialFacts(Struct, frozen=True):
    """A credential as it stands, with the buyer whose grant it uses."""

    buyer: str
    revoked: bool


class FetchFacts(Struct, frozen=True):
    """The grant; how many files its version has, and how many of them were sent whole before; and
    of the files in hand, how many bytes were recorded before, with whether they were whole."""

    grant: GrantFacts | None
    files: int
    whole: int
    known: Mapping[str, tuple[int, bool]]


class Access(Struct, frozen=True):
    """What a credential opens now: the decision with its reasons, under which grant and contract,
    which version was bought, what readers call the table, and which is the newest version
    (where the product's table lies); and what the buyer's variant leaves out of it."""

    decision: Decision
    grant: str
    contract: str
    buyer: str
    product: str
    version: str
    table: str
    current: VersionFacts
    ends_at: int | None
    cut: Cut | None = None
