"""What becomes due with bills when something happens, and what bills make due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.billing.commands import ChangeBilling, StartBilling, StopBilling
from datafloor.contexts.billing.events import BillingEnded, BillIssued
from datafloor.contexts.billing.model import EndedFor
from datafloor.contexts.delivery import PauseGrant, ResumeGrant
from datafloor.contexts.market import (
    ContractChanged,
    ContractConcluded,
    ContractEnded,
    EndContract,
)
from datafloor.contexts.settlement import (
    BillAwaited,
    BillDue,
    BillPaid,
    ChargeBill,
    CloseBills,
    Ground,
    ReleaseEscrow,
)
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Command, Event

REASONS = {
    EndedFor.period_over: "The time that was paid for is over. / Hết thời gian đã trả tiền.",
    EndedFor.cancelled: "The subscription was cancelled. / Gói thuê bao đã được hủy.",
    EndedFor.unpaid: "A bill stayed unpaid. / Có bảng kê không được thanh toán.",
}


def _contract_concluded(event: ContractConcluded) -> Sequence[Command]:
    if event.form is None:
        return []
    return [
        StartBilling(
            contract=event.contract,
            order=event.order,
            buyer=event.buyer,
            seller=event.seller,
            price=event.price,
            form=event.form,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
        )
    ]


def _contract_changed(event: ContractChanged) -> Sequence[Command]:
    return [ChangeBilling(contract=event.contract, buyer=event.buyer, ends_at=event.ends_at)]


def _contract_ended(event: ContractEnded) -> Sequence[Command]:
    """The last bill's id is the contract's, so there is one."""
    return [StopBilling(contract=event.contract, bill=derived("bill", event.contract))]


def _bill_issued(event: BillIssued) -> Sequence[Command]:
    if event.amount.minor == 0:
        return []
    due = BillDue(event.bill, event.order, event.buyer, event.seller, event.amount)
    return [ChargeBill(due=due)]


def _bill_awaited(event: BillAwaited) -> Sequence[Command]:
    return [PauseGrant(grant=derived("grant", event.due.order))]


def _bill_paid(event: BillPaid) -> Sequence[Command]:
    return [ResumeGrant(grant=derived("grant", event.due.order))]


def _billing_ended(event: BillingEnded) -> Sequence[Command]:
    """What is held for the first period was earned when its time is over: it goes to the seller
    before the contract's end would give it back."""
    close = CloseBills(order=event.order, owed=not event.prepaid)
    reason = REASONS.get(event.ended_for)
    if reason is None:
        return [close]
    return [
        close,
        ReleaseEscrow(order=event.order, ground=Ground.period_over),
        EndContract(contract=event.contract, reason=reason),
    ]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    ContractConcluded: _contract_concluded,
    ContractChanged: _contract_changed,
    ContractEnded: _contract_ended,
    BillIssued: _bill_issued,
    BillAwaited: _bill_awaited,
    BillPaid: _bill_paid,
    BillingEnded: _billing_ended,
}
