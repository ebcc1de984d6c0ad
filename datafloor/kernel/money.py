"""Money: an integer number of a currency's smallest unit. No float comes near it.

The đồng has no smaller unit, so 99.000 ₫ is `Money(99_000, "VND")`; one euro is
`Money(100, "EUR")`. Decimal places are those of ISO 4217.
"""

import re
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import whole

MAX_MINOR = 10**15
"""The largest sum in one movement: a thousand billion đồng times a thousand, far inside 64 bits."""

_TWO_DECIMALS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"""
_OTHERS = {
    0: "VND BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = dict.fromkeys(_TWO_DECIMALS.split(), 2) | {
    code: places for places, codes in _OTHERS.items() for code in codes.split()
}
"""The decimal places of every currency of ISO 4217 that is money: list one of 1 January 2026
without metals, test codes and units of account. A test compares it with a published copy."""

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


def read(text: str, currency: str) -> int:
    """The smallest units that a decimal text names, as banks write it: `12.5` of EUR is 1250.

    Raises `ValueError` for anything but digits with one point, and for a part of a smallest unit
    other than nothing: `0.5` of VND is no money, `1.00` of VND is one đồng.
    """
    found = re.fullmatch(r"([0-9]{1,18})(?:\.([0-9]{0,10}))?", text)
    places = DECIMALS.get(currency)
    if found is None or places is None:
        raise ValueError(f"{text!r} {currency!r} is no sum")
    part = (found[2] or "").ljust(places, "0")
    if part[places:].strip("0"):
        raise ValueError(f"{text!r} has a part of the smallest unit of {currency}")
    return int(found[1] + part[:places])


def plain(minor: int, currency: str) -> str:
    """A sum that is not negative as banks read it: `12.50`, and for VND `12`."""
    places = DECIMALS[currency]
    digits = str(minor).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


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
