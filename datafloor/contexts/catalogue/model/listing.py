"""Nouns of listing: what was found in the data, the risk, the operator's rule, and their facts."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue.model.products import Count, Origin, ProductFacts
from datafloor.contexts.catalogue.model.statement import Statement
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Digest

AppraisalId = Annotated[str, Meta(pattern=pattern("appraisal"))]
BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
NoticeDays = Annotated[int, Meta(ge=1, le=3_650)]


class Grade(StrEnum):
    """The letter of an appraisal, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Findings(Struct, frozen=True, forbid_unknown_fields=True):
    """What the exchange's own appraisal found in a version.

    `report` is the digest of the whole report; `personal_count` the columns that hold personal
    data, `blocking_count` the findings that stop a listing.
    """

    report: Digest
    grade: Grade
    personal_count: Count
    blocking_count: Count


class Risk(StrEnum):
    """Whether a person has to look before a product is listed."""

    low = "low"
    high = "high"


class RiskReason(StrEnum):
    """Why a product is not of low risk."""

    person_needed = "person_needed"
    class_above_other = "class_above_other"
    about_people = "about_people"
    recipients_abroad = "recipients_abroad"
    state_priced = "state_priced"
    not_appraised = "not_appraised"
    poor_grade = "poor_grade"
    seller_not_verified = "seller_not_verified"
    earlier_fault = "earlier_fault"


class Ground(StrEnum):
    """On what a product was listed: the operator's rule for low risk, or its decision."""

    low_risk = "low_risk"
    operator = "operator"


class Office(StrEnum):
    """Who suspended a product; only that office lifts it again, and the operator what the
    exchange itself suspended on its findings."""

    operator = "operator"
    supervisor = "supervisor"
    exchange = "exchange"


class Outcome(StrEnum):
    """What a later sample check came to."""

    upheld = "upheld"
    failed = "failed"


class ListingRule(Struct, frozen=True):
    """The operator's own rule (Decree 314/2026, article 7.4): whether low risk is listed at once,
    and how many of ten thousand such listings are drawn for a check afterwards."""

    at_once: bool
    sample_points: int


class Appraisal(Struct, frozen=True):
    """An appraiser's report as it stands: `interested` where it has, or has declared since, an
    interest in the seller; `declaration` is the digest of its declared conflicts."""

    appraiser: str
    scope: str
    content: str
    method: str
    inputs: str
    conclusion: str
    interested: bool
    also_sells: bool
    says_that_it_sells: bool
    declaration: str | None


class ListingFacts(Struct, frozen=True):
    """A product with all that a decision about its listing needs.

    `described_at` and `described_under` say when the statement was made and under which pack (its
    digest). `citizens_before` are those whom the organisation's other products cover. `draw` is a
    number below ten thousand that nobody can foresee.
    """

    product: ProductFacts
    origin: Origin
    origin_note: str
    statement: Statement | None
    described_at: int
    described_under: str
    columns: tuple[str, ...]
    findings: Findings | None
    appraisal: Appraisal | None
    citizens_before: int
    seller_verified: bool
    earlier_fault: bool
    rule: ListingRule | None
    draw: int


class StandingFacts(Struct, frozen=True):
    """A product, who suspended it, and whether a sample check of it is still to come."""

    product: ProductFacts
    suspended_by: Office | None
    deprecated: bool
    check_awaited: bool


class FindingsFacts(Struct, frozen=True):
    """Whether the version is there, and was appraised already; and the product whose current
    version it is, if it is that."""

    exists: bool
    found: bool
    product: ProductFacts | None = None


class AppraisalFacts(Struct, frozen=True):
    """What an appraiser may not do: appraise its own, or what it has an interest in.

    `certificates` are those that it holds now.
    """

    exists: bool
    product: ProductFacts | None
    certificates: tuple[str, ...]
    interested: bool
    also_sells: bool
    says_that_it_sells: bool
    declaration: str | None


class RuleFacts(Struct, frozen=True):
    """The operator's rule as it stands, if it set one."""

    rule: ListingRule | None
