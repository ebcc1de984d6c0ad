"""What can be asked about buy requests and negotiations."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import OfferId
from datafloor.contexts.negotiation.model import (
    BuyRequestId,
    NegotiationId,
    Note,
    Proposal,
    Wanted,
    Why,
)
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, PublicText, role, the_exchange


class PublishBuyRequest(Command, frozen=True):
    """A buyer says publicly what it looks for, until a date."""

    kind = "negotiation.publish_buy_request"
    may = role("buyer")
    buy_request: BuyRequestId
    wanted: Wanted
    open_until: Instant


class WithdrawBuyRequest(Command, frozen=True):
    """Its buyer takes no more answers on a buy request, or the operator takes it off, and why."""

    kind = "negotiation.withdraw_buy_request"
    may = role("buyer", "operator")
    buy_request: BuyRequestId
    reason: PublicText


class AnswerBuyRequest(Command, frozen=True):
    """A seller answers a buy request with an offer of its own."""

    kind = "negotiation.answer_buy_request"
    may = role("seller")
    buy_request: BuyRequestId
    offer: OfferId


class OpenNegotiation(Command, frozen=True):
    """A buyer asks the seller of a product for a contract; without a price it asks for a
    quotation."""

    kind = "negotiation.open_negotiation"
    may = role("buyer")
    negotiation: NegotiationId
    product: ProductId
    proposal: Proposal
    note: Note | None = None


class OfferOnBuyRequest(Command, frozen=True):
    """A seller opens a negotiation with who looks for something, about a product of its own."""

    kind = "negotiation.offer_on_buy_request"
    may = role("seller")
    negotiation: NegotiationId
    buy_request: BuyRequestId
    product: ProductId
    proposal: Proposal
    note: Note | None = None


class MakeProposal(Command, frozen=True):
    """The side whose turn it is proposes something else: a request of the buyer, an offer of the
    seller."""

    kind = "negotiation.make_proposal"
    may = role("buyer", "seller")
    negotiation: NegotiationId
    proposal: Proposal
    note: Note | None = None


class AcceptProposal(Command, frozen=True):
    """The buyer would take the seller's offer, named by its digest."""

    kind = "negotiation.accept_proposal"
    may = role("buyer")
    negotiation: NegotiationId
    digest: Digest


class AgreeProposal(Command, frozen=True):
    """The seller binds itself to the proposal with this digest."""

    kind = "negotiation.agree_proposal"
    may = role("seller")
    negotiation: NegotiationId
    digest: Digest


class VerifyAgreement(Command, frozen=True):
    """The buyer confirms that what was agreed is what it saw. This orders, and may cost money."""

    kind = "negotiation.verify_agreement"
    may = role("buyer")
    negotiation: NegotiationId
    digest: Digest


class FinalizeNegotiation(Command, frozen=True):
    """What was verified becomes an order."""

    kind = "negotiation.finalize_negotiation"
    may = the_exchange
    negotiation: NegotiationId


class TerminateNegotiation(Command, frozen=True):
    """Either side ends a negotiation without a contract, and says why."""

    kind = "negotiation.terminate_negotiation"
    may = role("buyer", "seller")
    negotiation: NegotiationId
    why: Why
    note: Note | None = None


class ExpireNegotiation(Command, frozen=True):
    """The last proposal binds nobody any more, and nothing came of it."""

    kind = "negotiation.expire_negotiation"
    may = the_exchange
    negotiation: NegotiationId
