"""What can be asked about sharing."""

from datafloor.contexts.catalogue import ProductId, VersionId
from datafloor.contexts.market import OrderId
from datafloor.contexts.people.model import (
    ContributionId,
    Count,
    Coverage,
    HeadId,
    Micro,
    PeopleRule,
    Sharing,
    SharingId,
)
from datafloor.contexts.settlement import AccrualId, BankDetails, BillId, ClaimId, PayoutId
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange
from datafloor.kernel.money import Currency, Money


class ProposeSharing(Command, frozen=True):
    """A seller proposes to its co-providers how each sale of its product is to be shared
    (Decree 314/2026, article 6.4). Who proposes has agreed."""

    kind = "people.propose_sharing"
    may = role("seller")
    sharing: SharingId
    product: ProductId
    terms: Sharing


class AgreeSharing(Command, frozen=True):
    """A party agrees to what was proposed."""

    kind = "people.agree_sharing"
    may = role("seller")
    sharing: SharingId


class DeclineSharing(Command, frozen=True):
    """A party declines what was proposed, or its seller takes it back, and says why."""

    kind = "people.decline_sharing"
    may = role("seller")
    sharing: SharingId
    reason: PublicText


class RegisterContribution(Command, frozen=True):
    """A party sent its own data, and the exchange took the digest of every row.

    Asked by the exchange's own receiving step in the party's name; no request body carries it.
    """

    kind = "people.register_contribution"
    may = role("seller")
    contribution: ContributionId
    sharing: SharingId
    rows: Count
    digest: Digest


class RecordCoverage(Command, frozen=True):
    """The exchange compared a version with what was contributed."""

    kind = "people.record_coverage"
    may = the_exchange
    sharing: SharingId
    version: VersionId
    coverage: Coverage


class CheckSharing(Command, frozen=True):
    """Nothing is offered while its sharing is proposed and not settled. Changes nothing."""

    kind = "people.check_sharing"
    may = the_exchange
    product: ProductId


class SplitSale(Command, frozen=True):
    """A seller was paid for an order, or for a bill under its contract: share it."""

    kind = "people.split_sale"
    may = the_exchange
    order: OrderId
    paid: Money
    bill: BillId | None = None


class SetPeopleRule(Command, frozen=True):
    """The operator sets what people in the data have of a sale, for sales from now on."""

    kind = "people.set_people_rule"
    may = role("operator")
    rule: PeopleRule


class AccruePeople(Command, frozen=True):
    """The exchange divided what came together for the people of a version. `split` is the digest
    of the file that says what each has."""

    kind = "people.accrue_people"
    may = the_exchange
    accrual: AccrualId
    product: ProductId
    version: VersionId
    amount: Money
    heads: Count
    split: Digest


class ClaimHead(Command, frozen=True):
    """Somebody showed the seller, or the operator, that she is one of the people in the data. Who
    she is and where her money goes is kept beside the journal."""

    kind = "people.claim_head"
    may = role("seller", "operator")
    claim: ClaimId
    product: ProductId
    head: HeadId
    payee: BankDetails


class ForgetClaim(Command, frozen=True):
    """Who somebody is and where her money goes is erased, as she asked. Her part is paid no more;
    what was not paid stays with the people."""

    kind = "people.forget_claim"
    may = role("seller", "operator")
    claim: ClaimId


class CreditClaim(Command, frozen=True):
    """What an accrual has for the head of a claim, as its file says."""

    kind = "people.credit_claim"
    may = the_exchange
    claim: ClaimId
    accrual: AccrualId
    micro: Micro


class PayClaim(Command, frozen=True):
    """What came together for a claim is paid if it is enough."""

    kind = "people.pay_claim"
    may = the_exchange
    claim: ClaimId
    payout: PayoutId
    currency: Currency


class ReopenClaim(Command, frozen=True):
    """A payout to one of the people was given up; what it was for is due again."""

    kind = "people.reopen_claim"
    may = the_exchange
    payout: PayoutId


class LapseAccrual(Command, frozen=True):
    """The time to claim is over: what nobody claimed goes to the fund."""

    kind = "people.lapse_accrual"
    may = the_exchange
    accrual: AccrualId
