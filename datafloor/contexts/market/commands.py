"""What can be asked about offers, orders and contracts."""

from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market.model import AwardedBy, ContractId, OfferId, OrderId
from datafloor.contexts.market.model.prices import PriceForm, VariantName
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, Terms, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, PublicText, role, the_exchange
from datafloor.kernel.money import Money


class PrepareOffer(Command, frozen=True):
    """A seller puts down, in whole, the terms and the price that it has in mind for a product of
    its own, before or after it is listed. Nobody can order it; what is not said is `None`."""

    kind = "market.prepare_offer"
    may = role("seller")
    product: ProductId
    licence: Terms | None = None
    price: Money | None = None
    form: PriceForm | None = None


class MakeOffer(Command, frozen=True):
    """A seller offers a listed product of its own, under its terms, at a price; 0 is free.

    `form` says how the price is paid, where it is not simply once.
    """

    kind = "market.make_offer"
    may = role("seller")
    offer: OfferId
    product: ProductId
    terms: TermsId
    price: Money
    form: PriceForm | None = None


class ChangePrice(Command, frozen=True):
    """The seller changes the price of an offer, for orders that are placed from now on.

    Without a `form` it is paid as before.
    """

    kind = "market.change_price"
    may = role("seller")
    offer: OfferId
    price: Money
    form: PriceForm | None = None


class WithdrawOffer(Command, frozen=True):
    """The seller takes no more orders on an offer. What was ordered goes on."""

    kind = "market.withdraw_offer"
    may = role("seller")
    offer: OfferId


class PlaceOrder(Command, frozen=True):
    """A buyer takes an offer, for a purpose and for use in a country.

    `variant` is which of several, the whole where none is named; `price` is what the buyer was
    shown, so that nobody orders at a price that changed meanwhile.
    """

    kind = "market.place_order"
    may = role("buyer")
    order: OrderId
    offer: OfferId
    purpose: Purpose
    country: Country
    variant: VariantName | None = None
    price: Money | None = None


class AwardOrder(Command, frozen=True):
    """Seller and buyer agreed without an offer, so there is an order at what they agreed on."""

    kind = "market.award_order"
    may = the_exchange
    order: OrderId
    awarded_by: AwardedBy
    product: ProductId
    seller: OrganisationId
    buyer: OrganisationId
    terms: TermsId
    price: Money
    purpose: Purpose
    country: Country


class CancelOrder(Command, frozen=True):
    """The buyer, its seller or the operator ends an order that is not paid."""

    kind = "market.cancel_order"
    may = role("buyer", "seller", "operator")
    order: OrderId


class ConcludeOrder(Command, frozen=True):
    """The order's price is covered, so there is a contract."""

    kind = "market.conclude_order"
    may = the_exchange
    order: OrderId


class ChangeContract(Command, frozen=True):
    """Seller and buyer changed what they had agreed on, or notice was given. What is not said stays
    as it is; `endless` takes the end away."""

    kind = "market.change_contract"
    may = the_exchange
    contract: ContractId
    buyer: OrganisationId | None = None
    terms: TermsId | None = None
    purpose: Purpose | None = None
    country: Country | None = None
    ends_at: Instant | None = None
    endless: bool = False


class EndContract(Command, frozen=True):
    """Its seller or the operator ends a contract before its term, and says why."""

    kind = "market.end_contract"
    may = role("seller", "operator", "exchange")
    contract: ContractId
    reason: PublicText
