"""What the law would say of a product and of the offer that its seller has in mind. It decides
nothing: whoever prepares a listing sees beforehand what stands in its way."""

from datafloor.contexts.catalogue import ListingFacts, judged, judged_offer
from datafloor.contexts.market.model.prices import PriceForm
from datafloor.contexts.market.rules.prices import (
    licence_sheet,
    obeys_decision,
    price_sheet,
    usual,
)
from datafloor.contexts.policy import Terms
from datafloor.kernel.law import Decision, Pack
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused


def foreseen(
    listing: ListingFacts,
    licence: Terms | None,
    price: Money | None,
    form: PriceForm | None,
    law: Pack,
    now: int,
) -> tuple[list[Decision], list[Decision]]:
    """What each rule would answer if the product were submitted now, and then if it were offered
    so, as far as it is known how."""
    sheet: dict[str, object] = licence_sheet(licence) if licence is not None else {}
    if price is not None:
        sheet |= price_sheet(listing, price, form or usual(price))
        try:
            sheet["price_obeys_decision"] = obeys_decision(listing, price, form or usual(price))
        except Refused:
            sheet["price_obeys_decision"] = False
    return (
        list(judged(listing, law, now, decided=None)),
        list(judged_offer(listing, sheet, law, now)),
    )
