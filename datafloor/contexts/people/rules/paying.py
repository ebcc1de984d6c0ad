"""The decisions about what belongs to the people in the data: divided, claimed, paid, lapsed."""

from collections.abc import Sequence

from datafloor.contexts.people.commands import (
    AccruePeople,
    ClaimHead,
    CreditClaim,
    ForgetClaim,
    LapseAccrual,
    PayClaim,
    ReopenClaim,
    SetPeopleRule,
)
from datafloor.contexts.people.events import (
    AccrualLapsed,
    ClaimCredited,
    ClaimForgotten,
    ClaimPaid,
    ClaimReopened,
    HeadClaimed,
    PeopleAccrued,
    PeopleRuleSet,
)
from datafloor.contexts.people.model import (
    MICRO,
    AccrueFacts,
    CreditFacts,
    ForgetFacts,
    HeadFacts,
    LapseFacts,
    PayFacts,
    ReopenFacts,
    RuleFacts,
)
from datafloor.kernel.clock import DAY, iso
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


def set_people_rule(facts: RuleFacts, asked: SetPeopleRule, call: Call) -> Sequence[Event]:
    """For sales from now on. The fund is an organisation of this exchange."""
    if not facts.fund_known:
        raise Refused(Refusal.organisation_unknown)
    return [] if facts.rule == asked.rule else [PeopleRuleSet(rule=asked.rule)]


def accrue_people(facts: AccrueFacts, asked: AccruePeople, call: Call) -> Sequence[Event]:
    """Never more than came together."""
    if facts.exists or asked.amount.minor == 0:
        return []
    if facts.pot < asked.amount.minor:
        raise Refused(Refusal.wallet_short)
    return [
        PeopleAccrued(
            accrual=asked.accrual,
            product=asked.product,
            version=asked.version,
            amount=asked.amount,
            heads=asked.heads,
            split=asked.split,
        )
    ]


def claim_head(facts: HeadFacts, asked: ClaimHead, call: Call) -> Sequence[Event]:
    """By the seller, who knows whom its data are about, or by the operator. Once a head."""
    if facts.seller is None:
        raise Refused(Refusal.product_unknown)
    if facts.seller != call.by.organisation and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.claimed:
        raise Refused(Refusal.head_claimed)
    return [HeadClaimed(claim=asked.claim, product=asked.product)]


def forget_claim(facts: ForgetFacts, asked: ForgetClaim, call: Call) -> Sequence[Event]:
    """By who could have claimed for her."""
    if facts.seller is None:
        raise Refused(Refusal.claim_unknown)
    if facts.seller != call.by.organisation and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    return [ClaimForgotten(claim=asked.claim)] if facts.known else []


def credit_claim(facts: CreditFacts, asked: CreditClaim, call: Call) -> Sequence[Event]:
    """An accrual credits a claim once, and all claims together no more than it has."""
    other = facts.accrual_product != facts.claim_product
    if facts.accrual_product is None or other or facts.lapsed or facts.credited_before:
        return []
    if facts.credited_micro + asked.micro > facts.minor * MICRO:
        raise Refused(Refusal.wallet_short)
    return [
        ClaimCredited(
            claim=asked.claim,
            accrual=asked.accrual,
            amount=Money(asked.micro // MICRO, facts.currency),
            micro=asked.micro,
        )
    ]


def pay_claim(facts: PayFacts, asked: PayClaim, call: Call) -> Sequence[Event]:
    """From the threshold on, in whole units; less than one unit stays for the next time."""
    due = facts.open_micro // MICRO
    if facts.product is None or not facts.has_account or due < max(1, facts.threshold_minor):
        return []
    return [
        ClaimPaid(
            claim=asked.claim,
            product=facts.product,
            payout=asked.payout,
            amount=Money(due, asked.currency),
        )
    ]


def reopen_claim(facts: ReopenFacts, asked: ReopenClaim, call: Call) -> Sequence[Event]:
    """Where the payout was one of these."""
    if facts.claim is None:
        return []
    return [ClaimReopened(claim=facts.claim, payout=asked.payout)]


def lapse_accrual(facts: LapseFacts, asked: LapseAccrual, call: Call) -> Sequence[Event]:
    """Not before its term. What was credited stays with its claims for ever."""
    if facts.product is None:
        raise Refused(Refusal.accrual_unknown)
    if facts.rule is None or facts.lapsed:
        return []
    until = facts.accrued_at + facts.rule.claim_days * DAY
    if call.now < until:
        raise Refused(Refusal.claim_term_open, until=iso(until))
    left = (facts.amount.minor * MICRO - facts.credited_micro) // MICRO
    return [
        AccrualLapsed(
            accrual=asked.accrual,
            product=facts.product,
            fund=facts.rule.fund,
            amount=Money(left, facts.amount.currency),
        )
    ]
