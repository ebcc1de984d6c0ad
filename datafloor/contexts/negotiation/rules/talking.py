"""The decisions of a negotiation: who says what next, about which proposal."""

from collections.abc import Sequence

from datafloor.contexts.catalogue import ProductFacts, ProductState
from datafloor.contexts.negotiation.commands import (
    AcceptProposal,
    AgreeProposal,
    ExpireNegotiation,
    FinalizeNegotiation,
    MakeProposal,
    OfferOnBuyRequest,
    OpenNegotiation,
    TerminateNegotiation,
    VerifyAgreement,
)
from datafloor.contexts.negotiation.events import (
    AgreementVerified,
    NegotiationFinalized,
    NegotiationOpened,
    NegotiationTerminated,
    ProposalAccepted,
    ProposalAgreed,
    ProposalMade,
)
from datafloor.contexts.negotiation.model import (
    LONGEST_VALID,
    VALID_DAYS,
    Message,
    NegotiationFacts,
    OpenFacts,
    Proposal,
    Side,
    StepFacts,
)
from datafloor.contexts.negotiation.rules.machine import sent
from datafloor.contexts.negotiation.rules.requests import check_open
from datafloor.contexts.policy import AccessFacts, contradiction, evaluate
from datafloor.kernel import canonical
from datafloor.kernel.clock import iso
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def open_negotiation(facts: OpenFacts, asked: OpenNegotiation, call: Call) -> Sequence[Event]:
    """A buyer asks for somebody else's listed product."""
    product = _on_sale(facts.product)
    if product.organisation == call.by.organisation:
        raise Refused(Refusal.own_offer)
    buyer = call.by.organisation
    return _opened(facts, asked, product, buyer, Side.buyer, None, call)


def offer_on_buy_request(facts: OpenFacts, asked: OfferOnBuyRequest, call: Call) -> Sequence[Event]:
    """A seller makes an offer to whoever published a buy request."""
    request = check_open(facts.buy_request, call)
    product = _on_sale(facts.product)
    if product.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return _opened(facts, asked, product, request.buyer, Side.seller, request.buy_request, call)


def _opened(
    facts: OpenFacts,
    asked: OpenNegotiation | OfferOnBuyRequest,
    product: ProductFacts,
    buyer: str,
    side: Side,
    buy_request: str | None,
    call: Call,
) -> Sequence[Event]:
    message = Message.request if side is Side.buyer else Message.offer
    state = sent(None, message, side)
    _check(asked.proposal, side, call)
    if facts.exclusive_taken:
        raise Refused(Refusal.exclusive_taken)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        NegotiationOpened(
            negotiation=asked.negotiation,
            product=product.product,
            seller=product.organisation,
            buyer=buyer,
            opened_by=side,
            buy_request=buy_request,
        ),
        ProposalMade(
            negotiation=asked.negotiation,
            by=side,
            state=state,
            proposal=asked.proposal,
            digest=canonical.digest(asked.proposal),
            note=_noted(asked.note),
        ),
    ]


def make_proposal(facts: StepFacts | None, asked: MakeProposal, call: Call) -> Sequence[Event]:
    """Whoever has been asked may ask for something else, to any depth, in the same currency."""
    talk, side = _party(facts, call)
    message = Message.request if side is Side.buyer else Message.offer
    state = sent(talk.state, message, side)
    _on_sale(facts.product if facts else None)
    _check(asked.proposal, side, call)
    price = asked.proposal.price
    if price is not None and talk.currency not in (None, price.currency):
        raise Refused(Refusal.currency_differs, expected=talk.currency, found=price.currency)
    if facts and facts.exclusive_taken:
        raise Refused(Refusal.exclusive_taken)
    return [
        ProposalMade(
            negotiation=asked.negotiation,
            by=side,
            state=state,
            proposal=asked.proposal,
            digest=canonical.digest(asked.proposal),
            note=_noted(asked.note),
        )
    ]


def accept_proposal(facts: StepFacts | None, asked: AcceptProposal, call: Call) -> Sequence[Event]:
    """The buyer would take the offer as it saw it."""
    talk, side = _party(facts, call)
    sent(talk.state, Message.accept, side)
    _standing(talk, asked.digest, call)
    return [ProposalAccepted(negotiation=asked.negotiation, digest=asked.digest)]


def agree_proposal(facts: StepFacts | None, asked: AgreeProposal, call: Call) -> Sequence[Event]:
    """The seller promises it; so no second seller's promise of an exclusive licence is made."""
    talk, side = _party(facts, call)
    sent(talk.state, Message.agree, side)
    _standing(talk, asked.digest, call)
    if talk.proposal.price is None:
        raise Refused(Refusal.price_missing)
    _on_sale(facts.product if facts else None)
    if facts and facts.exclusive_taken:
        raise Refused(Refusal.exclusive_taken)
    return [ProposalAgreed(negotiation=asked.negotiation, digest=asked.digest)]


def verify_agreement(
    facts: StepFacts | None, asked: VerifyAgreement, call: Call
) -> Sequence[Event]:
    """The last word is the buyer's; what follows is the exchange's."""
    talk, side = _party(facts, call)
    sent(talk.state, Message.verify, side)
    _standing(talk, asked.digest, call)
    return [AgreementVerified(negotiation=asked.negotiation, digest=asked.digest)]


def finalize_negotiation(
    facts: StepFacts | None, asked: FinalizeNegotiation, call: Call
) -> Sequence[Event]:
    """The ids of the order and its terms follow from the negotiation's."""
    if facts is None:
        raise Refused(Refusal.negotiation_unknown)
    talk = facts.negotiation
    sent(talk.state, Message.finalize, Side.exchange)
    proposal = talk.proposal
    assert proposal.price is not None, "nothing is agreed without a price"
    return [
        NegotiationFinalized(
            negotiation=talk.negotiation,
            order=derived("order", talk.negotiation),
            terms=derived("terms", talk.negotiation),
            product=talk.product,
            seller=talk.seller,
            buyer=talk.buyer,
            licence=proposal.licence,
            price=proposal.price,
            purpose=proposal.purpose,
            country=proposal.country,
        )
    ]


def terminate_negotiation(
    facts: StepFacts | None, asked: TerminateNegotiation, call: Call
) -> Sequence[Event]:
    """Until it is final, either side may go."""
    talk, side = _party(facts, call)
    sent(talk.state, Message.terminate, side)
    return [
        NegotiationTerminated(
            negotiation=asked.negotiation, by=side, why=asked.why, note=_noted(asked.note)
        )
    ]


def expire_negotiation(
    facts: StepFacts | None, asked: ExpireNegotiation, call: Call
) -> Sequence[Event]:
    """Nothing is left that could be accepted, agreed or verified."""
    if facts is None:
        raise Refused(Refusal.negotiation_unknown)
    talk = facts.negotiation
    sent(talk.state, Message.terminate, Side.exchange)
    if call.now < talk.proposal.expires_at:
        return []
    return [
        NegotiationTerminated(negotiation=asked.negotiation, by=Side.exchange, why=None, note=None)
    ]


def _party(facts: StepFacts | None, call: Call) -> tuple[NegotiationFacts, Side]:
    """The negotiation, and on which side the asker is. Others do not learn that there is one."""
    if facts is None:
        raise Refused(Refusal.negotiation_unknown)
    talk = facts.negotiation
    if call.by.organisation == talk.buyer:
        return talk, Side.buyer
    if call.by.organisation == talk.seller:
        return talk, Side.seller
    raise Refused(Refusal.negotiation_unknown)


def _standing(talk: NegotiationFacts, digest: str, call: Call) -> None:
    """The proposal is the one that was seen, and still binds."""
    if digest != talk.digest:
        raise Refused(Refusal.proposal_differs)
    if talk.proposal.expires_at <= call.now:
        raise Refused(Refusal.proposal_expired, until=iso(talk.proposal.expires_at))


def _check(proposal: Proposal, side: Side, call: Call) -> None:
    """A contract could come of it: its terms hold together and allow what the buyer wants."""
    if not call.now < proposal.expires_at <= call.now + LONGEST_VALID:
        raise Refused(Refusal.expiry_out_of_range, days=VALID_DAYS)
    if (problem := contradiction(proposal.licence)) is not None:
        raise Refused(Refusal.terms_contradict, problem=problem)
    text = canonical.encode(proposal.licence).decode()
    wanted = AccessFacts(call.now, call.now, proposal.purpose, proposal.country)
    if (why := evaluate(text, wanted).refusal) is not None:
        raise Refused(why)
    if proposal.price is None and side is Side.seller:
        raise Refused(Refusal.price_missing)


def _on_sale(product: ProductFacts | None) -> ProductFacts:
    if product is None:
        raise Refused(Refusal.product_unknown)
    if product.state is not ProductState.listed or product.current is None:
        raise Refused(Refusal.product_unlisted)
    return product


def _noted(note: str | None) -> str | None:
    return None if note is None else canonical.digest(note)
