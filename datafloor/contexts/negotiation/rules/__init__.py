"""The decisions about buy requests and negotiations."""

from datafloor.contexts.negotiation.rules.changes import changes
from datafloor.contexts.negotiation.rules.machine import NEXT, sent
from datafloor.contexts.negotiation.rules.requests import (
    answer_buy_request,
    publish_buy_request,
    withdraw_buy_request,
)
from datafloor.contexts.negotiation.rules.talking import (
    accept_proposal,
    agree_proposal,
    expire_negotiation,
    finalize_negotiation,
    make_proposal,
    offer_on_buy_request,
    open_negotiation,
    terminate_negotiation,
    verify_agreement,
)

__all__ = [
    "NEXT",
    "accept_proposal",
    "agree_proposal",
    "answer_buy_request",
    "changes",
    "expire_negotiation",
    "finalize_negotiation",
    "make_proposal",
    "offer_on_buy_request",
    "open_negotiation",
    "publish_buy_request",
    "sent",
    "terminate_negotiation",
    "verify_agreement",
    "withdraw_buy_request",
]
