"""What one proposal says otherwise than the one before."""

from collections.abc import Sequence

from datafloor.contexts.negotiation.model import Change, Part, Proposal
from datafloor.kernel.clock import iso


def changes(before: Proposal, after: Proposal) -> Sequence[Change]:
    """The parts that differ, in the order of a contract's text. A list said in another order is no
    difference."""
    return [
        Change(part, was, now)
        for (part, was), (_, now) in zip(_parts(before), _parts(after), strict=True)
        if was != now
    ]


def _parts(of: Proposal) -> Sequence[tuple[Part, tuple[str, ...]]]:
    licence, price = of.licence, of.price
    return (
        (Part.price, (str(price.minor), price.currency) if price else ()),
        (Part.days, (str(licence.days),) if licence.days is not None else ()),
        (Part.purposes, tuple(sorted(licence.purposes))),
        (Part.territory, tuple(sorted(licence.territory))),
        (Part.exclusive, ("yes" if licence.exclusive else "no",)),
        (Part.onward, (licence.onward.value,)),
        (Part.ip, tuple(sorted(licence.ip))),
        (Part.purpose, (of.purpose.value,)),
        (Part.country, (of.country,)),
        (Part.expires_at, (iso(of.expires_at),)),
    )
