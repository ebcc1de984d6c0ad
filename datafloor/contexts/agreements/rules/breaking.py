"""The decisions about contracts that one side says the other broke.

The exchange does not judge: it ends the contract, keeps what it holds, and pays it out as both
sides say, as silence says, or as it is told that somebody found between them.
"""

from collections.abc import Sequence

from datafloor.contexts.agreements.commands import AnswerBreach, ClaimBreach, DecideBreach
from datafloor.contexts.agreements.events import BreachAnswered, BreachClaimed, BreachDecided
from datafloor.contexts.agreements.model import (
    ANSWER_DAYS,
    BY_SELLER,
    BreachFacts,
    BreachState,
    ClaimBreachFacts,
    Side,
)
from datafloor.contexts.agreements.rules.changing import runs
from datafloor.kernel.clock import DAY, iso
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


def claim_breach(facts: ClaimBreachFacts, asked: ClaimBreach, call: Call) -> Sequence[Event]:
    """While the contract runs, once, for what the other side can break."""
    contract, edition = facts.contract, facts.edition
    if contract is None or edition is None:
        raise Refused(Refusal.contract_unknown)
    sides = {contract.seller: Side.seller, contract.buyer: Side.buyer}
    side = sides.get(call.by.organisation)
    if side is None:
        raise Refused(Refusal.not_yours)
    if facts.claimed:
        raise Refused(Refusal.breach_claimed)
    runs(contract, call.now)
    if (asked.breach in BY_SELLER) is not (side is Side.buyer):
        raise Refused(Refusal.breach_of_own_side)
    back = asked.back if side is Side.buyer else Money(0, edition.content.price.currency)
    _within(back, edition.content.price)
    return [
        BreachClaimed(
            contract=asked.contract,
            order=derived("order", asked.contract),
            side=side,
            breach=asked.breach,
            back=back,
            reason=asked.reason,
            at=call.now,
            answer_until=call.now + ANSWER_DAYS * DAY,
        )
    ]


def _within(back: Money, price: Money) -> None:
    if back.currency != price.currency:
        raise Refused(Refusal.currency_differs, expected=price.currency, found=back.currency)
    if back.minor > price.minor:
        raise Refused(Refusal.claim_above_price, price=str(price))


def answer_breach(facts: BreachFacts | None, asked: AnswerBreach, call: Call) -> Sequence[Event]:
    """By the other side, once."""
    found = _known(facts)
    other = found.buyer if found.side is Side.seller else found.seller
    if call.by.organisation != other:
        raise Refused(Refusal.not_yours)
    if found.state is not BreachState.open:
        raise Refused(Refusal.breach_closed)
    return [
        BreachAnswered(
            contract=found.contract,
            order=derived("order", found.contract),
            side=Side.buyer if found.side is Side.seller else Side.seller,
            accepted=asked.accepts,
            back=found.back,
            reason=asked.reason,
        )
    ]


def decide_breach(facts: BreachFacts | None, asked: DecideBreach, call: Call) -> Sequence[Event]:
    """By the operator after an objection only; by the exchange when the time to answer is over,
    and then as claimed."""
    found = _known(facts)
    exchange = "exchange" in call.by.roles
    if exchange and found.state is not BreachState.open:
        return []
    if exchange and call.now < found.answer_until:
        raise Refused(Refusal.breach_answer_open, until=iso(found.answer_until))
    if not exchange and found.state is not BreachState.objected:
        raise Refused(Refusal.breach_not_objected)
    if asked.back.currency != found.back.currency:
        expected, given = found.back.currency, asked.back.currency
        raise Refused(Refusal.currency_differs, expected=expected, found=given)
    return [
        BreachDecided(
            contract=found.contract,
            order=derived("order", found.contract),
            back=found.back if exchange else asked.back,
            reason=asked.reason,
        )
    ]


def _known(facts: BreachFacts | None) -> BreachFacts:
    if facts is None:
        raise Refused(Refusal.breach_unknown)
    return facts
