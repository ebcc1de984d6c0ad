"""The decisions about offers, orders and contracts; what a price may be is decided beside."""

from collections.abc import Sequence

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.market.commands import (
    AwardOrder,
    CancelOrder,
    ChangeContract,
    ConcludeOrder,
    EndContract,
    MakeOffer,
    PlaceOrder,
    PrepareOffer,
    WithdrawOffer,
)
from datafloor.contexts.market.events import (
    ContractChanged,
    ContractConcluded,
    ContractEnded,
    OfferMade,
    OfferPrepared,
    OfferWithdrawn,
    OrderCancelled,
    OrderPlaced,
)
from datafloor.contexts.market.model import (
    AwardedBy,
    AwardOrderFacts,
    ContractFacts,
    EndedBy,
    MakeOfferFacts,
    OfferFacts,
    OrderFacts,
    OrderState,
    PlaceOrderFacts,
    PrepareOfferFacts,
)
from datafloor.contexts.market.model.prices import ONCE, Subscription, Usage
from datafloor.contexts.market.rules.prices import (
    check_form,
    chosen,
    lawful,
    price_of,
    usual,
)
from datafloor.contexts.policy import AccessFacts, evaluate, understood
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def prepare_offer(facts: PrepareOfferFacts, asked: PrepareOffer, call: Call) -> Sequence[Event]:
    """One's own product, while it is not taken off. Terms and price that contradict each other are
    refused here as they would be in an offer; what the law says of them is judged there."""
    product = facts.product
    if product is None:
        raise Refused(Refusal.product_unknown)
    if product.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if product.state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    if asked.price is not None and asked.licence is not None:
        form = asked.form or usual(asked.price)
        check_form(form, asked.price, asked.licence, facts.listing)
    return [
        OfferPrepared(
            product=asked.product, licence=asked.licence, price=asked.price, form=asked.form
        )
    ]


def make_offer(facts: MakeOfferFacts, asked: MakeOffer, call: Call) -> Sequence[Event]:
    """One offers one's own product under one's own terms, and only what the operator listed
    (Decree 314/2026, articles 7.8 and 8.2). What the law says of its price and its terms is judged
    here, for before there is an offer they are not known."""
    if facts.product is None:
        raise Refused(Refusal.product_unknown)
    if facts.terms is None:
        raise Refused(Refusal.terms_unknown)
    if {facts.product.organisation, facts.terms.organisation} != {call.by.organisation}:
        raise Refused(Refusal.not_yours)
    licence = understood(facts.terms.text)
    if licence is None:
        raise Refused(Refusal.term_not_understood)
    if facts.product.state is not ProductState.listed:
        raise Refused(Refusal.product_unlisted)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    form = asked.form or usual(asked.price)
    check_form(form, asked.price, licence, facts.listing)
    return [
        OfferMade(
            offer=asked.offer,
            product=asked.product,
            seller=call.by.organisation,
            terms=asked.terms,
            price=asked.price,
            licence=licence,
            judgement=lawful(facts.listing, asked.price, form, licence, call),
            form=asked.form,
        )
    ]


def withdraw_offer(facts: OfferFacts | None, asked: WithdrawOffer, call: Call) -> Sequence[Event]:
    """Only its seller can."""
    if facts is None:
        raise Refused(Refusal.offer_unknown)
    if facts.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return [] if facts.withdrawn else [OfferWithdrawn(offer=asked.offer)]


def place_order(facts: PlaceOrderFacts, asked: PlaceOrder, call: Call) -> Sequence[Event]:
    """What the terms would refuse at every access is refused before anybody pays for it."""
    offer, product = facts.offer, facts.product
    if offer is None:
        raise Refused(Refusal.offer_unknown)
    if offer.seller == call.by.organisation:
        raise Refused(Refusal.own_offer)
    circumstances = AccessFacts(call.now, call.now, asked.purpose, asked.country)
    decision = evaluate(offer.licence, circumstances)
    if (why := decision.refusal) is not None:
        raise Refused(why)
    if offer.withdrawn:
        raise Refused(Refusal.offer_withdrawn)
    variant = chosen(offer, asked)
    if product is None or product.state is not ProductState.listed or product.current is None:
        raise Refused(Refusal.product_unlisted)
    version = product.current
    if variant is not None and variant.cut.delay_days is not None:
        if facts.version is None:
            raise Refused(Refusal.variant_too_young, days=variant.cut.delay_days)
        version = facts.version
    if facts.exclusive_taken:
        raise Refused(Refusal.exclusive_taken)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        OrderPlaced(
            order=asked.order,
            offer=asked.offer,
            product=offer.product,
            version=version.version,
            seller=offer.seller,
            buyer=call.by.organisation,
            price=price_of(offer, variant),
            terms=offer.terms,
            days=offer.days,
            exclusive=offer.exclusive,
            purpose=asked.purpose,
            country=asked.country,
            form=None if offer.form == usual(offer.price) else offer.form,
            variant=None if variant is None else variant.variant,
            cut=None if variant is None or variant.cut.whole else variant.cut,
        )
    ]


def award_order(facts: AwardOrderFacts, asked: AwardOrder, call: Call) -> Sequence[Event]:
    """What holds for an offer and for an order on it holds at once for what was agreed without
    one: the seller's own listed product, the seller's own terms, judged by the law, readable for
    the purpose and in the country."""
    product = facts.product
    if product is None:
        raise Refused(Refusal.product_unknown)
    if facts.terms is None:
        raise Refused(Refusal.terms_unknown)
    if {product.organisation, facts.terms.organisation} != {asked.seller}:
        raise Refused(Refusal.not_yours)
    if asked.seller == asked.buyer:
        raise Refused(Refusal.own_offer)
    licence = understood(facts.terms.text)
    if licence is None:
        raise Refused(Refusal.term_not_understood)
    circumstances = AccessFacts(call.now, call.now, asked.purpose, asked.country)
    if (why := evaluate(facts.terms.text, circumstances).refusal) is not None:
        raise Refused(why)
    if product.state is not ProductState.listed or product.current is None:
        raise Refused(Refusal.product_unlisted)
    if facts.exclusive_taken:
        raise Refused(Refusal.exclusive_taken)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        OrderPlaced(
            order=asked.order,
            offer=None,
            product=asked.product,
            version=product.current.version,
            seller=asked.seller,
            buyer=asked.buyer,
            price=asked.price,
            terms=asked.terms,
            days=licence.days,
            exclusive=licence.exclusive,
            purpose=asked.purpose,
            country=asked.country,
            awarded_by=asked.awarded_by,
            judgement=lawful(facts.listing, asked.price, ONCE, licence, call),
        )
    ]


def cancel_order(facts: OrderFacts | None, asked: CancelOrder, call: Call) -> Sequence[Event]:
    """Either side may give up waiting for the money, and the operator for them: an unpaid order
    on an exclusive offer keeps all others out. A paid one is ended or refunded instead. What an
    auction awarded binds both sides: only the operator ends it, or the exchange when its time to
    pay is over."""
    if facts is None:
        raise Refused(Refusal.order_unknown)
    party = call.by.organisation in (facts.buyer, facts.seller)
    over = not call.by.roles.isdisjoint(("operator", "exchange"))
    if not over and (not party or facts.awarded_by is AwardedBy.auction):
        raise Refused(Refusal.not_yours)
    if facts.state is OrderState.concluded:
        raise Refused(Refusal.order_closed, state=facts.state)
    return [] if facts.state is OrderState.cancelled else [OrderCancelled(order=asked.order)]


def conclude_order(facts: OrderFacts | None, asked: ConcludeOrder, call: Call) -> Sequence[Event]:
    """The licence's days run from here. An order is concluded once."""
    if facts is None:
        raise Refused(Refusal.order_unknown)
    if facts.state is not OrderState.placed:
        raise Refused(Refusal.order_closed, state=facts.state)
    return [
        ContractConcluded(
            contract=derived("contract", asked.order),
            order=asked.order,
            offer=facts.offer,
            price=facts.price,
            product=facts.product,
            version=facts.version,
            seller=facts.seller,
            buyer=facts.buyer,
            terms=facts.terms,
            purpose=facts.purpose,
            country=facts.country,
            starts_at=call.now,
            ends_at=None if facts.days is None else call.now + facts.days * DAY,
            cut=facts.cut,
            form=facts.form if isinstance(facts.form, Subscription | Usage) else None,
        )
    ]


def change_contract(
    facts: ContractFacts | None, asked: ChangeContract, call: Call
) -> Sequence[Event]:
    """What the parties agreed on elsewhere; whether they may is decided there."""
    assert facts is not None, "a change is of a contract"
    ends_at = facts.ends_at if asked.ends_at is None else asked.ends_at
    return [
        ContractChanged(
            contract=asked.contract,
            order=facts.order,
            buyer=asked.buyer or facts.buyer,
            terms=asked.terms or facts.terms,
            purpose=asked.purpose or facts.purpose,
            country=asked.country or facts.country,
            ends_at=None if asked.endless else ends_at,
        )
    ]


def end_contract(facts: ContractFacts | None, asked: EndContract, call: Call) -> Sequence[Event]:
    """By its seller, by the operator (Decree 314/2026, article 7.8), or because it was refunded.
    One whose term is over has ended already."""
    if facts is None:
        raise Refused(Refusal.contract_unknown)
    if "exchange" in call.by.roles:
        by = EndedBy.exchange
    elif facts.seller == call.by.organisation:
        by = EndedBy.seller
    elif "operator" in call.by.roles:
        by = EndedBy.operator
    else:
        raise Refused(Refusal.not_yours)
    if facts.ended_at is not None or (facts.ends_at is not None and facts.ends_at <= call.now):
        return []
    return [ContractEnded(contract=asked.contract, order=facts.order, by=by, reason=asked.reason)]
