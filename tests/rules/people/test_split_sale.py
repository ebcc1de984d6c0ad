"""Splitting a sale: every part, and all of them together, to the last đồng."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.contexts.people import Coverage, Fixed, Sharing, SharingState, SplitSale, Supply
from datafloor.contexts.people.events import SaleSplit
from datafloor.contexts.people.model import SplitFacts
from datafloor.contexts.people.rules import split_sale
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import MAX_MINOR
from tests.rules.deciding import OTHER_SELLER, SELLER, dong, may, said
from tests.rules.people.facts import ORDER, PRODUCT, RULE, TERMS, THIRD, VERSION, stands, terms

A, B, C = SELLER.organisation, OTHER_SELLER.organisation, THIRD.organisation
BILL = new_id("bill")
COVERAGE = Coverage(supplies=(Supply(A, (3, 2)), Supply(B, (1, 2))), own=2)
FACTS = SplitFacts(
    product=PRODUCT,
    seller=A,
    version=VERSION,
    sharing=stands(SharingState.in_force),
    coverage=COVERAGE,
    about_people=False,
    rule=RULE,
    split_before=False,
)


def shared(paid: int, **but: Any) -> Any:
    """What comes of a sale of which the seller was paid so much."""
    facts = msgspec.structs.replace(FACTS, **but)
    return said(split_sale, facts, SplitSale(order=ORDER, paid=dong(paid)))


def under(**but: Any) -> dict[str, Any]:
    """An agreement of other terms."""
    return {"sharing": stands(SharingState.in_force, terms=terms(**but))}


FIXED = (Fixed(C, 2_000),)


@pytest.mark.parametrize(
    ("paid", "but", "processing", "people", "parts"),
    [
        # 3 alone, 2 shared and 2 unregistered are 12 halves of 16 for A; 1 alone and 2 shared 4
        (800, {}, 0, 0, {A: 600, B: 200}),
        (801, {}, 0, 0, {A: 601, B: 200}),
        (1_000, under(processing_points=2_000), 200, 0, {A: 600, B: 200}),
        (1_000, under(people_points=2_000, head="person"), 0, 200, {A: 600, B: 200}),
        (1_000, {"about_people": True}, 0, 100, {A: 675, B: 225}),
        (1_000, {"about_people": True, "rule": None}, 0, 0, {A: 750, B: 250}),
        (1_000, under(coverage_points=8_000, fixed=FIXED), 0, 0, {A: 600, B: 200, C: 200}),
        (1_000, {"about_people": True, "sharing": None, "coverage": None}, 0, 100, {A: 900}),
        (800, {"coverage": Coverage(supplies=(), own=0)}, 0, 0, {A: 800}),
        (1, {}, 0, 0, {A: 1, B: 0}),
    ],
)
def test_parts(
    paid: int, but: dict[str, Any], processing: int, people: int, parts: dict[str, int]
) -> None:
    (event,) = shared(paid, **but)
    assert isinstance(event, SaleSplit)
    assert (event.processing, event.people) == (dong(processing), dong(people))
    found = {each.organisation: each.by_coverage.minor + each.fixed.minor for each in event.lines}
    assert found == parts
    assert [each.organisation for each in event.lines] == sorted(found)


def test_a_bill_is_shared_as_its_order_is() -> None:
    asked = SplitSale(order=ORDER, paid=dong(800), bill=BILL)
    (of_bill,) = said(split_sale, FACTS, asked)
    (of_order,) = shared(800)
    assert isinstance(of_bill, SaleSplit)
    assert (of_bill.bill, of_order.bill) == (BILL, None)
    assert msgspec.structs.replace(of_bill, bill=None) == of_order
    assert said(split_sale, msgspec.structs.replace(FACTS, split_before=True), asked) == []


def test_nobody_else_no_split() -> None:
    assert shared(1_000, sharing=None, coverage=None) == []
    assert shared(0) == []
    assert shared(1_000, split_before=True) == []
    assert said(split_sale, None, SplitSale(order=ORDER, paid=dong(1))) == []
    assert may(SplitSale) == {"exchange"}


Counts = st.lists(st.integers(0, 10**12), min_size=3, max_size=3).map(tuple)


@given(
    paid=st.integers(1, MAX_MINOR),
    counts=st.tuples(Counts, Counts, Counts),
    own=st.integers(0, 10**12),
    points=st.tuples(*[st.integers(0, 10_000)] * 3),
)
def test_nothing_is_lost_and_nothing_is_made(
    paid: int, counts: Any, own: int, points: tuple[int, int, int]
) -> None:
    coverage, processing, people = points
    split = Sharing(
        providers=(A, B, C),
        coverage_points=coverage,
        processing_points=processing,
        people_points=people,
        fixed=(Fixed(B, 10_000 - coverage),),
        key=TERMS.key,
        head="person",
    )
    supplies = tuple(Supply(each, found) for each, found in zip((A, B, C), counts, strict=True))
    (event,) = shared(
        paid,
        sharing=stands(SharingState.in_force, terms=split),
        coverage=Coverage(supplies=supplies, own=own),
    )
    of_parties = sum(each.by_coverage.minor + each.fixed.minor for each in event.lines)
    assert event.processing.minor + event.people.minor + of_parties == paid
