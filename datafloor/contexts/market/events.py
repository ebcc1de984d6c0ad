"""What has happened to offers, orders and contracts."""

from datafloor.contexts.catalogue import ProductId, VersionId
from datafloor.contexts.market.model import AwardedBy, ContractId, EndedBy, OfferId, OrderId
from datafloor.contexts.market.model.prices import Cut, PriceForm, Subscription, Usage, VariantName
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Days, Purpose, Terms, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.law import Judgement
from datafloor.kernel.message import Event, PublicText
from datafloor.kernel.money import Money


class OfferPrepared(Event, frozen=True, omit_defaults=True):
    """The terms and the price that a seller has in mind for a product, as far as it said them.
    The next offer on the product takes their place."""

    kind = "market.offer_prepared.v1"
    product: ProductId
    licence: Terms | None = None
    price: Money | None = None
    form: PriceForm | None = None


class OfferMade(Event, frozen=True, omit_defaults=True):
    """A product can be ordered. `licence` is what the terms say, which never change; `judgement`
    is what the law said of the price and the terms; `form` is how the price is paid, where not
    simply once."""

    kind = "market.offer_made.v1"
    offer: OfferId
    product: ProductId
    seller: OrganisationId
    terms: TermsId
    price: Money
    licence: Terms
    judgement: Judgement | None = None
    form: PriceForm | None = None


class PriceChanged(Event, frozen=True):
    """An offer has another price for orders from now on; no order that is placed changes."""

    kind = "market.price_changed.v1"
    offer: OfferId
    product: ProductId
    price: Money
    form: PriceForm
    judgement: Judgement | None


class OfferWithdrawn(Event, frozen=True):
    """An offer takes no more orders."""

    kind = "market.offer_withdrawn.v1"
    offer: OfferId


class OrderPlaced(Event, frozen=True, omit_defaults=True):
    """A buyer took an offer, or was awarded an order without one (then `awarded_by` tells by what,
    and `judgement` what the law said of its price and terms). `version` is the newest at that
    moment of what is bought; `form` is frozen here, as is `variant` with what its `cut` leaves
    out, where there are such."""

    kind = "market.order_placed.v1"
    order: OrderId
    offer: OfferId | None
    product: ProductId
    version: VersionId
    seller: OrganisationId
    buyer: OrganisationId
    price: Money
    terms: TermsId
    days: Days | None
    exclusive: bool
    purpose: Purpose
    country: Country
    awarded_by: AwardedBy | None = None
    judgement: Judgement | None = None
    form: PriceForm | None = None
    variant: VariantName | None = None
    cut: Cut | None = None


class OrderCancelled(Event, frozen=True):
    """An unpaid order ended."""

    kind = "market.order_cancelled.v1"
    order: OrderId


class ContractConcluded(Event, frozen=True, omit_defaults=True):
    """There is a contract, from `starts_at` until before `ends_at` (`None`: without end). `cut` is
    what its variant leaves out; `form` is how the price goes on to be paid, where it does."""

    kind = "market.contract_concluded.v1"
    contract: ContractId
    order: OrderId
    offer: OfferId | None
    price: Money
    product: ProductId
    version: VersionId
    seller: OrganisationId
    buyer: OrganisationId
    terms: TermsId
    purpose: Purpose
    country: Country
    starts_at: Instant
    ends_at: Instant | None
    cut: Cut | None = None
    form: Subscription | Usage | None = None


class ContractChanged(Event, frozen=True):
    """A contract is so from now on. Product, version, seller and beginning stay."""

    kind = "market.contract_changed.v1"
    contract: ContractId
    order: OrderId
    buyer: OrganisationId
    terms: TermsId
    purpose: Purpose
    country: Country
    ends_at: Instant | None


class ContractEnded(Event, frozen=True):
    """A contract ended before its term."""

    kind = "market.contract_ended.v1"
    contract: ContractId
    order: OrderId
    by: EndedBy
    reason: PublicText
