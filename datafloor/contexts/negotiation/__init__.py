"""Negotiation: asking for data, quoting, and talking until both sides agree.

A buyer publishes a **buy request**: what it looks for, why, and under which rights, until a date.
Sellers **answer** it with an offer, or open a negotiation. In a **negotiation** the two sides of
one product send each other **proposals**: whole contracts (licence, price, purpose, country) that
never change and bind until they expire. A request without a price asks for a **quotation**. The
buyer **accepts**, the seller **agrees**, the buyer **verifies**; then the negotiation is
**finalized**: its terms are published and an order is awarded. Until then either side may
**terminate** it, and time lets it expire.

What always holds: the states and messages are those of the Dataspace Protocol 2025-1, and no
other is possible; accepting, agreeing and verifying name the digest of the proposal that was seen;
a seller never promises two buyers what one licence keeps for one.
"""

from datafloor.contexts.negotiation import reactions, rules, store
from datafloor.contexts.negotiation.commands import (
    AcceptProposal,
    AgreeProposal,
    AnswerBuyRequest,
    ExpireNegotiation,
    FinalizeNegotiation,
    MakeProposal,
    OfferOnBuyRequest,
    OpenNegotiation,
    PublishBuyRequest,
    TerminateNegotiation,
    VerifyAgreement,
    WithdrawBuyRequest,
)
from datafloor.contexts.negotiation.events import (
    AgreementVerified,
    BuyRequestAnswered,
    BuyRequestPublished,
    BuyRequestWithdrawn,
    NegotiationFinalized,
    NegotiationOpened,
    NegotiationTerminated,
    ProposalAccepted,
    ProposalAgreed,
    ProposalMade,
)
from datafloor.contexts.negotiation.model import (
    OPEN_DAYS,
    VALID_DAYS,
    BuyRequestId,
    Change,
    Message,
    NegotiationId,
    Part,
    Proposal,
    Side,
    State,
    Wanted,
    Why,
)
from datafloor.contexts.negotiation.queries import (
    AnswerView,
    BuyRequestView,
    Conversation,
    MessageView,
    NegotiationView,
    answers,
    buy_request,
    buy_requests,
    buy_requests_of,
    conversation,
    due_negotiations,
    negotiations,
    negotiations_on,
)
from datafloor.contexts.negotiation.rules import changes
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="negotiation",
    schema=store.SCHEMA,
    commands={
        PublishBuyRequest: Way(store.load_publish_buy_request, rules.publish_buy_request),
        WithdrawBuyRequest: Way(store.load_withdraw_buy_request, rules.withdraw_buy_request),
        AnswerBuyRequest: Way(store.load_answer_buy_request, rules.answer_buy_request),
        OpenNegotiation: Way(store.load_open, rules.open_negotiation, store.keep_note),
        OfferOnBuyRequest: Way(store.load_open, rules.offer_on_buy_request, store.keep_note),
        MakeProposal: Way(store.load_step, rules.make_proposal, store.keep_note),
        AcceptProposal: Way(store.load_step, rules.accept_proposal),
        AgreeProposal: Way(store.load_step, rules.agree_proposal),
        VerifyAgreement: Way(store.load_step, rules.verify_agreement),
        FinalizeNegotiation: Way(store.load_step, rules.finalize_negotiation),
        TerminateNegotiation: Way(store.load_step, rules.terminate_negotiation, store.keep_note),
        ExpireNegotiation: Way(store.load_step, rules.expire_negotiation),
    },
    apply=store.APPLY,
    reactions=reactions.REACTIONS,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "OPEN_DAYS",
    "VALID_DAYS",
    "AcceptProposal",
    "AgreeProposal",
    "AgreementVerified",
    "AnswerBuyRequest",
    "AnswerView",
    "BuyRequestAnswered",
    "BuyRequestId",
    "BuyRequestPublished",
    "BuyRequestView",
    "BuyRequestWithdrawn",
    "Change",
    "Conversation",
    "ExpireNegotiation",
    "FinalizeNegotiation",
    "MakeProposal",
    "Message",
    "MessageView",
    "NegotiationFinalized",
    "NegotiationId",
    "NegotiationOpened",
    "NegotiationTerminated",
    "NegotiationView",
    "OfferOnBuyRequest",
    "OpenNegotiation",
    "Part",
    "Proposal",
    "ProposalAccepted",
    "ProposalAgreed",
    "ProposalMade",
    "PublishBuyRequest",
    "Side",
    "State",
    "TerminateNegotiation",
    "VerifyAgreement",
    "Wanted",
    "Why",
    "WithdrawBuyRequest",
    "answers",
    "buy_request",
    "buy_requests",
    "buy_requests_of",
    "changes",
    "conversation",
    "due_negotiations",
    "negotiations",
    "negotiations_on",
]
