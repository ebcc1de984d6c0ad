"""What becomes due when something happens in an auction: deposits, orders, payments."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.auctions.events import (
    BidderReleased,
    BidPlaced,
    BidSealed,
    LotAwarded,
    WinnerDefaulted,
)
from datafloor.contexts.market import AwardedBy, AwardOrder, CancelOrder
from datafloor.contexts.settlement import CoverOrder, ForfeitDeposit, HoldDeposit, ReturnDeposit
from datafloor.kernel.message import Command, Event


def _bid(event: BidPlaced | BidSealed) -> Sequence[Command]:
    if event.deposit is None:
        return []
    return [
        HoldDeposit(
            deposit=event.deposit,
            organisation=event.bidder,
            auction=event.auction,
            amount=event.deposit_amount,
        )
    ]


def _lot_awarded(event: LotAwarded) -> Sequence[Command]:
    return [
        AwardOrder(
            order=event.order,
            awarded_by=AwardedBy.auction,
            product=event.product,
            seller=event.seller,
            buyer=event.bidder,
            terms=event.terms,
            price=event.price,
            purpose=event.purpose,
            country=event.country,
        )
    ]


def _bidder_released(event: BidderReleased) -> Sequence[Command]:
    back = ReturnDeposit(deposit=event.deposit)
    return [back] if event.due is None else [back, CoverOrder(due=event.due)]


def _winner_defaulted(event: WinnerDefaulted) -> Sequence[Command]:
    return [
        ForfeitDeposit(deposit=event.deposit, organisation=event.seller),
        CancelOrder(order=event.order),
    ]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    BidPlaced: _bid,
    BidSealed: _bid,
    LotAwarded: _lot_awarded,
    BidderReleased: _bidder_released,
    WinnerDefaulted: _winner_defaulted,
}
