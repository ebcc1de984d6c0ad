"""The decisions about deposits of bidders: held apart, returned, forfeited."""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import ForfeitDeposit, HoldDeposit, ReturnDeposit
from datafloor.contexts.settlement.events import DepositForfeited, DepositHeld, DepositReturned
from datafloor.contexts.settlement.model import (
    Cause,
    DepositFacts,
    DepositState,
    NewDepositFacts,
    deposit,
    wallet,
)
from datafloor.contexts.settlement.rules.moves import transferred
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def hold_deposit(facts: NewDepositFacts, asked: HoldDeposit, call: Call) -> Sequence[Event]:
    """From the wallet, so that nobody bids with money that it has not."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.wallet < asked.amount.minor:
        raise Refused(Refusal.wallet_short)
    own, apart = wallet(asked.organisation), deposit(asked.deposit)
    return [
        transferred(own, apart, asked.amount, Cause.deposit, asked.auction),
        DepositHeld(
            deposit=asked.deposit,
            organisation=asked.organisation,
            auction=asked.auction,
            amount=asked.amount,
        ),
    ]


def return_deposit(facts: DepositFacts | None, asked: ReturnDeposit, call: Call) -> Sequence[Event]:
    """Once."""
    if facts is None or facts.state is not DepositState.held:
        return []
    apart, own = deposit(asked.deposit), wallet(facts.organisation)
    return [
        transferred(apart, own, facts.amount, Cause.deposit_returned, facts.auction),
        DepositReturned(deposit=asked.deposit),
    ]


def forfeit_deposit(
    facts: DepositFacts | None, asked: ForfeitDeposit, call: Call
) -> Sequence[Event]:
    """Once, and never after it was returned."""
    if facts is None or facts.state is not DepositState.held:
        return []
    apart, other = deposit(asked.deposit), wallet(asked.organisation)
    return [
        transferred(apart, other, facts.amount, Cause.deposit_forfeited, facts.auction),
        DepositForfeited(deposit=asked.deposit, organisation=asked.organisation),
    ]
