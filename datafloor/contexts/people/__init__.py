"""People: who else has a part of a sale: those who supplied the data, and whom they are about.

A seller **proposes** to its co-providers how each sale of a product is **shared**; all of them
**agree** before it is offered. Each provider **registers** what it contributed, by a digest of
every row, and the exchange measures the **coverage** of each version: how many rows each supplied
alone, with one other, and so on. When a seller is paid, for an order or a bill, the **sale is
split** in the same transaction: its work on the data, then the people in the data, then the
providers, by coverage and by what is fixed.

What belongs to people is **accrued** to **heads**, which are keyed digests in files outside the
database; an accrual's file is known by its digest. Somebody who shows to be one of them has a
**claim**; it is **credited**, and paid from a threshold on. What nobody claims in time **lapses**
to the fund that the operator's rule names.

What always holds: the parts of a sale sum to what the seller was paid; a row counts for its
suppliers alike, and for who registered it first among copies; nobody's part of an accrual is
credited twice; nothing in the journal tells who anybody is.
"""

from datafloor.contexts.people import rules, store
from datafloor.contexts.people.commands import (
    AccruePeople,
    AgreeSharing,
    CheckSharing,
    ClaimHead,
    CreditClaim,
    DeclineSharing,
    ForgetClaim,
    LapseAccrual,
    PayClaim,
    ProposeSharing,
    RecordCoverage,
    RegisterContribution,
    ReopenClaim,
    SetPeopleRule,
    SplitSale,
)
from datafloor.contexts.people.events import SaleSplit
from datafloor.contexts.people.model import (
    MICRO,
    Coverage,
    Fixed,
    HeadId,
    Part,
    PeopleRule,
    Sharing,
    SharingFacts,
    SharingState,
    Supply,
)
from datafloor.contexts.people.queries import (
    LAST,
    AccrualView,
    ClaimView,
    ContributionView,
    Measure,
    PartyView,
    Pot,
    ShareView,
    SharingView,
    SplitView,
    Uncredited,
    accruals,
    claims,
    contributions,
    measures,
    open_sharings,
    overdue_accruals,
    payable,
    people_rule,
    pots,
    sale_split,
    shares,
    sharing,
    sharing_facts,
    sharings,
    splits,
    uncredited,
)
from datafloor.contexts.people.reactions import REACTIONS
from datafloor.contexts.people.rules import lines
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="people",
    schema=store.SCHEMA,
    commands={
        ProposeSharing: Way(store.load_propose_sharing, rules.propose_sharing),
        AgreeSharing: Way(store.load_sharing, rules.agree_sharing),
        DeclineSharing: Way(store.load_sharing, rules.decline_sharing),
        RegisterContribution: Way(store.load_register_contribution, rules.register_contribution),
        RecordCoverage: Way(store.load_record_coverage, rules.record_coverage),
        CheckSharing: Way(store.load_check_sharing, rules.check_sharing),
        SplitSale: Way(store.load_split_sale, rules.split_sale),
        SetPeopleRule: Way(store.load_set_people_rule, rules.set_people_rule),
        AccruePeople: Way(store.load_accrue_people, rules.accrue_people),
        ClaimHead: Way(store.load_claim_head, rules.claim_head, store.keep_claim_head),
        ForgetClaim: Way(store.load_forget_claim, rules.forget_claim, store.keep_forget_claim),
        CreditClaim: Way(store.load_credit_claim, rules.credit_claim),
        PayClaim: Way(store.load_pay_claim, rules.pay_claim),
        ReopenClaim: Way(store.load_reopen_claim, rules.reopen_claim),
        LapseAccrual: Way(store.load_lapse_accrual, rules.lapse_accrual),
    },
    apply=store.APPLY,
    reactions=REACTIONS,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "LAST",
    "MICRO",
    "AccrualView",
    "AccruePeople",
    "AgreeSharing",
    "CheckSharing",
    "ClaimHead",
    "ClaimView",
    "ContributionView",
    "Coverage",
    "CreditClaim",
    "DeclineSharing",
    "Fixed",
    "ForgetClaim",
    "HeadId",
    "LapseAccrual",
    "Measure",
    "Part",
    "PartyView",
    "PayClaim",
    "PeopleRule",
    "Pot",
    "ProposeSharing",
    "RecordCoverage",
    "RegisterContribution",
    "ReopenClaim",
    "SaleSplit",
    "SetPeopleRule",
    "ShareView",
    "Sharing",
    "SharingFacts",
    "SharingState",
    "SharingView",
    "SplitSale",
    "SplitView",
    "Supply",
    "Uncredited",
    "accruals",
    "claims",
    "contributions",
    "lines",
    "measures",
    "open_sharings",
    "overdue_accruals",
    "payable",
    "people_rule",
    "pots",
    "sale_split",
    "shares",
    "sharing",
    "sharing_facts",
    "sharings",
    "splits",
    "uncredited",
]
