"""The forms that the price of an offer can have, and what each comes to.

A form is part of an offer, is frozen with the order and never changes under a contract. All sums
are in smallest units of the offer's one currency; nothing here is a float.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import DecisionNumber, PriceMode
from datafloor.kernel.ids import whole
from datafloor.kernel.message import PublicText
from datafloor.kernel.money import Minor, Money

Months = Annotated[int, Meta(ge=1, le=120)]
PeriodDays = Annotated[int, Meta(ge=1, le=3_650)]
NoticeDays = Annotated[int, Meta(ge=0, le=366)]
Count = Annotated[int, Meta(ge=1, le=10**15)]
VariantName = Annotated[str, Meta(pattern=whole("[a-z][a-z0-9-]{0,29}"))]
"""What a seller calls a variant, such as `full` or `sample`."""

Day = Annotated[str, Meta(pattern=whole("[0-9]{4}-[01][0-9]-[0-3][0-9]"))]
"""A calendar day, `2026-11-21`."""


class Meter(StrEnum):
    """What is counted where use is paid for: rows or bytes of the files that were sent, each
    counted once in a contract, however often it is fetched; queries for files or changes that
    were answered; or all calls, which are these and every other request for a table."""

    row = "row"
    byte = "byte"
    query = "query"
    call = "call"


class Form(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="form",
):
    """A form of price."""


class Free(Form, frozen=True, kw_only=True, tag="free"):
    """Nothing is paid."""


class OneOff(Form, frozen=True, kw_only=True, tag="one_off"):
    """The price is paid once, with the order."""


class Subscription(Form, frozen=True, kw_only=True, tag="subscription"):
    """The price is paid for each period, the first with the order.

    A period is so many calendar months or so many days. `renews`: the next one begins by itself
    unless it was cancelled; else the buyer asks for each. A cancellation takes effect at the end
    of the period that is paid, and must be `notice_days` before it.
    """

    period_months: Months | None = None
    period_days: PeriodDays | None = None
    renews: bool = True
    notice_days: NoticeDays = 0


class Tier(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The units of a period up to and with `up_to_count` (the last tier: all that follow), at so
    much for each lot."""

    up_to_count: Count | None = None
    price_minor: Minor


class Usage(Form, frozen=True, kw_only=True, tag="usage"):
    """Use is counted and billed at the end of each month, tier after tier (graduated).

    A tier's price is for `lot_count` units and is reckoned pro rata. A bill is at least
    `minimum_minor` and at most `cap_minor`. The offer's own price is paid with the order.
    """

    meter: Meter
    lot_count: Count = 1
    tiers: Annotated[tuple[Tier, ...], Meta(min_length=1, max_length=10)]
    minimum_minor: Minor = 0
    cap_minor: Minor | None = None


class Cut(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What a lesser variant leaves out: all columns but these, all that is younger than so many
    days, all rows but so many of a hundred. Nothing set is the whole."""

    columns: Annotated[tuple[PublicText, ...], Meta(max_length=2_000)] = ()
    delay_days: PeriodDays | None = None
    sample_percent: Annotated[int, Meta(ge=1, le=99)] | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.columns and self.delay_days is None and self.sample_percent is None


class Variant(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of several ways to buy the same product."""

    variant: VariantName
    price_minor: Minor
    cut: Cut = Cut()


class Variants(Form, frozen=True, kw_only=True, tag="variants"):
    """Two or three variants, the whole product first. Each is paid once, with the order.

    Three suffice: where buyers' wishes differ evenly, one price earns 89 % of what the best menu
    could and two earn 96 % (Maskin and Riley 1984; Bergemann, Shen, Xu and Yeh 2012).
    """

    variants: Annotated[tuple[Variant, ...], Meta(min_length=2, max_length=3)]


class Negotiated(Form, frozen=True, kw_only=True, tag="negotiated"):
    """There is no price until the seller quotes one; nobody can order at once."""


class StateSet(Form, frozen=True, kw_only=True, tag="state_set"):
    """The State sets the price, or its limits (Decree 314/2026, article 6.1): by which decision,
    of which day and body. A specific price is both limits, a maximum has no lower one."""

    mode: PriceMode
    least_minor: Minor = 0
    most_minor: Minor
    decision_number: DecisionNumber
    decided_on: Day
    issued_by: PublicText


PriceForm = Free | OneOff | Subscription | Usage | Variants | Negotiated | StateSet

ONCE = OneOff()
"""What a price is where nothing is said of its form."""


def period_of(form: Subscription) -> tuple[int, int]:
    """Months and days of a period; one of them is nothing."""
    return form.period_months or 0, form.period_days or 0


def variant_of(form: PriceForm, variant: str | None) -> Variant | None:
    """The variant of this name, or the whole where none is named; `None` where there is none."""
    if not isinstance(form, Variants):
        return None
    if variant is None:
        return form.variants[0]
    return next((each for each in form.variants if each.variant == variant), None)


def price_from(form: PriceForm, price: Money) -> Money | None:
    """The least for which an offer can be taken; `None` where that is not known before: what is
    quoted, and what is paid by use."""
    match form:
        case Negotiated() | Usage():
            return None
        case Variants():
            least = min(each.price_minor for each in form.variants)
            return Money(least, price.currency)
        case _:
            return price


class BillLine(Struct, frozen=True):
    """One line of a bill: so many units of a tier, or what the minimum adds or the cap takes
    away (no units then)."""

    tier_number: int
    units_count: int
    minor: int


def usage_bill(form: Usage, units: int) -> tuple[BillLine, ...]:
    """What a month of use costs, line by line; the lines sum to what is owed.

    Each tier's line is rounded up to a whole smallest unit, so a bill never falls as use grows.
    """
    lines: list[BillLine] = []
    before = 0
    for number, tier in enumerate(form.tiers, 1):
        upper = units if tier.up_to_count is None else min(units, tier.up_to_count)
        if upper > before:
            count = upper - before
            lines.append(BillLine(number, count, -(-count * tier.price_minor // form.lot_count)))
            before = upper
    total = sum(line.minor for line in lines)
    if total < form.minimum_minor:
        lines.append(BillLine(0, 0, form.minimum_minor - total))
    if form.cap_minor is not None and total > form.cap_minor:
        lines.append(BillLine(0, 0, form.cap_minor - total))
    return tuple(lines)
