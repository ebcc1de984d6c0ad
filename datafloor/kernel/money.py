"""Money: an integer number of a currency's smallest unit. No float comes near it.

The đồng has no smaller unit, so 99.000 ₫ is `Money(99_000, "VND")`; one euro is
`Money(100, "EUR")`. Decimal places are those of ISO 4217.
"""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import whole

MAX_MINOR = 10**15
"""The largest sum in one movement: a thousand billion đồng times a thousand, far inside 64 bits."""

DECIMALS = {"VND": 0, "USD": 2, "EUR": 2, "JPY": 0, "KRW": 0, "SGD": 2, "GBP": 2, "CNY": 2}

Minor = Annotated[int, Meta(ge=0, le=MAX_MINOR)]
Currency = Annotated[str, Meta(pattern=whole("|".join(DECIMALS)))]


class Money(Struct, frozen=True):
    """A sum that is never negative; direction is said by who pays whom."""

    minor: Minor
    currency: Currency = "VND"

    def __str__(self) -> str:
        return show(self.minor, self.currency)


def show(minor: int, currency: str) -> str:
    """A sum as Vietnamese readers write it: `1.234.567 ₫`, `12,50 EUR`."""
    places = DECIMALS[currency]
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**places)
    text = sign + f"{whole:,}".replace(",", ".")
    if places:
        text += f",{part:0{places}d}"
    return f"{text} {'₫' if currency == 'VND' else currency}"


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` shared in proportion to `weights`, in whole units that sum to it exactly.

    Largest remainder: everyone gets the floor of the exact share, and the units left go to the
    largest remainders, the earlier first. Raises `ValueError` where no weight is positive or one
    is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, and one must be positive")
    shares, remainders = [], []
    for place, weight in enumerate(weights):
        share, rest = divmod(total * weight, whole)
        shares.append(share)
        remainders.append((-rest, place))
    for _, place in sorted(remainders)[: total - sum(shares)]:
        shares[place] += 1
    assert sum(shares) == total
    return shares
