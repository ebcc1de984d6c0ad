"""What differs between two proposals: all of it, and nothing that only looks different."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.negotiation import Part, Proposal, changes
from datafloor.contexts.policy import Limit, Onward, Purpose
from datafloor.kernel.clock import iso
from datafloor.kernel.money import Money
from tests.rules.deciding import DAY, NOW, dong
from tests.rules.market.facts import LICENCE
from tests.rules.negotiation.facts import PROPOSAL


def other(**but: Any) -> Proposal:
    """The proposal with this different in its licence or beside it."""
    licence = {name: but.pop(name) for name in list(but) if name in LICENCE.__struct_fields__}
    changed = msgspec.structs.replace(LICENCE, **licence)
    return msgspec.structs.replace(PROPOSAL, licence=changed, **but)


@pytest.mark.parametrize(
    ("but", "part", "before", "after"),
    [
        ({"price": dong(1)}, "price", ("5000000", "VND"), ("1", "VND")),
        ({"price": Money(5_000_000, "EUR")}, "price", ("5000000", "VND"), ("5000000", "EUR")),
        ({"price": None}, "price", ("5000000", "VND"), ()),
        ({"days": 31}, "days", ("30",), ("31",)),
        ({"days": None}, "days", ("30",), ()),
        (
            {"purposes": (Purpose.research, Purpose.ai_training)},
            "purposes",
            ("research",),
            ("ai_training", "research"),
        ),
        ({"territory": ()}, "territory", ("VN",), ()),
        ({"exclusive": True}, "exclusive", ("no",), ("yes",)),
        ({"onward": Onward.allowed}, "onward", ("none",), ("allowed",)),
        ({"ip": (Limit.attribution,)}, "ip", (), ("attribution",)),
        ({"purpose": Purpose.ai_training}, "purpose", ("research",), ("ai_training",)),
        ({"country": "LA"}, "country", ("VN",), ("LA",)),
        (
            {"expires_at": NOW + DAY},
            "expires_at",
            (iso(NOW + 7 * DAY),),
            (iso(NOW + DAY),),
        ),
    ],
)
def test_one_part_differs(
    but: dict[str, Any], part: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    (found,) = changes(PROPOSAL, other(**but))
    assert (found.part.value, found.before, found.after) == (part, before, after)
    (back,) = changes(other(**but), PROPOSAL)
    assert (back.before, back.after) == (after, before)


def test_each_part_can_be_told() -> None:
    everything = other(
        price=None,
        days=None,
        purposes=(Purpose.any,),
        territory=(),
        exclusive=True,
        onward=Onward.with_consent,
        ip=(Limit.attribution,),
        purpose=Purpose.public_service,
        country="LA",
        expires_at=NOW,
    )
    assert [each.part for each in changes(PROPOSAL, everything)] == list(Part)


def test_the_same_and_the_same_in_another_order_differ_in_nothing() -> None:
    both = (Purpose.research, Purpose.ai_training)
    assert changes(PROPOSAL, PROPOSAL) == []
    assert changes(other(purposes=both), other(purposes=both[::-1])) == []
