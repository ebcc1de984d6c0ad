"""Nouns: agreements on sharing, what was contributed, how a sale was split, and people's shares."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Digest
from datafloor.kernel.money import Money

SharingId = Annotated[str, Meta(pattern=pattern("sharing"))]
ContributionId = Annotated[str, Meta(pattern=pattern("contribution"))]

HeadId = Annotated[str, Meta(pattern=whole("[0-9a-f]{16}"))]
"""One of the people in a product's data: a keyed digest of what the data call her."""

Points = Annotated[int, Meta(ge=0, le=10_000)]
"""Parts of ten thousand."""

Count = Annotated[int, Meta(ge=0, le=10**15)]
Micro = Annotated[int, Meta(ge=0, le=2**62)]
"""Millionths of a currency's smallest unit."""

MICRO = 1_000_000
MOST_PROVIDERS = 16

ColumnName = Annotated[str, Meta(pattern=whole(r"[^\x00-\x1f]{1,128}"))]
"""A column of a published table."""


class SharingState(StrEnum):
    """Where an agreement stands: proposed; agreed by all; in force, for what it is measured by has
    been measured; replaced by a later one; or declined."""

    proposed = "proposed"
    agreed = "agreed"
    in_force = "in_force"
    replaced = "replaced"
    declined = "declined"


class Fixed(Struct, frozen=True, forbid_unknown_fields=True):
    """What a party gets of each sale however much it contributed."""

    organisation: OrganisationId
    points: Points


class Sharing(Struct, frozen=True, forbid_unknown_fields=True):
    """What is agreed on how each sale of a product is shared.

    Of what the seller is paid it keeps `processing_points` for its work on the data. Of the rest
    the people in the data have `people_points`, and more where the exchange's rule says more.
    What is left is divided: `coverage_points` of it by who supplied which records, found by the
    columns of `key`, and the rest as `fixed`; together they are the whole. `head` is the column
    that says whom a row is about, and is not published.
    """

    providers: Annotated[tuple[OrganisationId, ...], Meta(max_length=MOST_PROVIDERS)]
    coverage_points: Points
    processing_points: Points = 0
    people_points: Points = 0
    fixed: Annotated[tuple[Fixed, ...], Meta(max_length=MOST_PROVIDERS)] = ()
    key: Annotated[tuple[ColumnName, ...], Meta(max_length=20)] = ()
    head: ColumnName | None = None

    @property
    def measured(self) -> bool:
        """Whether it needs a look at the data: who supplied what, or whom they are about."""
        return self.coverage_points > 0 or self.head is not None


class Supply(Struct, frozen=True, forbid_unknown_fields=True):
    """What a provider supplied of a version: how many rows alone, with one other, and so on."""

    provider: OrganisationId
    counts: Annotated[tuple[Count, ...], Meta(max_length=MOST_PROVIDERS)]


class Coverage(Struct, frozen=True, forbid_unknown_fields=True):
    """Who supplied which part of a version, and how many people it is about. What nobody
    registered is the seller's own. `heads_file` is the digest of the file that lists the people."""

    supplies: Annotated[tuple[Supply, ...], Meta(max_length=MOST_PROVIDERS)]
    own: Count
    heads: Count = 0
    heads_file: Digest | None = None


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """One party's part of a sale: by coverage, out of so many units of all, and fixed."""

    organisation: OrganisationId
    units: Count
    by_coverage: Money
    fixed: Money


class PeopleRule(Struct, frozen=True, forbid_unknown_fields=True):
    """What the exchange asks for the people in the data, and how it is paid.

    `share_points` is their least part where data are about people, `equal_points` of it by head
    and the rest by use. It is paid from `threshold` on; what nobody claims within
    `claim_days` goes to `fund`. A seller may keep `processing_points` at most for its work.
    """

    share_points: Points
    equal_points: Points
    processing_points: Points
    threshold: Money
    claim_days: Annotated[int, Meta(ge=30, le=36_600)]
    fund: OrganisationId


class SharingFacts(Struct, frozen=True):
    """An agreement as it stands, with who has agreed to it."""

    sharing: str
    product: str
    seller: str
    terms: Sharing
    state: SharingState
    agreed: frozenset[str]


class ProposeFacts(Struct, frozen=True):
    """The product and whose it is, whether its data are about people, its columns, which of the
    organisations named are sellers here, the exchange's rule, and whether the id is free."""

    seller: str | None
    about_people: bool
    columns: frozenset[str]
    sellers: frozenset[str]
    rule: PeopleRule | None
    sharing_exists: bool


class RegisterFacts(Struct, frozen=True):
    """The agreement under which a contribution is registered, and whether its id is free."""

    sharing: SharingFacts | None
    exists: bool


class CoverageFacts(Struct, frozen=True):
    """The agreement, what is known of the version's coverage, and whether it is the product's."""

    sharing: SharingFacts | None
    known: Coverage | None
    of_product: bool


class CheckFacts(Struct, frozen=True):
    """The agreements on a product that are not over."""

    open: tuple[SharingFacts, ...]


class SplitFacts(Struct, frozen=True):
    """A sale to be shared: under which agreement, by the coverage of which version.

    `version` is the one that was sold, or the latest that was measured where that was not.
    """

    product: str
    seller: str
    version: str
    sharing: SharingFacts | None
    coverage: Coverage | None
    about_people: bool
    rule: PeopleRule | None
    split_before: bool


class RuleFacts(Struct, frozen=True):
    """The rule as it stands, and whether the fund takes part here."""

    rule: PeopleRule | None
    fund_known: bool


class AccrueFacts(Struct, frozen=True):
    """What came together for the people of a version and is not divided yet."""

    pot: int
    exists: bool


class HeadFacts(Struct, frozen=True):
    """Whose the product is, whether the claim's id is free, and whether the head is claimed."""

    seller: str | None
    exists: bool
    claimed: bool


class ForgetFacts(Struct, frozen=True):
    """Whose product the claim is on, if there is one, and whether anything is known."""

    seller: str | None
    known: bool


class CreditFacts(Struct, frozen=True):
    """An accrual and a claim on it, with what was credited of it to all claims."""

    accrual_product: str | None
    currency: str
    minor: int
    lapsed: bool
    claim_product: str | None
    credited_before: bool
    credited_micro: int


class PayFacts(Struct, frozen=True):
    """What was credited to a claim and not paid yet, and from what sum on it is paid."""

    product: str | None
    open_micro: int
    threshold_minor: int
    has_account: bool


class LapseFacts(Struct, frozen=True):
    """An accrual, what of it was claimed, and the rule."""

    product: str | None
    amount: Money
    accrued_at: int
    lapsed: bool
    credited_micro: int
    rule: PeopleRule | None


class ReopenFacts(Struct, frozen=True):
    """The payment of a claim, if this payout was one, and still counts."""

    claim: str | None
