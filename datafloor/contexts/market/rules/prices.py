"""What the price of an offer may be, whether the law allows it, and how it changes.

Nobody's contract is touched by a change: an order keeps the price and the form that it was placed
at. Article 6.2 of Decree 314/2026 lets sellers set and adjust their prices, so a price list that
is a bad bargain for its seller is not refused (pages warn of it); one that contradicts itself,
or the State's decision, is.
"""

from collections.abc import Sequence

from datafloor.contexts.catalogue import (
    ListingFacts,
    PriceMode,
    judged_offer,
    unchanged_open_data,
)
from datafloor.contexts.market.commands import ChangePrice, PlaceOrder
from datafloor.contexts.market.events import PriceChanged
from datafloor.contexts.market.model import ChangePriceFacts, OfferFacts
from datafloor.contexts.market.model.prices import (
    ONCE,
    Free,
    Negotiated,
    PriceForm,
    StateSet,
    Subscription,
    Usage,
    Variant,
    Variants,
    variant_of,
)
from datafloor.contexts.policy import Terms, understood
from datafloor.kernel import law
from datafloor.kernel.law import Answer, Judgement
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


def usual(price: Money) -> PriceForm:
    """The form of a price of which nothing more is said."""
    return ONCE if price.minor else Free()


def change_price(facts: ChangePriceFacts, asked: ChangePrice, call: Call) -> Sequence[Event]:
    """By its seller, in the same currency, so that the history of a price is one line."""
    offer = facts.offer
    if offer is None:
        raise Refused(Refusal.offer_unknown)
    if offer.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if offer.withdrawn:
        raise Refused(Refusal.offer_withdrawn)
    if asked.price.currency != offer.price.currency:
        raise Refused(
            Refusal.currency_differs, expected=offer.price.currency, found=asked.price.currency
        )
    licence = understood(offer.licence)
    if licence is None:
        raise Refused(Refusal.term_not_understood)
    form = asked.form or _kept(offer.form, asked.price)
    check_form(form, asked.price, licence, facts.listing)
    if (form, asked.price) == (offer.form, offer.price):
        return []
    return [
        PriceChanged(
            offer=asked.offer,
            product=offer.product,
            price=asked.price,
            form=form,
            judgement=lawful(facts.listing, asked.price, form, licence, call),
        )
    ]


def _kept(form: PriceForm, price: Money) -> PriceForm:
    """The form as it is; what is free becomes what is paid once, and the other way round."""
    return usual(price) if form in (Free(), ONCE) else form


def chosen(offer: OfferFacts, asked: PlaceOrder) -> Variant | None:
    """The variant that is ordered, where there are several; and a price that the buyer has seen.

    Raises `Refused` where there is no such variant, no price yet, or another price by now.
    """
    if isinstance(offer.form, Negotiated):
        raise Refused(Refusal.price_negotiated, product=offer.product)
    variant = variant_of(offer.form, asked.variant)
    if variant is None and asked.variant is not None:
        known = offer.form.variants if isinstance(offer.form, Variants) else ()
        names = ", ".join(each.variant for each in known) or "-"
        raise Refused(Refusal.variant_unknown, variant=asked.variant, variants=names)
    price = price_of(offer, variant)
    if asked.price is not None and asked.price != price:
        raise Refused(Refusal.price_changed, price=price)
    return variant


def price_of(offer: OfferFacts, variant: Variant | None) -> Money:
    """What is paid with the order."""
    if variant is None:
        return offer.price
    return Money(variant.price_minor, offer.price.currency)


def check_form(form: PriceForm, price: Money, licence: Terms, listing: ListingFacts | None) -> None:
    """Raises `Refused` where a form contradicts itself, its price, its terms or its product."""
    columns = listing.columns if listing is not None else ()
    if (problem := _problem(form, price, licence, columns)) is not None:
        raise Refused(Refusal.price_form_contradicts, problem=problem)


def _problem(form: PriceForm, price: Money, licence: Terms, columns: tuple[str, ...]) -> str | None:
    match form:
        case Free() | Negotiated() if price.minor:
            return f"{form.__struct_config__.tag}, and a price"
        case Subscription():
            return _subscription(form, price, licence)
        case Usage():
            return _usage(form)
        case Variants():
            return _variants(form, price, columns)
        case StateSet():
            return _limits(form)
        case _:
            return None


def _subscription(form: Subscription, price: Money, licence: Terms) -> str | None:
    if (form.period_months is None) == (form.period_days is None):
        return "a period is so many months or so many days, one of the two"
    if not price.minor:
        return "a subscription without a price"
    if licence.days is not None:
        return "a subscription runs as long as it is paid for, so its licence must have no end"
    shortest = form.period_days if form.period_months is None else 28 * form.period_months
    if shortest is not None and form.notice_days >= shortest:
        return "the notice is as long as a period"
    return None


def _usage(form: Usage) -> str | None:
    last = 0
    for number, tier in enumerate(form.tiers, 1):
        if (tier.up_to_count is None) != (number == len(form.tiers)):
            return "the last tier has no upper bound, and all others have one"
        if tier.up_to_count is not None:
            if tier.up_to_count <= last:
                return f"tier {number} ends before it begins"
            last = tier.up_to_count
    if form.cap_minor is not None and form.cap_minor < form.minimum_minor:
        return "the cap is below the minimum"
    return None


def _variants(form: Variants, price: Money, columns: tuple[str, ...]) -> str | None:
    first, *lesser = form.variants
    if not first.cut.whole:
        return "the first variant is the whole product"
    if first.price_minor != price.minor:
        return "the price of the offer is that of its first variant"
    if any(each.cut.whole for each in lesser):
        return "only the first variant is the whole product"
    if len({each.variant for each in form.variants}) < len(form.variants):
        return "two variants have one name"
    for each in lesser:
        if unknown := set(each.cut.columns).difference(columns):
            return f"the table has no column {min(unknown)}"
        if len(set(each.cut.columns)) < len(each.cut.columns):
            return "a column is named twice"
    return None


def _limits(form: StateSet) -> str | None:
    least, most = form.least_minor, form.most_minor
    fits = {
        PriceMode.specific_price: least == most,
        PriceMode.maximum_price: least == 0,
        PriceMode.price_frame: 0 < least < most,
    }
    return None if fits[form.mode] else f"{form.mode} from {least} to {most}"


def lawful(
    listing: ListingFacts | None, price: Money, form: PriceForm, licence: Terms, call: Call
) -> Judgement | None:
    """Judged as offered. That unchanged open data may not be priced is known of a repealed text
    only; nobody looks at an offer before it stands, so here doubt refuses."""
    if listing is None:
        return None
    obeys = obeys_decision(listing, price, form)
    offer = licence_sheet(licence) | price_sheet(listing, price, form)
    offer["price_obeys_decision"] = obeys
    decisions = judged_offer(listing, offer, call.law, call.now)
    failed = [each for each in decisions if each.answer is Answer.failed]
    if failed:
        raise call.law.refusal(*failed)
    for each in decisions:
        if "is:sells_unchanged_open_data" in each.reasons:
            raise call.law.doubt(each)
    if obeys is False:  # under a pack that has no such rule
        raise Refused(Refusal.state_price_disobeyed)
    return law.recorded(call.law, [*decisions, *call.acting])


def licence_sheet(licence: Terms) -> dict[str, object]:
    """The facts of a licence by the names that rules use."""
    return {
        "licence_term": "without end" if licence.days is None else f"{licence.days} days",
        "licence_purposes": licence.purposes,
        "licence_exclusivity": licence.exclusive,
        "licence_onward_transfer": licence.onward,
        "licence_ip_restrictions": licence.ip or ("none",),
    }


def price_sheet(listing: ListingFacts, price: Money, form: PriceForm) -> dict[str, object]:
    """The facts of a price by the names that rules use."""
    priced = price.minor > 0 or isinstance(form, Usage | Negotiated)
    return {
        "price": price.minor,
        "sells_unchanged_open_data": priced and unchanged_open_data(listing),
    }


def obeys_decision(listing: ListingFacts, price: Money, form: PriceForm) -> bool | None:
    """Whether a price is within the State's decision; `None` where the State sets none.

    Raises `Refused` where the product's statement and the offer do not name one decision.
    """
    stated = listing.statement.state_pricing if listing.statement is not None else None
    if stated is None and not isinstance(form, StateSet):
        return None
    if stated is None or not isinstance(form, StateSet):
        raise Refused(Refusal.state_price_missing)
    if (stated.mode, stated.decision_number) != (form.mode, form.decision_number):
        raise Refused(Refusal.state_price_missing)
    return form.least_minor <= price.minor <= form.most_minor
