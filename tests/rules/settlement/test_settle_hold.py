"""What was held for a broken contract is parted, to the last đồng."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from datafloor.contexts.settlement import (
    Cause,
    EscrowReleased,
    Ground,
    OrderRefunded,
    SettleHold,
    Transferred,
)
from datafloor.contexts.settlement.rules import settle_hold
from tests.rules.deciding import dong, may, said
from tests.rules.settlement.facts import HELD, NOT_HELD, ORDER

FROZEN = replace(HELD, acceptance_ends_at=None, price=dong(1_000), fee_basis_points=500)


def asked(back: int) -> SettleHold:
    return SettleHold(order=ORDER, back=dong(back), reason="The parties agreed")


@pytest.mark.parametrize(
    ("back", "moves", "last"),
    [
        (1_000, {Cause.refund: 1_000}, OrderRefunded),
        (9_999, {Cause.refund: 1_000}, OrderRefunded),
        (600, {Cause.refund: 600, Cause.fee: 20, Cause.release: 380}, EscrowReleased),
        (0, {Cause.fee: 50, Cause.release: 950}, EscrowReleased),
    ],
)
def test_parted(back: int, moves: dict[Cause, int], last: type) -> None:
    *moved, end = said(settle_hold, FROZEN, asked(back))
    found = [each for each in moved if isinstance(each, Transferred)]
    assert {each.cause: each.amount.minor for each in found} == moves
    assert isinstance(end, last)
    if isinstance(end, EscrowReleased):
        assert end.ground is Ground.settled


def test_only_what_is_frozen_and_by_the_exchange() -> None:
    for facts in (None, HELD, *(replace(HELD, state=each) for each in NOT_HELD)):
        assert said(settle_hold, facts, asked(1)) == []
    assert may(SettleHold) == {"exchange"}


@given(price=st.integers(1, 10**12), back=st.integers(0, 10**12), fee=st.integers(0, 10_000))
def test_all_of_it_goes_somewhere(price: int, back: int, fee: int) -> None:
    facts = replace(FROZEN, price=dong(price), fee_basis_points=fee)
    events = said(settle_hold, facts, asked(back))
    assert sum(each.amount.minor for each in events if isinstance(each, Transferred)) == price
