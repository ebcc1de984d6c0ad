"""The decisions about shares in a sale, and about money of the people in the data."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import GiveUnclaimed, PayPerson, ShareIncome
from datafloor.contexts.settlement.events import PersonPayoutRequested
from datafloor.contexts.settlement.model import (
    PAYOUTS,
    BalanceFacts,
    Cause,
    PersonFacts,
    people,
    wallet,
)
from datafloor.contexts.settlement.rules.moves import transferred
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def share_income(facts: BalanceFacts, asked: ShareIncome, call: Call) -> Sequence[Event]:
    """In the same transaction in which the seller is paid, so that nobody spends it before."""
    total = asked.people.minor + sum(share.amount.minor for share in asked.shares)
    if facts.balance < total:
        raise Refused(Refusal.wallet_short)
    own, order = wallet(asked.seller), asked.order
    moves = [
        transferred(own, wallet(share.organisation), share.amount, Cause.share, order)
        for share in asked.shares
    ]
    moves.append(transferred(own, people(asked.product), asked.people, Cause.people, order))
    return [move for move in moves if move.amount.minor]


def pay_person(facts: PersonFacts, asked: PayPerson, call: Call) -> Sequence[Event]:
    """To the account that she named, which is copied now; what is named later does not redirect
    it. What cannot be paid out is refused with all that it follows from, so that nothing is said
    to be paid that is not."""
    if facts.payout_exists:
        raise Refused(Refusal.id_taken)
    if not facts.has_account:
        raise Refused(Refusal.payout_account_missing)
    if facts.balance < asked.amount.minor:
        raise Refused(Refusal.wallet_short)
    return [
        transferred(people(asked.product), PAYOUTS, asked.amount, Cause.requested, asked.payout),
        PersonPayoutRequested(
            payout=asked.payout, claim=asked.claim, product=asked.product, amount=asked.amount
        ),
    ]


def give_unclaimed(facts: BalanceFacts, asked: GiveUnclaimed, call: Call) -> Sequence[Event]:
    """Never more than there is."""
    if asked.amount.minor == 0:
        return []
    if facts.balance < asked.amount.minor:
        raise Refused(Refusal.wallet_short)
    to = wallet(asked.organisation)
    return [transferred(people(asked.product), to, asked.amount, Cause.unclaimed, asked.accrual)]
