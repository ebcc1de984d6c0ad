"""The decisions about buy requests."""

from collections.abc import Sequence

from datafloor.contexts.negotiation.commands import (
    AnswerBuyRequest,
    PublishBuyRequest,
    WithdrawBuyRequest,
)
from datafloor.contexts.negotiation.events import (
    BuyRequestAnswered,
    BuyRequestPublished,
    BuyRequestWithdrawn,
)
from datafloor.contexts.negotiation.model import (
    LONGEST_OPEN,
    OPEN_DAYS,
    AnswerFacts,
    BuyRequestFacts,
    PublishFacts,
    Wanted,
)
from datafloor.kernel import law
from datafloor.kernel.law import Answer, Judgement
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

DEMAND_RULES = ("demand.fields", "demand.wanted_rights")


def publish_buy_request(
    facts: PublishFacts, asked: PublishBuyRequest, call: Call
) -> Sequence[Event]:
    """It says all that article 8.1 of Decree 314/2026 asks, and ends."""
    if not call.now < asked.open_until <= call.now + LONGEST_OPEN:
        raise Refused(Refusal.expiry_out_of_range, days=OPEN_DAYS)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        BuyRequestPublished(
            buy_request=asked.buy_request,
            buyer=call.by.organisation,
            wanted=asked.wanted,
            open_until=asked.open_until,
            judgement=_lawful(asked.wanted, call),
        )
    ]


def _lawful(wanted: Wanted, call: Call) -> Judgement:
    sheet = {
        "is_demand": True,
        "demand_for_data": True,
        "demand_description": wanted.content,
        "demand_purpose": wanted.use,
        "wanted_term": "without end" if wanted.days is None else f"{wanted.days} days",
        "wanted_purposes": wanted.purposes,
    }
    asked = [call.law.decide(rule, sheet, call.now) for rule in DEMAND_RULES]
    decisions = [each for each in asked if each is not None]
    assert not any(each.answer is Answer.failed for each in decisions), "its type asks for all"
    return law.recorded(call.law, decisions)


def withdraw_buy_request(
    facts: BuyRequestFacts | None, asked: WithdrawBuyRequest, call: Call
) -> Sequence[Event]:
    """By its buyer, or by the operator, who moderates buy requests (Decree 314/2026, 7.8)."""
    if facts is None:
        raise Refused(Refusal.buy_request_unknown)
    own = facts.buyer == call.by.organisation
    if not own and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    if facts.withdrawn:
        return []
    return [
        BuyRequestWithdrawn(buy_request=asked.buy_request, by_operator=not own, reason=asked.reason)
    ]


def answer_buy_request(facts: AnswerFacts, asked: AnswerBuyRequest, call: Call) -> Sequence[Event]:
    """With an own offer that takes orders, to somebody else's request that is open."""
    request = check_open(facts.buy_request, call)
    if facts.offer is None:
        raise Refused(Refusal.offer_unknown)
    if facts.offer.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if facts.offer.withdrawn:
        raise Refused(Refusal.offer_withdrawn)
    if facts.answered:
        return []
    return [
        BuyRequestAnswered(
            buy_request=request.buy_request,
            offer=asked.offer,
            product=facts.offer.product,
            seller=call.by.organisation,
        )
    ]


def check_open(request: BuyRequestFacts | None, call: Call) -> BuyRequestFacts:
    """A buy request that somebody else may answer now. Raises `Refused` for any other."""
    if request is None:
        raise Refused(Refusal.buy_request_unknown)
    if request.buyer == call.by.organisation:
        raise Refused(Refusal.own_buy_request)
    if request.withdrawn or request.open_until <= call.now:
        raise Refused(Refusal.buy_request_closed)
    return request
