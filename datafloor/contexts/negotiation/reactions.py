"""What becomes due when a negotiation is verified and finalized."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.market import AwardedBy, AwardOrder
from datafloor.contexts.negotiation.commands import FinalizeNegotiation
from datafloor.contexts.negotiation.events import AgreementVerified, NegotiationFinalized
from datafloor.contexts.policy import AgreeTerms
from datafloor.kernel.message import Command, Event


def _verified(event: AgreementVerified) -> Sequence[Command]:
    return [FinalizeNegotiation(negotiation=event.negotiation)]


def _finalized(event: NegotiationFinalized) -> Sequence[Command]:
    return [
        AgreeTerms(terms=event.terms, organisation=event.seller, licence=event.licence),
        AwardOrder(
            order=event.order,
            awarded_by=AwardedBy.negotiation,
            product=event.product,
            seller=event.seller,
            buyer=event.buyer,
            terms=event.terms,
            price=event.price,
            purpose=event.purpose,
            country=event.country,
        ),
    ]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    AgreementVerified: _verified,
    NegotiationFinalized: _finalized,
}
