"""What has happened to data products."""

from datafloor.contexts.catalogue.model import (
    AppraisalId,
    BasisPoints,
    Count,
    Coverage,
    Field,
    FieldMeaning,
    Findings,
    Ground,
    NoticeDays,
    Office,
    Origin,
    Outcome,
    ProductId,
    Risk,
    RiskReason,
    Statement,
    TableName,
    VersionId,
)
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Deadline, Judgement
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


class CoverageStated(Event, frozen=True):
    """From now on it is found under these, and under no others."""

    kind = "catalogue.coverage_stated.v1"
    product: ProductId
    coverage: Coverage


class FieldsDescribed(Event, frozen=True):
    """What its columns mean from now on, in the order of their names."""

    kind = "catalogue.fields_described.v1"
    product: ProductId
    meanings: tuple[FieldMeaning, ...]


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


class ListingDescribed(Event, frozen=True):
    """Its seller stated what the law asks; it is a draft again. `law` is the digest of the pack
    that was in use then."""

    kind = "catalogue.listing_described.v1"
    product: ProductId
    law: Digest
    statement: Statement


class RowsShown(Event, frozen=True):
    """Its seller shows so many of the first rows to everybody."""

    kind = "catalogue.rows_shown.v1"
    product: ProductId
    rows_count: Count


class FindingsRecorded(Event, frozen=True):
    """The exchange appraised a version."""

    kind = "catalogue.findings_recorded.v1"
    version: VersionId
    findings: Findings


class AppraisalFiled(Event, frozen=True):
    """An appraiser without an interest filed its report on a product."""

    kind = "catalogue.appraisal_filed.v1"
    appraisal: AppraisalId
    product: ProductId
    appraiser: OrganisationId
    report: Digest
    scope: PublicText
    content: PublicText
    method: PublicText
    inputs: PublicText
    conclusion: PublicText
    judgement: Judgement


class ListingRuleSet(Event, frozen=True):
    """From now on low risk is listed at once, or not, and so many are drawn for a check."""

    kind = "catalogue.listing_rule_set.v1"
    at_once: bool
    sample_points: BasisPoints


class ProductSubmitted(Event, frozen=True):
    """The law does not forbid its listing; the points were judged as they stand here.

    `law_changed`: the rules that bind are not those of the day on which it was described.
    `deadline` is until when the operator decides.
    """

    kind = "catalogue.product_submitted.v1"
    product: ProductId
    judgement: Judgement
    risk: Risk
    risk_reasons: tuple[RiskReason, ...]
    law_changed: bool
    deadline: Deadline | None


class ProductListed(Event, frozen=True):
    """It may be offered. `drawn`: it is checked afterwards, as `sample_points` of ten thousand
    that are listed at once are. `judgement` is that of the operator's day."""

    kind = "catalogue.product_listed.v1"
    product: ProductId
    ground: Ground
    reason: PublicText | None
    judgement: Judgement | None
    sample_points: BasisPoints
    drawn: bool


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


class SampleChecked(Event, frozen=True):
    """What was listed at once was looked at afterwards."""

    kind = "catalogue.sample_checked.v1"
    product: ProductId
    outcome: Outcome
    reason: PublicText


class ProductSuspended(Event, frozen=True):
    """It cannot be ordered for now, for this reason."""

    kind = "catalogue.product_suspended.v1"
    product: ProductId
    by: Office
    reason: PublicText


class SuspensionLifted(Event, frozen=True):
    """It is listed again, for this reason."""

    kind = "catalogue.suspension_lifted.v1"
    product: ProductId
    by: Office
    reason: PublicText


class ProductDeprecated(Event, frozen=True):
    """It will end at `ends_at`, for this reason; who holds a contract is told."""

    kind = "catalogue.product_deprecated.v1"
    product: ProductId
    notice_days: NoticeDays
    ends_at: Instant
    reason: PublicText
