"""What has happened to buy requests and negotiations."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import OfferId, OrderId
from datafloor.contexts.negotiation.model import (
    BuyRequestId,
    NegotiationId,
    Proposal,
    Side,
    State,
    Wanted,
    Why,
)
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, Terms, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Judgement
from datafloor.kernel.message import Digest, Event, PublicText
from datafloor.kernel.money import Money


class BuyRequestPublished(Event, frozen=True):
    """A buyer looks for something; `judgement` is what the law said of how it is described."""

    kind = "negotiation.buy_request_published.v1"
    buy_request: BuyRequestId
    buyer: OrganisationId
    wanted: Wanted
    open_until: Instant
    judgement: Judgement


class BuyRequestWithdrawn(Event, frozen=True):
    """A buy request takes no more answers."""

    kind = "negotiation.buy_request_withdrawn.v1"
    buy_request: BuyRequestId
    by_operator: bool
    reason: PublicText


class BuyRequestAnswered(Event, frozen=True):
    """An offer may be what somebody looks for."""

    kind = "negotiation.buy_request_answered.v1"
    buy_request: BuyRequestId
    offer: OfferId
    product: ProductId
    seller: OrganisationId


class NegotiationOpened(Event, frozen=True):
    """Two sides talk about a product; the first proposal follows."""

    kind = "negotiation.negotiation_opened.v1"
    negotiation: NegotiationId
    product: ProductId
    seller: OrganisationId
    buyer: OrganisationId
    opened_by: Side
    buy_request: BuyRequestId | None


class ProposalMade(Event, frozen=True):
    """One side proposed a whole contract. `digest` is that of the proposal's canonical text, and
    `note` that of what was written beside it (as a JSON string)."""

    kind = "negotiation.proposal_made.v1"
    negotiation: NegotiationId
    by: Side
    state: State
    proposal: Proposal
    digest: Digest
    note: Digest | None


class ProposalAccepted(Event, frozen=True):
    """The buyer would take the seller's offer."""

    kind = "negotiation.proposal_accepted.v1"
    negotiation: NegotiationId
    digest: Digest


class ProposalAgreed(Event, frozen=True):
    """The seller bound itself to a proposal."""

    kind = "negotiation.proposal_agreed.v1"
    negotiation: NegotiationId
    digest: Digest


class AgreementVerified(Event, frozen=True):
    """The buyer confirmed what was agreed."""

    kind = "negotiation.agreement_verified.v1"
    negotiation: NegotiationId
    digest: Digest


class NegotiationFinalized(Event, frozen=True):
    """What was agreed became an order, under terms that are published for it."""

    kind = "negotiation.negotiation_finalized.v1"
    negotiation: NegotiationId
    order: OrderId
    terms: TermsId
    product: ProductId
    seller: OrganisationId
    buyer: OrganisationId
    licence: Terms
    price: Money
    purpose: Purpose
    country: Country


class NegotiationTerminated(Event, frozen=True):
    """A negotiation ended without a contract; the exchange ends what expired, without a why."""

    kind = "negotiation.negotiation_terminated.v1"
    negotiation: NegotiationId
    by: Side
    why: Why | None
    note: Digest | None
