"""The one negotiation machine: the states and messages of the Dataspace Protocol 2025-1.

Source: the contract negotiation states of the specification (Eclipse Dataspace Protocol, section
"Contract Negotiation Protocol"). Its figure lets only one side terminate in the last states, its
text either side in every state that is not final; here the text holds.
"""

from collections.abc import Mapping

from datafloor.contexts.negotiation.model import Message, Side, State
from datafloor.kernel.refusal import Refusal, Refused

BUYER, SELLER = frozenset({Side.buyer}), frozenset({Side.seller})
EITHER = frozenset({Side.buyer, Side.seller, Side.exchange})

SENDERS: Mapping[Message, frozenset[Side]] = {
    Message.request: BUYER,
    Message.offer: SELLER,
    Message.accept: BUYER,
    Message.agree: SELLER,
    Message.verify: BUYER,
    Message.finalize: frozenset({Side.exchange}),
    Message.terminate: EITHER,
}
"""Who sends what. The exchange finalizes for the seller, for the order is placed with it."""

NEXT: Mapping[tuple[State | None, Message], State] = {
    (None, Message.request): State.requested,
    (None, Message.offer): State.offered,
    (State.requested, Message.offer): State.offered,
    (State.requested, Message.agree): State.agreed,
    (State.requested, Message.terminate): State.terminated,
    (State.offered, Message.request): State.requested,
    (State.offered, Message.accept): State.accepted,
    (State.offered, Message.terminate): State.terminated,
    (State.accepted, Message.agree): State.agreed,
    (State.accepted, Message.terminate): State.terminated,
    (State.agreed, Message.verify): State.verified,
    (State.agreed, Message.terminate): State.terminated,
    (State.verified, Message.finalize): State.finalized,
    (State.verified, Message.terminate): State.terminated,
}
"""Where a message leads; `None` is before the first. What is not here is refused."""


def sent(state: State | None, message: Message, side: Side) -> State:
    """The state after a message. Raises `Refused`, with the state, where it is out of order."""
    after = NEXT.get((state, message))
    if after is None or side not in SENDERS[message]:
        raise Refused(
            Refusal.negotiation_state,
            state=state.value if state else "-",
            side=side.value,
            message=message.value,
        )
    return after
