"""What a price can rest on: comparable prices, what the data cost, what they bring in.

A dossier is evidence and no command: it names its comparables, so that whoever doubts it can look
at each, and says "no comparable" where there is none. Costs and income are what somebody
declared; nobody has checked them, so they stand beside the reference and do not move it.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.agreements import KeyFacts
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.market import Count, OrderFacts, OrderId
from datafloor.kernel.clock import Instant
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.money import Money

DossierId = Annotated[str, Meta(pattern=pattern("dossier"))]
CostId = Annotated[str, Meta(pattern=pattern("cost"))]
Points = Annotated[int, Meta(ge=0, le=10_000)]
"""Parts of ten thousand."""

Years = Annotated[int, Meta(ge=1, le=50)]


SpentOn = Annotated[
    str, Meta(pattern=whole("[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"))
]
"""The day on which money was spent, `2026-03-31`."""


class CostKind(StrEnum):
    """What money was spent on for a product."""

    collection = "collection"
    cleaning = "cleaning"
    storage = "storage"
    compliance = "compliance"
    labour = "labour"
    purchase = "purchase"
    other = "other"


class CostEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A cost that a seller declared, spent on a day, and over how many sales it is borne."""

    cost: CostId
    spent_for: CostKind
    amount: Money
    spent_on: SpentOn
    sales_count: Count


class Income(Struct, frozen=True, forbid_unknown_fields=True):
    """What a seller declared that the data bring in each year, for so many years, and by how much
    a year from now is worth less."""

    yearly: Money
    years: Years
    discount_points: Points


class Method(StrEnum):
    """How a dossier was made. Another way to make it is another name."""

    comparables_2 = "comparables.2"


class DossierReason(StrEnum):
    """Why there is a reference, or none."""

    comparables = "comparables"
    too_few_priced = "too_few_priced"
    no_comparable = "no_comparable"


class Comparable(Struct, frozen=True, forbid_unknown_fields=True):
    """A product whose price counted: how alike its words are, its weight, and how many days ago
    its price was asked, by which it counts less."""

    product: ProductId
    price: Money
    similarity_points: Points
    weight_points: Points
    age_days: int


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """From a least price to a most."""

    least: Money
    most: Money


class Basis(StrEnum):
    """The three approaches of Circular 32/2024/TT-BTC: market, cost, income."""

    comparables = "comparables"
    cost = "cost"
    income = "income"


class Approach(Struct, frozen=True, forbid_unknown_fields=True):
    """What one approach comes to, if anything, and its part in the reference. Comparables make all
    of it: their bands hold as often as they say, and what was declared was checked by nobody."""

    basis: Basis
    value: Money | None
    weight_points: Points


class Grounds(Struct, frozen=True, forbid_unknown_fields=True):
    """On what a price can rest. Where `reference` is `None`, `reason` says why.

    Eight and nine of ten prices of groups of like listings that were left out lay within bands
    made like these. `known_count` is among how many prices the comparables were found.
    """

    method: Method
    reason: DossierReason
    reference: Money | None
    band_80: Band | None
    band_90: Band | None
    known_count: int
    comparables: tuple[Comparable, ...]
    approaches: tuple[Approach, ...]
    costs: tuple[CostEntry, ...]
    income: Income | None

    def value(self, basis: Basis) -> Money | None:
        """What an approach comes to; `None` where it comes to nothing."""
        return next((each.value for each in self.approaches if each.basis == basis), None)


class Dossier(Struct, frozen=True, forbid_unknown_fields=True):
    """What the exchange signs: the grounds of a product's price at an instant; of one trade, where
    there is an `order`. `price` is what is asked, or what was agreed, if it is known."""

    dossier: DossierId
    product: ProductId
    order: OrderId | None
    at: Instant
    price: Money | None
    grounds: Grounds


class Standing(StrEnum):
    """Where a price lies in the bands of its grounds."""

    far_below = "far_below"
    below = "below"
    inside = "inside"
    above = "above"
    far_above = "far_above"


def standing(grounds: Grounds, price: Money) -> Standing | None:
    """Where a price lies; `None` where there is no reference in its currency."""
    inner, outer = grounds.band_80, grounds.band_90
    if inner is None or outer is None or price.currency != inner.least.currency:
        return None
    if price.minor < outer.least.minor:
        return Standing.far_below
    if price.minor < inner.least.minor:
        return Standing.below
    if price.minor <= inner.most.minor:
        return Standing.inside
    return Standing.above if price.minor <= outer.most.minor else Standing.far_above


class CostFacts(Struct, frozen=True):
    """A declared cost as it stands, and whose product it is of."""

    seller: str
    withdrawn: bool


class DeclareFacts(Struct, frozen=True):
    """Whose product it is (`None`: there is none), what is declared of it, and whether the id is
    taken."""

    seller: str | None
    costs: tuple[CostEntry, ...]
    income: Income | None
    exists: bool = False


class IssueFacts(Struct, frozen=True):
    """Whose product it is, who appraised it, what is declared of it, the trade, and the key with
    which the exchange signs now."""

    exists: bool
    seller: str | None
    appraisers: tuple[str, ...]
    costs: tuple[CostEntry, ...]
    income: Income | None
    order: OrderFacts | None
    key: KeyFacts | None
