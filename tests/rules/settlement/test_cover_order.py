"""Covering an order: from the wallet, for nothing, or by waiting."""

import msgspec
import pytest

from datafloor.contexts.settlement import (
    Cause,
    CoverOrder,
    HoldState,
    OrderCovered,
    PaymentAwaited,
    Transferred,
    escrow,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model import CoverFacts
from datafloor.contexts.settlement.rules import cover_order
from datafloor.kernel.money import Money
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong, may, said
from tests.rules.settlement.facts import DUE, ORDER

ASKED = CoverOrder(due=DUE)


def covered(amount: Money) -> OrderCovered:
    return OrderCovered(
        order=ORDER,
        buyer=BUYER.organisation,
        seller=SELLER.organisation,
        amount=amount,
        fee_basis_points=250,
        acceptance_ends_at=NOW + 7 * DAY,
    )


HOLD = Transferred(
    debit=wallet(BUYER.organisation),
    credit=escrow(ORDER),
    amount=dong(1_001),
    cause=Cause.hold,
    about=ORDER,
)


@pytest.mark.parametrize("state", [None, HoldState.awaited])
@pytest.mark.parametrize("has", [1_001, 10**15])
def test_a_wallet_that_suffices(state: HoldState | None, has: int) -> None:
    assert said(cover_order, CoverFacts(has, 250, state), ASKED) == [HOLD, covered(dong(1_001))]


def test_the_time_to_check_is_what_it_is_now() -> None:
    decided = said(cover_order, CoverFacts(1_001, 250, None, 14), ASKED)
    assert not isinstance(decided, str)
    assert decided[-1].acceptance_ends_at == NOW + 14 * DAY


def test_a_wallet_that_does_not() -> None:
    assert said(cover_order, CoverFacts(1_000, 250, None), ASKED) == [
        PaymentAwaited(
            order=ORDER,
            buyer=BUYER.organisation,
            seller=SELLER.organisation,
            amount=dong(1_001),
            reference=reference_of(ORDER),
        )
    ]
    assert said(cover_order, CoverFacts(1_000, 250, HoldState.awaited), ASKED) == []


def test_what_costs_nothing_moves_nothing() -> None:
    asked = CoverOrder(due=msgspec.structs.replace(DUE, price=dong(0)))
    assert said(cover_order, CoverFacts(0, 250, None), asked) == [covered(dong(0))]


@pytest.mark.parametrize("state", [s for s in HoldState if s is not HoldState.awaited])
def test_an_order_is_covered_once(state: HoldState) -> None:
    assert said(cover_order, CoverFacts(10**15, 250, state), ASKED) == []


def test_a_reference_is_short_and_of_the_order() -> None:
    assert reference_of(ORDER) == f"DF{ORDER[-12:]}"
    assert len(reference_of(ORDER)) == 14


def test_who_may() -> None:
    assert may(CoverOrder) == {"exchange"}
