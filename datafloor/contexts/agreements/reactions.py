"""What becomes due with a contract's text when it is concluded, and what a change makes due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.agreements.commands import DrawContract
from datafloor.contexts.agreements.events import (
    BreachClaimed,
    ChangeMade,
    NoticeGiven,
    RenewalBegun,
)
from datafloor.contexts.agreements.model import Renewal
from datafloor.contexts.market import AwardedBy, AwardOrder, ChangeContract, ContractConcluded
from datafloor.kernel.message import Command, Event


def _contract_concluded(event: ContractConcluded) -> Sequence[Command]:
    return [
        DrawContract(
            contract=event.contract,
            seller=event.seller,
            buyer=event.buyer,
            product=event.product,
            version=event.version,
            terms=event.terms,
            purpose=event.purpose,
            country=event.country,
            price=event.price,
            cut=event.cut,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
        )
    ]


def _change_made(event: ChangeMade) -> Sequence[Command]:
    content = event.content
    if isinstance(event.what, Renewal) and event.what.price.minor:
        return [
            AwardOrder(
                order=event.what.order,
                awarded_by=AwardedBy.renewal,
                product=content.product,
                seller=content.seller,
                buyer=content.buyer,
                terms=event.what.terms,
                price=event.what.price,
                purpose=content.purpose,
                country=content.country,
            )
        ]
    return [
        ChangeContract(
            contract=event.contract,
            buyer=content.buyer,
            terms=content.terms,
            purpose=content.purpose,
            country=content.country,
            ends_at=content.ends_at,
            endless=content.ends_at is None,
        )
    ]


def _ends_then(event: RenewalBegun | NoticeGiven) -> Sequence[Command]:
    return [ChangeContract(contract=event.contract, ends_at=event.ends_at)]


def _breach_claimed(event: BreachClaimed) -> Sequence[Command]:
    """Nothing can be read from the next request on."""
    return [ChangeContract(contract=event.contract, ends_at=event.at)]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    ContractConcluded: _contract_concluded,
    ChangeMade: _change_made,
    RenewalBegun: _ends_then,
    NoticeGiven: _ends_then,
    BreachClaimed: _breach_claimed,
}
