"""What becomes due with shares when something happens elsewhere, and what they make due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.market import OfferMade
from datafloor.contexts.people.commands import CheckSharing, ReopenClaim, SplitSale
from datafloor.contexts.people.events import AccrualLapsed, ClaimPaid, SaleSplit
from datafloor.contexts.settlement import (
    BillPaid,
    EscrowReleased,
    GiveUnclaimed,
    PayoutCancelled,
    PayPerson,
    Share,
    ShareIncome,
)
from datafloor.kernel.message import Command, Event
from datafloor.kernel.money import Money


def _offer_made(event: OfferMade) -> Sequence[Command]:
    return [CheckSharing(product=event.product)]


def _escrow_released(event: EscrowReleased) -> Sequence[Command]:
    return [SplitSale(order=event.order, paid=event.paid)] if event.paid.minor else []


def _bill_paid(event: BillPaid) -> Sequence[Command]:
    due = event.due
    return [SplitSale(order=due.order, paid=event.paid, bill=due.bill)] if event.paid.minor else []


def _sale_split(event: SaleSplit) -> Sequence[Command]:
    shares = tuple(
        Share(
            line.organisation, Money(line.by_coverage.minor + line.fixed.minor, line.fixed.currency)
        )
        for line in event.lines
        if line.organisation != event.seller
    )
    if not shares and event.people.minor == 0:
        return []
    return [
        ShareIncome(
            order=event.order,
            seller=event.seller,
            product=event.product,
            shares=shares,
            people=event.people,
        )
    ]


def _claim_paid(event: ClaimPaid) -> Sequence[Command]:
    return [
        PayPerson(
            payout=event.payout, claim=event.claim, product=event.product, amount=event.amount
        )
    ]


def _payout_cancelled(event: PayoutCancelled) -> Sequence[Command]:
    return [ReopenClaim(payout=event.payout)]


def _accrual_lapsed(event: AccrualLapsed) -> Sequence[Command]:
    return [
        GiveUnclaimed(
            accrual=event.accrual,
            product=event.product,
            organisation=event.fund,
            amount=event.amount,
        )
    ]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    OfferMade: _offer_made,
    EscrowReleased: _escrow_released,
    BillPaid: _bill_paid,
    SaleSplit: _sale_split,
    ClaimPaid: _claim_paid,
    PayoutCancelled: _payout_cancelled,
    AccrualLapsed: _accrual_lapsed,
}
