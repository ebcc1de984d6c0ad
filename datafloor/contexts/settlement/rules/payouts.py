"""The decisions about money that is to leave: asked for, put into a file, given up."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import (
    BatchPayouts,
    CancelPayout,
    RequestPayout,
    SetPayoutAccount,
)
from datafloor.contexts.settlement.events import (
    PayoutAccountSet,
    PayoutCancelled,
    PayoutRequested,
    PayoutsBatched,
)
from datafloor.contexts.settlement.model import (
    PAYOUTS,
    SUSPENSE,
    Account,
    BatchFacts,
    CancelFacts,
    Cause,
    PayeeFacts,
    Payout,
    PayoutState,
    RequestFacts,
    people,
    wallet,
)
from datafloor.contexts.settlement.rules.moves import transferred
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import MAX_MINOR, Money
from datafloor.kernel.refusal import Refusal, Refused


def set_payout_account(facts: PayeeFacts, asked: SetPayoutAccount, call: Call) -> Sequence[Event]:
    """For payouts that are asked for from now on."""
    if facts.details == asked.details:
        return []
    return [PayoutAccountSet(organisation=call.by.organisation)]


def request_payout(facts: RequestFacts, asked: RequestPayout, call: Call) -> Sequence[Event]:
    """The money leaves the wallet now, so that it cannot be spent as well."""
    amount, organisation = asked.amount, call.by.organisation
    if amount.minor == 0:
        raise Refused(Refusal.amount_zero)
    if facts.payout_exists:
        raise Refused(Refusal.id_taken)
    if not facts.has_account:
        raise Refused(Refusal.payout_account_missing)
    if facts.wallet < amount.minor:
        raise Refused(Refusal.wallet_short)
    return [
        transferred(wallet(organisation), PAYOUTS, amount, Cause.requested, asked.payout),
        PayoutRequested(payout=asked.payout, organisation=organisation, amount=amount, entry=None),
    ]


def batch_payouts(facts: BatchFacts, asked: BatchPayouts, call: Call) -> Sequence[Event]:
    """Each payout is in one file only, so that no bank is told twice to pay it."""
    if facts.batch_exists:
        raise Refused(Refusal.id_taken)
    if len(facts.payouts) != len(set(asked.payouts)) or len(facts.payouts) != len(asked.payouts):
        raise Refused(Refusal.payout_unknown)
    for payout in facts.payouts:
        if payout.state is not PayoutState.requested:
            raise Refused(Refusal.payout_closed, state=payout.state.value)
    currency = facts.payouts[0].amount.currency
    for payout in facts.payouts:
        found = payout.amount.currency
        if found != currency:
            raise Refused(Refusal.currency_differs, expected=currency, found=found)
    total = sum(payout.amount.minor for payout in facts.payouts)
    if total > MAX_MINOR:
        raise Refused(Refusal.money_limit, limit=MAX_MINOR, currency=currency)
    return [PayoutsBatched(batch=asked.batch, payouts=asked.payouts, total=Money(total, currency))]


def cancel_payout(facts: CancelFacts, asked: CancelPayout, call: Call) -> Sequence[Event]:
    """By its organisation while it is in no file; by the operator while no statement shows it."""
    payout, operator = facts.payout, "operator" in call.by.roles
    if payout is None:
        raise Refused(Refusal.payout_unknown)
    if payout.organisation != call.by.organisation and not operator:
        raise Refused(Refusal.not_yours)
    may_be = {PayoutState.requested, PayoutState.batched} if operator else {PayoutState.requested}
    if payout.state not in may_be:
        raise Refused(Refusal.payout_closed, state=payout.state.value)
    return [
        transferred(PAYOUTS, _whose(payout), payout.amount, Cause.cancelled, payout.payout),
        PayoutCancelled(payout=payout.payout, entry=facts.entry),
    ]


def _whose(payout: Payout) -> Account:
    """Where the money of a payout came from."""
    if payout.organisation is not None:
        return wallet(payout.organisation)
    return SUSPENSE if payout.product is None else people(payout.product)
