"""What has happened to data products."""

from datafloor.contexts.catalogue.model import (
    Count,
    Field,
    Origin,
    ProductId,
    TableName,
    VersionId,
)
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.message import Digest, Event, PublicText


class ProductDrafted(Event, frozen=True):
    """A seller began a product. `table` is what readers call its table, whatever its title
    becomes."""

    kind = "catalogue.product_drafted.v1"
    product: ProductId
    organisation: OrganisationId
    table: TableName
    title_en: PublicText
    title_vi: PublicText
    description_en: PublicText
    description_vi: PublicText
    origin: Origin
    origin_note: PublicText


class ProductRevised(Event, frozen=True):
    """Its description changed; it is a draft again."""

    kind = "catalogue.product_revised.v1"
    product: ProductId
    title_en: PublicText
    title_vi: PublicText
    description_en: PublicText
    description_vi: PublicText
    origin: Origin
    origin_note: PublicText


class VersionAdded(Event, frozen=True):
    """A table was published for it; this version is the current one."""

    kind = "catalogue.version_added.v1"
    version: VersionId
    product: ProductId
    location: PublicText
    delta_version: Count
    rows: Count
    bytes: Count
    files: Count
    digest: Digest
    source: Digest
    fields: tuple[Field, ...]


class ProductSubmitted(Event, frozen=True):
    """It waits for the operator."""

    kind = "catalogue.product_submitted.v1"
    product: ProductId


class ProductListed(Event, frozen=True):
    """It may be offered."""

    kind = "catalogue.product_listed.v1"
    product: ProductId


class ListingRefused(Event, frozen=True):
    """It may not be offered, for this reason."""

    kind = "catalogue.listing_refused.v1"
    product: ProductId
    reason: PublicText


class ProductDelisted(Event, frozen=True):
    """It can no longer be ordered, for this reason."""

    kind = "catalogue.product_delisted.v1"
    product: ProductId
    reason: PublicText
