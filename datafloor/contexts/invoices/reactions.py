"""What becomes due with invoices when a seller is paid."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.invoices.commands import IssueInvoice
from datafloor.contexts.settlement import EscrowReleased
from datafloor.kernel.message import Command, Event


def _escrow_released(event: EscrowReleased) -> Sequence[Command]:
    return [IssueInvoice(order=event.order, vat=event.vat)]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    EscrowReleased: _escrow_released
}
