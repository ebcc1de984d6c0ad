"""What becomes due with access when something happens, and what a delivery makes due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.delivery.commands import ChangeGrant, OpenGrant, RevokeGrant
from datafloor.contexts.delivery.events import DeliveryProven
from datafloor.contexts.delivery.model import RevokedFor
from datafloor.contexts.market import ContractChanged, ContractConcluded, ContractEnded
from datafloor.contexts.settlement import OrderRefunded, ReleaseEscrow
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Command, Event


def _contract_concluded(event: ContractConcluded) -> Sequence[Command]:
    return [
        OpenGrant(
            contract=event.contract,
            buyer=event.buyer,
            product=event.product,
            version=event.version,
            terms=event.terms,
            purpose=event.purpose,
            country=event.country,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            cut=event.cut,
        )
    ]


def _contract_changed(event: ContractChanged) -> Sequence[Command]:
    return [
        ChangeGrant(
            grant=derived("grant", event.contract),
            buyer=event.buyer,
            terms=event.terms,
            purpose=event.purpose,
            country=event.country,
            ends_at=event.ends_at,
        )
    ]


def _contract_ended(event: ContractEnded) -> Sequence[Command]:
    return [RevokeGrant(grant=derived("grant", event.order), reason=RevokedFor.contract_ended)]


def _order_refunded(event: OrderRefunded) -> Sequence[Command]:
    return [RevokeGrant(grant=derived("grant", event.order), reason=RevokedFor.refunded)]


def _delivery_proven(event: DeliveryProven) -> Sequence[Command]:
    return [ReleaseEscrow(order=derived("order", event.contract))]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    ContractConcluded: _contract_concluded,
    ContractChanged: _contract_changed,
    ContractEnded: _contract_ended,
    OrderRefunded: _order_refunded,
    DeliveryProven: _delivery_proven,
}
