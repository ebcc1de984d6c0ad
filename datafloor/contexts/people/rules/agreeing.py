"""The decisions about agreements on sharing, and what they are measured by."""

from collections.abc import Sequence

from datafloor.contexts.people.commands import (
    AgreeSharing,
    CheckSharing,
    DeclineSharing,
    ProposeSharing,
    RecordCoverage,
    RegisterContribution,
)
from datafloor.contexts.people.events import (
    ContributionRegistered,
    CoverageRecorded,
    SharingAgreed,
    SharingDeclined,
    SharingInForce,
    SharingProposed,
)
from datafloor.contexts.people.model import (
    CheckFacts,
    CoverageFacts,
    ProposeFacts,
    RegisterFacts,
    Sharing,
    SharingFacts,
    SharingState,
)
from datafloor.kernel import law
from datafloor.kernel.law import Answer, Judgement
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

WHOLE = 10_000
OPEN = (SharingState.proposed, SharingState.agreed)


def propose_sharing(facts: ProposeFacts, asked: ProposeSharing, call: Call) -> Sequence[Event]:
    """By whoever offers the product, to sellers of this exchange; in parts that are a whole."""
    terms, own = asked.terms, call.by.organisation
    if facts.seller is None:
        raise Refused(Refusal.product_unknown)
    if facts.seller != own:
        raise Refused(Refusal.not_yours)
    if facts.sharing_exists:
        raise Refused(Refusal.id_taken)
    named = [*terms.providers, *(each.organisation for each in terms.fixed)]
    if not facts.sellers.issuperset(named):
        raise Refused(Refusal.organisation_unknown)
    judgement = _check_whole(terms, call)
    _check_terms(facts, terms)
    proposed = SharingProposed(
        sharing=asked.sharing,
        product=asked.product,
        seller=own,
        terms=terms,
        judgement=judgement,
    )
    if parties(own, terms) != {own}:
        return [proposed]
    return [proposed, *_agreed(asked.sharing, asked.product, terms, own, last=True)]


def parties(seller: str, terms: Sharing) -> frozenset[str]:
    """Who must agree: the seller, who supplies, and who has a fixed part."""
    return frozenset(
        {seller, *terms.providers, *(each.organisation for each in terms.fixed if each.points)}
    )


def _check_whole(terms: Sharing, call: Call) -> Judgement | None:
    """Where no rule of the law says so, a split that does not sum is refused all the same."""
    shares = (terms.coverage_points, *(each.points for each in terms.fixed))
    decision = call.law.decide("contract.revenue_shares", {"revenue_shares": shares}, call.now)
    if decision is not None and decision.answer is Answer.failed:
        raise call.law.refusal(decision)
    if sum(shares) != WHOLE:
        raise Refused(Refusal.sharing_not_whole, total=sum(shares))
    return law.recorded(call.law, [decision]) if decision is not None else None


def _check_terms(facts: ProposeFacts, terms: Sharing) -> None:
    fixed = [each.organisation for each in terms.fixed]
    if len(set(terms.providers)) < len(terms.providers) or len(set(fixed)) < len(fixed):
        raise Refused(Refusal.sharing_party_twice)
    if terms.coverage_points and not (terms.providers and terms.key):
        raise Refused(Refusal.sharing_key_missing)
    columns = {*terms.key, *((terms.head,) if terms.head else ())}
    if unknown := sorted(columns - facts.columns):
        raise Refused(Refusal.no_such_column, column=unknown[0])
    rule = facts.rule
    if rule is not None and terms.processing_points > rule.processing_points:
        raise Refused(Refusal.processing_too_dear, most=rule.processing_points)
    due = terms.people_points or (rule is not None and facts.about_people and rule.share_points)
    if due and terms.head is None:
        raise Refused(Refusal.sharing_head_missing)


def agree_sharing(facts: SharingFacts | None, asked: AgreeSharing, call: Call) -> Sequence[Event]:
    """Each party for itself. With the last it is agreed, and in force if nothing is measured."""
    own = call.by.organisation
    if facts is None:
        raise Refused(Refusal.sharing_unknown)
    all_of_them = parties(facts.seller, facts.terms)
    if own not in all_of_them:
        raise Refused(Refusal.not_yours)
    if facts.state is not SharingState.proposed:
        raise Refused(Refusal.sharing_closed, state=facts.state.value)
    if own in facts.agreed:
        return []
    last = all_of_them <= facts.agreed | {own}
    return _agreed(facts.sharing, facts.product, facts.terms, own, last=last)


def _agreed(sharing: str, product: str, terms: Sharing, own: str, *, last: bool) -> list[Event]:
    agreed = SharingAgreed(sharing=sharing, organisation=own, all_agreed=last)
    if not last or terms.measured:
        return [agreed]
    return [agreed, SharingInForce(sharing=sharing, product=product)]


def decline_sharing(
    facts: SharingFacts | None, asked: DeclineSharing, call: Call
) -> Sequence[Event]:
    """While it is not in force; what is in force is replaced by a later agreement only."""
    own = call.by.organisation
    if facts is None:
        raise Refused(Refusal.sharing_unknown)
    if own not in parties(facts.seller, facts.terms):
        raise Refused(Refusal.not_yours)
    if facts.state not in OPEN:
        raise Refused(Refusal.sharing_closed, state=facts.state.value)
    return [SharingDeclined(sharing=asked.sharing, organisation=own, reason=asked.reason)]


def register_contribution(
    facts: RegisterFacts, asked: RegisterContribution, call: Call
) -> Sequence[Event]:
    """By who is named as a provider, as long as the agreement is not over."""
    sharing, own = facts.sharing, call.by.organisation
    if sharing is None:
        raise Refused(Refusal.sharing_unknown)
    if own not in sharing.terms.providers:
        raise Refused(Refusal.not_yours)
    if sharing.state not in (*OPEN, SharingState.in_force):
        raise Refused(Refusal.sharing_closed, state=sharing.state.value)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        ContributionRegistered(
            contribution=asked.contribution,
            sharing=sharing.sharing,
            product=sharing.product,
            provider=own,
            rows=asked.rows,
            digest=asked.digest,
        )
    ]


def record_coverage(facts: CoverageFacts, asked: RecordCoverage, call: Call) -> Sequence[Event]:
    """What is measured first brings an agreement into force."""
    sharing = facts.sharing
    if sharing is None or not facts.of_product:
        raise Refused(Refusal.sharing_unknown)
    if sharing.state not in (SharingState.agreed, SharingState.in_force):
        return []
    events: list[Event] = []
    if facts.known != asked.coverage:
        events.append(
            CoverageRecorded(sharing=asked.sharing, version=asked.version, coverage=asked.coverage)
        )
    if sharing.state is SharingState.agreed:
        events.append(SharingInForce(sharing=sharing.sharing, product=sharing.product))
    return events


def check_sharing(facts: CheckFacts, asked: CheckSharing, call: Call) -> Sequence[Event]:
    """What is proposed first for a product is settled before it is offered; later proposals leave
    in force what was agreed before."""
    if any(each.state is SharingState.in_force for each in facts.open):
        return []
    for each in facts.open:
        waits = each.state is SharingState.proposed
        raise Refused(Refusal.sharing_not_agreed if waits else Refusal.sharing_not_measured)
    return []
