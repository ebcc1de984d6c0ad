"""The price dossier of a product: on what a price can rest, signed by the exchange.

Comparables are the prices at which other products are on offer here. The dossier names them, so
that whoever doubts it can look at each; where too little is alike it says so and names no price.
"""

from collections.abc import Sequence
from math import exp

import numpy as np
from msgspec import Struct

from datafloor.analysis.dossier import Described, estimate, fit
from datafloor.analysis.dossier.reference import FEWEST
from datafloor.contexts import catalogue, market
from datafloor.contexts.catalogue import ProductState
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.money import MAX_MINOR, Money
from datafloor.verify import jws
from datafloor.web.exchange import Exchange

KEY = "price-dossier"
METHOD = "comparables.1"
MOST_KNOWN = 1_000
DAY = 86_400_000_000


class Known(Struct, frozen=True):
    """A product on offer, as others are compared with it."""

    product: str
    described: Described
    price: Money
    made_at: int


class Comparable(Struct, frozen=True):
    """A product whose price counted: how alike its words are, and its weight, both in parts of ten
    thousand; and how many days ago its price was asked, by which it counts less."""

    product: str
    price: Money
    similarity_points: int
    weight_points: int
    age_days: int


class Dossier(Struct, frozen=True):
    """On what a price can rest. Where `reference` is `None`, `reason` says why. Eight and nine of
    ten prices of groups of like listings that were left out lay within bands made like these."""

    product: str
    at: int
    method: str
    reason: str
    reference: Money | None
    band_80: tuple[Money, Money] | None
    band_90: tuple[Money, Money] | None
    comparables: tuple[Comparable, ...]


class Signed(Struct, frozen=True):
    """A dossier, the exchange's statement of it (JWS, Ed25519) and the key that checks it."""

    dossier: Dossier
    statement: str
    public_key: str


def on_offer(tx: Tx, product: str) -> tuple[Described, list[Known]]:
    """The product, and what else is on offer in đồng for one payment, the newest first. Raises
    `Refused` where there is no such product."""
    own = catalogue.product(tx, product)
    cards = catalogue.products(
        tx, state=ProductState.listed, organisation=None, before="product_Z", limit=MOST_KNOWN
    )
    views = catalogue.views(tx, [card.product for card in cards])
    found = []
    for name, offers in market.offers_on(tx, views).items():
        priced = [each for each in offers if each.price.minor > 0 and each.price.currency == "VND"]
        if name != product and priced:
            latest = priced[-1]
            found.append(Known(name, described(views[name]), latest.price, latest.made_at))
    return described(own), sorted(found, key=lambda each: each.product)


def described(view: catalogue.ProductView) -> Described:
    """A product as listings are compared."""
    return Described(
        title=f"{view.title_vi} {view.title_en}",
        description=f"{view.description_vi} {view.description_en}",
        venue="",
        form="",
        category=view.origin,
        seller=view.organisation,
    )


def form_dossier(product: str, asked: Described, known: Sequence[Known], now: int) -> Dossier:
    """The dossier of a product, from what is on offer now."""
    if len(known) < FEWEST:
        return _without(product, now, "too_few_priced")
    listings = [each.described for each in known]
    logs = np.log([each.price.minor for each in known])
    ages = np.array([(now - each.made_at) / DAY for each in known])
    found = estimate(fit(listings, logs, ages), asked, listings, logs, ages)
    if found is None:
        return _without(product, now, "no_comparable")

    def around(half: float) -> tuple[Money, Money]:
        return _money(found.log_price - half), _money(found.log_price + half)

    return Dossier(
        product=product,
        at=now,
        method=METHOD,
        reason="comparables",
        reference=_money(found.log_price),
        band_80=around(found.half_width_80),
        band_90=around(found.half_width_90),
        comparables=tuple(
            Comparable(
                product=known[each.place].product,
                price=known[each.place].price,
                similarity_points=round(10_000 * each.cosine),
                weight_points=round(10_000 * each.weight),
                age_days=int(ages[each.place]),
            )
            for each in found.neighbours
        ),
    )


def _without(product: str, now: int, reason: str) -> Dossier:
    return Dossier(product, now, METHOD, reason, None, None, None, ())


def _money(log: float) -> Money:
    return Money(round(min(exp(min(log, 40.0)), MAX_MINOR)))


def signed(exchange: Exchange, dossier: Dossier) -> Signed:
    """The dossier with the exchange's statement of its canonical bytes."""
    seed = exchange.key.derive("signature", KEY)
    statement = jws.sign(seed, KEY, canonical.encode(dossier))
    return Signed(dossier, statement, jws.public_of(seed))
