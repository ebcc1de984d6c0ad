"""What becomes due with money when something happens, and what money makes due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.agreements import BreachAnswered, BreachClaimed, BreachDecided
from datafloor.contexts.market import (
    ConcludeOrder,
    ContractEnded,
    EndContract,
    OrderCancelled,
    OrderPlaced,
)
from datafloor.contexts.settlement.commands import (
    CoverOrder,
    EndAwaiting,
    FreezeHold,
    RefundOrder,
    SettleHold,
)
from datafloor.contexts.settlement.events import (
    EntryAssigned,
    EntryCounted,
    OrderCovered,
    OrderRefunded,
    PaymentRecorded,
)
from datafloor.contexts.settlement.model import Due
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Command, Event


def _order_placed(event: OrderPlaced) -> Sequence[Command]:
    return [CoverOrder(due=Due(event.order, event.buyer, event.seller, event.price))]


def _order_cancelled(event: OrderCancelled) -> Sequence[Command]:
    return [EndAwaiting(order=event.order)]


def _money_came(event: PaymentRecorded | EntryCounted | EntryAssigned) -> Sequence[Command]:
    return [CoverOrder(due=due) for due in event.covers]


def _order_covered(event: OrderCovered) -> Sequence[Command]:
    return [ConcludeOrder(order=event.order)]


def _contract_ended(event: ContractEnded) -> Sequence[Command]:
    return [RefundOrder(order=event.order, reason=event.reason)]


def _order_refunded(event: OrderRefunded) -> Sequence[Command]:
    return [EndContract(contract=derived("contract", event.order), reason=event.reason)]


def _breach_claimed(event: BreachClaimed) -> Sequence[Command]:
    return [FreezeHold(order=event.order)]


def _breach_settled(event: BreachAnswered | BreachDecided) -> Sequence[Command]:
    """An objection settles nothing."""
    if isinstance(event, BreachAnswered) and not event.accepted:
        return []
    return [SettleHold(order=event.order, back=event.back, reason=event.reason)]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    OrderPlaced: _order_placed,
    OrderCancelled: _order_cancelled,
    PaymentRecorded: _money_came,
    EntryCounted: _money_came,
    EntryAssigned: _money_came,
    OrderCovered: _order_covered,
    ContractEnded: _contract_ended,
    OrderRefunded: _order_refunded,
    BreachClaimed: _breach_claimed,
    BreachAnswered: _breach_settled,
    BreachDecided: _breach_settled,
}
