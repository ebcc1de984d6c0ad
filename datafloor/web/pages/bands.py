"""The bands of a reference price as a picture: its figures, for a template to draw."""

from math import log

from msgspec import Struct

from datafloor.contexts.dossiers import Grounds
from datafloor.kernel.money import Money

WIDTH, EDGE = 320, 12


class Drawn(Struct, frozen=True):
    """Where the parts stand, from the left: beginning and width of the two bands, the reference,
    and the price where there is one."""

    outer: tuple[int, int]
    inner: tuple[int, int]
    reference: int
    price: int | None


def bands_drawn(grounds: Grounds, price: Money | None) -> Drawn | None:
    """The figures on a scale of logarithms, as wide as the bands and the price need; `None` where
    there are no bands."""
    inner, outer, reference = grounds.band_80, grounds.band_90, grounds.reference
    if inner is None or outer is None or reference is None:
        return None
    shown = price if price and price.minor and price.currency == reference.currency else None
    ends = [outer.least, outer.most, *([shown] if shown else [])]
    first, last = (_log(pick(ends, key=lambda each: each.minor)) for pick in (min, max))

    def at(money: Money) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * (_log(money) - first) / max(last - first, 1e-9))

    return Drawn(
        outer=(at(outer.least), max(at(outer.most) - at(outer.least), 2)),
        inner=(at(inner.least), max(at(inner.most) - at(inner.least), 2)),
        reference=at(reference),
        price=at(shown) if shown else None,
    )


def _log(money: Money) -> float:
    return log(max(money.minor, 1))
