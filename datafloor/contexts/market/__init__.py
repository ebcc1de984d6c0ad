"""Market: what is offered, ordered and agreed.

A seller makes an **offer**: a listed product of its own, under terms of its own, at a price, which
has a **form** (nothing, once, by period, by use, in variants, by quotation, set by the State) and a
public **history**. A buyer places an **order** on it, saying for which purpose and in which
country; or an order is **awarded**, without an offer, at what seller and buyer agreed on
elsewhere. When the price is covered the order is **concluded**: there is a **contract**, whose id
has the same body as the order's. It runs for the days of its terms, unless its seller or the
operator **ends** it before.

What always holds: an order keeps the price and the form at which it was placed; nobody orders
their own offer; what the terms would refuse at access is refused when it is ordered; while an
exclusive licence for a product is ordered or runs, there is no other.
"""

from datafloor.contexts.market import rules, store
from datafloor.contexts.market.commands import (
    AwardOrder,
    CancelOrder,
    ChangeContract,
    ChangePrice,
    ConcludeOrder,
    EndContract,
    MakeOffer,
    PlaceOrder,
    WithdrawOffer,
)
from datafloor.contexts.market.events import (
    ContractChanged,
    ContractConcluded,
    ContractEnded,
    OfferMade,
    OfferWithdrawn,
    OrderCancelled,
    OrderPlaced,
    PriceChanged,
)
from datafloor.contexts.market.model import (
    FOREVER,
    AwardedBy,
    ContractFacts,
    ContractId,
    EndedBy,
    OfferFacts,
    OfferId,
    OrderFacts,
    OrderId,
    OrderState,
)
from datafloor.contexts.market.model.prices import (
    BillLine,
    Count,
    Cut,
    Day,
    Free,
    Meter,
    Negotiated,
    OneOff,
    PriceForm,
    StateSet,
    Subscription,
    Tier,
    Usage,
    Variant,
    VariantName,
    Variants,
    period_of,
    usage_bill,
)
from datafloor.contexts.market.queries import (
    OfferView,
    OrderView,
    Priced,
    contract_facts,
    contracts,
    cut_from,
    exclusive_taken,
    lately,
    offer_facts,
    offered_cuts,
    offers,
    offers_on,
    order,
    order_facts,
    order_form,
    ordered,
    orders,
    price_history,
    traded,
)
from datafloor.contexts.market.rules import outwitted
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="market",
    schema=store.SCHEMA,
    commands={
        MakeOffer: Way(store.load_make_offer, rules.make_offer),
        ChangePrice: Way(store.load_change_price, rules.change_price),
        WithdrawOffer: Way(store.load_withdraw_offer, rules.withdraw_offer),
        PlaceOrder: Way(store.load_place_order, rules.place_order),
        AwardOrder: Way(store.load_award_order, rules.award_order),
        CancelOrder: Way(store.load_order, rules.cancel_order),
        ConcludeOrder: Way(store.load_order, rules.conclude_order),
        ChangeContract: Way(store.load_contract, rules.change_contract),
        EndContract: Way(store.load_contract, rules.end_contract),
    },
    apply=store.APPLY,
    ahead=store.AHEAD,
)

__all__ = [
    "CONTEXT",
    "FOREVER",
    "AwardOrder",
    "AwardedBy",
    "BillLine",
    "CancelOrder",
    "ChangeContract",
    "ChangePrice",
    "ConcludeOrder",
    "ContractChanged",
    "ContractConcluded",
    "ContractEnded",
    "ContractFacts",
    "ContractId",
    "Count",
    "Cut",
    "Day",
    "EndContract",
    "EndedBy",
    "Free",
    "MakeOffer",
    "Meter",
    "Negotiated",
    "OfferFacts",
    "OfferId",
    "OfferMade",
    "OfferView",
    "OfferWithdrawn",
    "OneOff",
    "OrderCancelled",
    "OrderFacts",
    "OrderId",
    "OrderPlaced",
    "OrderState",
    "OrderView",
    "PlaceOrder",
    "PriceChanged",
    "PriceForm",
    "Priced",
    "StateSet",
    "Subscription",
    "Tier",
    "Usage",
    "Variant",
    "VariantName",
    "Variants",
    "WithdrawOffer",
    "contract_facts",
    "contracts",
    "cut_from",
    "exclusive_taken",
    "lately",
    "offer_facts",
    "offered_cuts",
    "offers",
    "offers_on",
    "order",
    "order_facts",
    "order_form",
    "ordered",
    "orders",
    "outwitted",
    "period_of",
    "price_history",
    "traded",
    "usage_bill",
]
