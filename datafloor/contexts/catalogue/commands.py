"""What can be asked about data products."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.catalogue.model import (
    Count,
    Field,
    Origin,
    ProductId,
    Title,
    VersionId,
)
from datafloor.kernel.message import Command, Digest, PublicText, role


class DraftProduct(Command, frozen=True):
    """A seller begins a product: what it is, in two languages, and where it comes from."""

    kind = "catalogue.draft_product"
    may = role("seller")
    product: ProductId
    title_en: Title
    title_vi: Title
    description_en: PublicText
    description_vi: PublicText
    origin: Origin
    origin_note: PublicText


class ReviseProduct(Command, frozen=True):
    """The seller says it better. What was submitted or listed waits for the operator again."""

    kind = "catalogue.revise_product"
    may = role("seller")
    product: ProductId
    title_en: Title
    title_vi: Title
    description_en: PublicText
    description_vi: PublicText
    origin: Origin
    origin_note: PublicText


class AddVersion(Command, frozen=True):
    """A table was published for a product.

    All figures are measured by the exchange's own publishing step, which asks this in the
    seller's name; no request body carries them. `digest` is that of the table's files, `source`
    that of the file as it was sent.
    """

    kind = "catalogue.add_version"
    may = role("seller")
    version: VersionId
    product: ProductId
    location: Annotated[str, Meta(min_length=1, max_length=300)]
    delta_version: Count
    rows: Count
    bytes: Count
    files: Count
    digest: Digest
    source: Digest
    fields: tuple[Field, ...]


class SubmitProduct(Command, frozen=True):
    """The seller asks the operator to list the product."""

    kind = "catalogue.submit_product"
    may = role("seller")
    product: ProductId


class ListProduct(Command, frozen=True):
    """The operator lists a submitted product."""

    kind = "catalogue.list_product"
    may = role("operator")
    product: ProductId


class RefuseListing(Command, frozen=True):
    """The operator refuses to list a submitted product, and says why."""

    kind = "catalogue.refuse_listing"
    may = role("operator")
    product: ProductId
    reason: PublicText


class DelistProduct(Command, frozen=True):
    """Its seller, or the operator, takes a product off the exchange. Running contracts go on."""

    kind = "catalogue.delist_product"
    may = role("seller", "operator")
    product: ProductId
    reason: PublicText
