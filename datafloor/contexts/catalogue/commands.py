"""What can be asked about data products."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.catalogue.model import (
    AppraisalId,
    BasisPoints,
    Count,
    Coverage,
    Field,
    FieldMeaning,
    Findings,
    NoticeDays,
    Origin,
    Outcome,
    ProductId,
    Statement,
    Title,
    VersionId,
)
from datafloor.kernel.message import Command, Digest, PublicText, role, signed_in, the_exchange


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


class StateCoverage(Command, frozen=True):
    """The seller says under what a product is found: its theme, provinces and frequency.

    It says where to look and not what is offered, so what is listed stays listed.
    """

    kind = "catalogue.state_coverage"
    may = role("seller")
    product: ProductId
    coverage: Coverage


class DescribeFields(Command, frozen=True):
    """The seller says what the columns mean. It stands for every version of the product, before
    and after it is published; what is not named is not described."""

    kind = "catalogue.describe_fields"
    may = role("seller")
    product: ProductId
    meanings: Annotated[tuple[FieldMeaning, ...], Meta(max_length=2_000)]


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


class DescribeListing(Command, frozen=True):
    """The seller states what the law asks of a sell offer (Decree 314/2026, article 8.2).

    It may be said bit by bit, each time in whole; the law judges it when it is submitted. What
    was submitted or listed waits for the operator again.
    """

    kind = "catalogue.describe_listing"
    may = role("seller")
    product: ProductId
    statement: Statement


class RecordFindings(Command, frozen=True):
    """The exchange's own appraisal of a published version; no request body carries it."""

    kind = "catalogue.record_findings"
    may = the_exchange
    version: VersionId
    findings: Findings


class FileAppraisal(Command, frozen=True):
    """An appraiser files its report on another's product (Decree 314/2026, article 7.2)."""

    kind = "catalogue.file_appraisal"
    may = signed_in
    appraisal: AppraisalId
    product: ProductId
    report: Digest
    scope: PublicText
    content: PublicText
    method: PublicText
    inputs: PublicText
    conclusion: PublicText


class SetListingRule(Command, frozen=True):
    """The operator decides whether what is of low risk is listed at once, and how many of ten
    thousand such listings are drawn for a check afterwards."""

    kind = "catalogue.set_listing_rule"
    may = role("operator")
    at_once: bool
    sample_points: BasisPoints


class ShowRows(Command, frozen=True):
    """The seller says how many of the first rows everybody may see. 0 shows none, as at first."""

    kind = "catalogue.show_rows"
    may = role("seller")
    product: ProductId
    rows_count: Annotated[int, Meta(ge=0, le=20)]


class SubmitProduct(Command, frozen=True):
    """The seller asks for the product to be listed. Its points of law are judged now."""

    kind = "catalogue.submit_product"
    may = role("seller")
    product: ProductId


class ListProduct(Command, frozen=True):
    """The operator lists a submitted product. Where a point of law needed a person it says why."""

    kind = "catalogue.list_product"
    may = role("operator")
    product: ProductId
    reason: PublicText | None = None


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


class CheckSample(Command, frozen=True):
    """The operator looks at what was listed at once and drawn. What fails is suspended."""

    kind = "catalogue.check_sample"
    may = role("operator")
    product: ProductId
    outcome: Outcome
    reason: PublicText


class SuspendProduct(Command, frozen=True):
    """Nobody can order it until the suspension is lifted. Running contracts go on."""

    kind = "catalogue.suspend_product"
    may = role("operator", "supervisor")
    product: ProductId
    reason: PublicText


class LiftSuspension(Command, frozen=True):
    """The office that suspended a product lists it again, and says why."""

    kind = "catalogue.lift_suspension"
    may = role("operator", "supervisor")
    product: ProductId
    reason: PublicText


class DeprecateProduct(Command, frozen=True):
    """Its seller gives notice, to holders of contracts above all, that a product will end."""

    kind = "catalogue.deprecate_product"
    may = role("seller")
    product: ProductId
    notice_days: NoticeDays
    reason: PublicText
