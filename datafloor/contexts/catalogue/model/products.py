"""Nouns: data products, their versions and fields, and where a product stands."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import PublicText

ProductId = Annotated[str, Meta(pattern=pattern("product"))]
VersionId = Annotated[str, Meta(pattern=pattern("version"))]

Title = Annotated[str, Meta(min_length=3, max_length=300)]
TableName = Annotated[str, Meta(pattern=whole("[a-z0-9_]{1,60}"))]
Line = Annotated[str, Meta(pattern=whole(r"[^\x00-\x1f]{0,500}"))]
Unit = Annotated[str, Meta(pattern=whole(r"[^\x00-\x1f]{0,40}"))]
Count = Annotated[int, Meta(ge=0, le=10**15)]


class Origin(StrEnum):
    """Where data come from (Decree 314/2026, article 8.2: origin and basis of creation)."""

    collected = "collected"
    generated = "generated"
    derived = "derived"
    open_data = "open_data"


class ProductState(StrEnum):
    """Where a product stands on its way to being offered."""

    draft = "draft"
    submitted = "submitted"
    listed = "listed"
    suspended = "suspended"
    refused = "refused"
    delisted = "delisted"


class Field(Struct, frozen=True):
    """A column as the published table has it; `type` is a type name of Delta tables."""

    name: PublicText
    type: PublicText
    nullable: bool


class FieldMeaning(Struct, frozen=True, forbid_unknown_fields=True):
    """What a column means, in two languages, and the unit of its values, where there is one."""

    field: PublicText
    meaning_en: Line = ""
    meaning_vi: Line = ""
    unit: Unit = ""


class VersionFacts(Struct, frozen=True):
    """A published version: where its table lies and what was measured when it was written."""

    version: str
    product: str
    location: str
    delta_version: int
    rows: int
    bytes: int
    files: int
    digest: str
    source: str


class ProductFacts(Struct, frozen=True):
    """A product as decisions need it. `table` is what readers call its table."""

    product: str
    organisation: str
    table: str
    state: ProductState
    current: VersionFacts | None


class DraftFacts(Struct, frozen=True):
    """Whether the id is taken."""

    exists: bool


class VersionDraftFacts(Struct, frozen=True):
    """The product that a version is for, and whether the version's id is taken."""

    product: ProductFacts | None
    exists: bool
