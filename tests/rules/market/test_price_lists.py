"""Price lists of offers: what is warned of, against every pair of parts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datafloor.contexts.market import (
    Cut,
    Meter,
    OneOff,
    PriceForm,
    Tier,
    Usage,
    Variant,
    Variants,
    outwitted,
    usage_bill,
)

FULL = Variant(variant="full", price_minor=100)
LATE = Variant(variant="late", price_minor=120, cut=Cut(delay_days=30))


def usage(*tiers: tuple[int | None, int], minimum: int = 0, cap: int | None = None) -> Usage:
    return Usage(
        meter=Meter.row,
        tiers=tuple(Tier(up_to_count=upper, price_minor=price) for upper, price in tiers),
        minimum_minor=minimum,
        cap_minor=cap,
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (OneOff(), []),
        (usage((None, 5)), []),
        (usage((10, 5), (None, 3)), []),
        (usage((10, 0), (None, 3)), ["20 = 10 + 10 cheaper by 30"]),
        (usage((10, 3), (None, 5)), ["20 = 10 + 10 cheaper by 20"]),
        (usage((10, 3), (None, 5), cap=30), []),
        (Variants(variants=(FULL, LATE)), ["late = full cheaper by 20"]),
    ],
)
def test_told(form: PriceForm, said: list[str]) -> None:
    assert [str(each) for each in outwitted(form)] == said


@settings(deadline=None)
@given(
    bounds=st.sets(st.integers(1, 12), min_size=1, max_size=3),
    prices=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    minimum=st.integers(0, 20),
    above=st.none() | st.integers(0, 60),
)
def test_use_is_warned_of_if_any_two_contracts_cost_less(
    bounds: set[int], prices: list[int], minimum: int, above: int | None
) -> None:
    upper: list[int | None] = [*sorted(bounds), None]
    cap = None if above is None else minimum + above
    form = usage(*zip(upper, prices, strict=False), minimum=minimum, cap=cap)

    def cost(units: int) -> int:
        return sum(line.minor for line in usage_bill(form, units))

    costs = [cost(units) for units in range(200)]
    cheaper = any(
        costs[a + b] > costs[a] + costs[b] for a in range(1, 100) for b in range(1, a + 1)
    )
    assert bool(outwitted(form)) is cheaper
