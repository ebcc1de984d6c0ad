"""What has happened to shares."""

from datafloor.contexts.catalogue import ProductId, VersionId
from datafloor.contexts.market import OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.people.model import (
    ContributionId,
    Count,
    Coverage,
    Micro,
    Part,
    PeopleRule,
    Points,
    Sharing,
    SharingId,
)
from datafloor.contexts.settlement import AccrualId, BillId, ClaimId, PayoutId
from datafloor.kernel.law import Judgement
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Money


class SharingProposed(Event, frozen=True):
    """A seller proposed how sales of its product are to be shared."""

    kind = "people.sharing_proposed.v1"
    sharing: SharingId
    product: ProductId
    seller: OrganisationId
    terms: Sharing
    judgement: Judgement | None


class SharingAgreed(Event, frozen=True):
    """A party agreed; `all_agreed` where it was the last."""

    kind = "people.sharing_agreed.v1"
    sharing: SharingId
    organisation: OrganisationId
    all_agreed: bool


class SharingDeclined(Event, frozen=True):
    """A proposal came to nothing."""

    kind = "people.sharing_declined.v1"
    sharing: SharingId
    organisation: OrganisationId
    reason: PublicText


class SharingInForce(Event, frozen=True):
    """From now on each sale of the product is shared so, and not as agreed before."""

    kind = "people.sharing_in_force.v1"
    sharing: SharingId
    product: ProductId


class ContributionRegistered(Event, frozen=True):
    """A party's data are known by the digests of their rows, from now on and before all later."""

    kind = "people.contribution_registered.v1"
    contribution: ContributionId
    sharing: SharingId
    product: ProductId
    provider: OrganisationId
    rows: Count
    digest: Digest


class CoverageRecorded(Event, frozen=True):
    """It is known who supplied which part of a version, and how many people it is about."""

    kind = "people.coverage_recorded.v1"
    sharing: SharingId
    version: VersionId
    coverage: Coverage


class SaleSplit(Event, frozen=True, omit_defaults=True):
    """How a sale was shared. `version` is the one whose coverage counted.

    `paid` is what the seller was paid, the fee being off. It is `processing`, `people` and what is
    in the lines, exactly; the seller's own line stays with it. `bill` is what was paid for, where
    it was not the order itself.
    """

    kind = "people.sale_split.v1"
    order: OrderId
    product: ProductId
    seller: OrganisationId
    version: VersionId
    sharing: SharingId | None
    paid: Money
    processing: Money
    people: Money
    people_points: Points
    lines: tuple[Part, ...]
    bill: BillId | None = None


class PeopleRuleSet(Event, frozen=True):
    """What people in the data have of sales from now on."""

    kind = "people.people_rule_set.v1"
    rule: PeopleRule


class PeopleAccrued(Event, frozen=True):
    """What came together for the people of a version was divided among them."""

    kind = "people.people_accrued.v1"
    accrual: AccrualId
    product: ProductId
    version: VersionId
    amount: Money
    heads: Count
    split: Digest


class HeadClaimed(Event, frozen=True):
    """One of the people in the data showed herself."""

    kind = "people.head_claimed.v1"
    claim: ClaimId
    product: ProductId


class ClaimForgotten(Event, frozen=True):
    """What was known of who has a claim was erased."""

    kind = "people.claim_forgotten.v1"
    claim: ClaimId


class ClaimCredited(Event, frozen=True):
    """A claim has its part of an accrual."""

    kind = "people.claim_credited.v1"
    claim: ClaimId
    accrual: AccrualId
    amount: Money
    micro: Micro


class ClaimPaid(Event, frozen=True):
    """What came together for a claim is to be paid out; what is less than one unit stays."""

    kind = "people.claim_paid.v1"
    claim: ClaimId
    product: ProductId
    payout: PayoutId
    amount: Money


class ClaimReopened(Event, frozen=True):
    """A payout to a claim was given up."""

    kind = "people.claim_reopened.v1"
    claim: ClaimId
    payout: PayoutId


class AccrualLapsed(Event, frozen=True):
    """What nobody claimed of an accrual went to the fund."""

    kind = "people.accrual_lapsed.v1"
    accrual: AccrualId
    product: ProductId
    fund: OrganisationId
    amount: Money
