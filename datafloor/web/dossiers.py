"""On what a price can rest: comparables on offer here, and what was declared of cost and income.

Comparables stand for the whole reference. Their bands hold as often as they say; what was declared
was checked by nobody, and a mean of both would hold as often as nobody knows. So cost and income
stand beside it, with what they come to and no weight.
"""

import asyncio
from collections.abc import Sequence
from math import exp
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from datafloor.analysis.dossier.described import FEWEST, Described
from datafloor.contexts import catalogue, dossiers, market
from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.dossiers import (
    Approach,
    Band,
    Basis,
    Comparable,
    Declared,
    DossierReason,
    Grounds,
    Method,
)
from datafloor.contexts.market import Negotiated, PriceForm, Subscription, Usage
from datafloor.kernel.clock import DAY, HOUR
from datafloor.kernel.db import Tx
from datafloor.kernel.money import MAX_MINOR, Money

if TYPE_CHECKING:
    from datafloor.analysis.dossier.reference import Fitted, Floats

MOST_KNOWN = 500
"""Among so many prices comparables are sought, those of the newest products."""

LEARNED_FOR = HOUR
"""So long what was learned from prices serves before it is learned anew."""


class Known(Struct, frozen=True):
    """A product on offer, as others are compared with it."""

    product: str
    described: Described
    price: Money
    made_at: int


class References:
    """What was learned from the prices on offer, so that a page need not wait for it each time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._learned: Fitted | None = None
        self._until = 0

    async def grounds(
        self, asked: Described, known: Sequence[Known], said: Declared, now: int
    ) -> Grounds:
        """The grounds of a price of the product so described, of which so much is declared."""
        return resting(await self._comparing(asked, known, now), said)

    async def _comparing(self, asked: Described, known: Sequence[Known], now: int) -> Grounds:
        if len(known) < FEWEST:
            return without(DossierReason.too_few_priced, known)
        async with self._turn:
            if self._learned is None or now >= self._until:
                self._learned = await asyncio.to_thread(learned, known, now)
                self._until = now + LEARNED_FOR
        return await asyncio.to_thread(grounds, self._learned, asked, known, now)


def on_offer(
    tx: Tx, product: str, form: PriceForm | None = None
) -> tuple[Described, list[Known], Declared]:
    """The product at a price of this form, what else is on offer in đồng at a price that is known
    before, and what is declared of the product. Raises `Refused` where there is no such product."""
    own = catalogue.product(tx, product)
    cards = catalogue.products(
        tx, state=ProductState.listed, organisation=None, before="product_Z", limit=MOST_KNOWN
    )
    views = catalogue.views(tx, [card.product for card in cards])
    found = []
    for name, offers in market.offers_on(tx, views).items():
        priced = [each for each in offers if _priced(each.form, each.price)]
        if name != product and priced:
            latest = priced[-1]
            said = described(views[name], latest.form)
            found.append(Known(name, said, latest.price, latest.made_at))
    others = sorted(found, key=lambda each: each.product)
    return described(own, form), others, dossiers.declared(tx, product)


def _priced(form: PriceForm, price: Money) -> bool:
    """Whether a price says what the data cost: what is paid by use says it at the end only."""
    return price.minor > 0 and price.currency == "VND" and not isinstance(form, Usage | Negotiated)


def described(view: catalogue.ProductView, form: PriceForm | None) -> Described:
    """A product as listings are compared."""
    return Described(
        title=f"{view.title_vi} {view.title_en}",
        description=f"{view.description_vi} {view.description_en}",
        venue="",
        form=_how(form),
        category=view.origin,
        seller=view.organisation,
    )


def _how(form: PriceForm | None) -> str:
    """The word by which prices are of one form; what nobody compares with has none."""
    match form:
        case None | Usage() | Negotiated():
            return ""
        case Subscription():
            return f"{form.period_months or 0} {form.period_days or 0}"
        case _:
            return "once"


def learned(known: Sequence[Known], now: int) -> "Fitted":
    """What prices on offer teach: seconds of work for hundreds of them."""
    from datafloor.analysis.dossier.reference import fit

    return fit([each.described for each in known], _logs(known), _ages(known, now))


def _logs(known: Sequence[Known]) -> "Floats":
    import numpy as np

    return np.log([each.price.minor for each in known])


def _ages(known: Sequence[Known], now: int) -> "Floats":
    import numpy as np

    return np.array([(now - each.made_at) / DAY for each in known])


def grounds(fitted: "Fitted", asked: Described, known: Sequence[Known], now: int) -> Grounds:
    """The grounds from what is on offer now."""
    from datafloor.analysis.dossier.reference import estimate

    ages = _ages(known, now)
    found = estimate(fitted, asked, [each.described for each in known], _logs(known), ages)
    if found is None:
        return without(DossierReason.no_comparable, known)
    reference = _money(found.log_price)

    def around(half: float) -> Band:
        return Band(_money(found.log_price - half), _money(found.log_price + half))

    return Grounds(
        method=Method.comparables_2,
        reason=DossierReason.comparables,
        reference=reference,
        band_80=around(found.half_width_80),
        band_90=around(found.half_width_90),
        known_count=len(known),
        comparables=tuple(
            Comparable(
                product=known[each.place].product,
                price=known[each.place].price,
                similarity_points=min(max(round(10_000 * each.cosine), 0), 10_000),
                weight_points=round(10_000 * each.weight),
                age_days=int(ages[each.place]),
            )
            for each in found.neighbours
        ),
        approaches=(Approach(Basis.comparables, reference, 10_000),),
        costs=(),
        income=None,
    )


def without(reason: DossierReason, known: Sequence[Known]) -> Grounds:
    """The grounds where nothing is comparable."""
    return Grounds(
        method=Method.comparables_2,
        reason=reason,
        reference=None,
        band_80=None,
        band_90=None,
        known_count=len(known),
        comparables=(),
        approaches=(),
        costs=(),
        income=None,
    )


def resting(found: Grounds, said: Declared) -> Grounds:
    """The grounds with what was declared beside them."""
    beside = ((Basis.cost, said.floor), (Basis.income, said.income_value))
    declared = tuple(Approach(basis, value, 0) for basis, value in beside if value is not None)
    approaches = (*found.approaches, *declared)
    return replace(found, approaches=approaches, costs=said.costs, income=said.income)


def _money(log: float) -> Money:
    return Money(round(min(exp(min(log, 40.0)), MAX_MINOR)))
