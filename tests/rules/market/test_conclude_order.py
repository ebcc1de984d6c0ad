"""Concluding: once, and the licence's days run from then."""

import msgspec
import pytest

from datafloor.contexts.market import ConcludeOrder, ContractConcluded, OrderState
from datafloor.contexts.market.rules import conclude_order
from datafloor.kernel.ids import derived
from tests.rules.deciding import DAY, NOW, may, said
from tests.rules.market.facts import ORDER

ASKED = ConcludeOrder(order=ORDER.order)


@pytest.mark.parametrize(("days", "ends_at"), [(30, NOW + 30 * DAY), (None, None)])
def test_a_contract_says_what_the_order_said(days: int | None, ends_at: int | None) -> None:
    order = msgspec.structs.replace(ORDER, days=days)
    assert said(conclude_order, order, ASKED) == [
        ContractConcluded(
            contract=derived("contract", ORDER.order),
            order=ORDER.order,
            offer=ORDER.offer,
            price=ORDER.price,
            product=ORDER.product,
            version=ORDER.version,
            seller=ORDER.seller,
            buyer=ORDER.buyer,
            terms=ORDER.terms,
            purpose=ORDER.purpose,
            country="VN",
            starts_at=NOW,
            ends_at=ends_at,
        )
    ]


@pytest.mark.parametrize("state", [OrderState.concluded, OrderState.cancelled])
def test_only_an_open_order(state: OrderState) -> None:
    order = msgspec.structs.replace(ORDER, state=state)
    assert said(conclude_order, order, ASKED) == "order_closed"
    assert said(conclude_order, None, ASKED) == "order_unknown"


def test_who_may() -> None:
    assert may(ConcludeOrder) == {"exchange"}
