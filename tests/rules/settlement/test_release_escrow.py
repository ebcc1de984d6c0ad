"""Paying the seller: once, less the fee, to the last đồng."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.contexts.settlement import (
    FEES,
    Cause,
    EscrowReleased,
    Ground,
    HoldState,
    ReleaseEscrow,
    TaxMethod,
    Transferred,
    escrow,
    wallet,
)
from datafloor.contexts.settlement import vat as vat_of
from datafloor.contexts.settlement.rules import release_escrow
from datafloor.kernel.law import Status
from datafloor.kernel.money import MAX_MINOR
from tests.rules.deciding import SELLER, VN, dong, may, said
from tests.rules.settlement.facts import HELD, NOT_HELD, ORDER

ASKED = ReleaseEscrow(order=ORDER)


@pytest.mark.parametrize(
    ("price", "basis_points", "fee", "paid"),
    [
        (1_001, 250, 25, 976),
        (1_000, 0, 0, 1_000),
        (1_000, 10_000, 1_000, 0),
        (1, 5_000, 1, 0),
        (1, 4_999, 0, 1),
        (5_000_000, 250, 125_000, 4_875_000),
    ],
)
def test_the_fee_and_the_rest(price: int, basis_points: int, fee: int, paid: int) -> None:
    facts = msgspec.structs.replace(HELD, price=dong(price), fee_basis_points=basis_points)
    *moves, released = said(release_escrow, facts, ASKED)
    assert released == EscrowReleased(
        order=ORDER, ground=Ground.delivery_proven, fee=dong(fee), paid=dong(paid)
    )
    due = [(FEES, fee, Cause.fee), (wallet(SELLER.organisation), paid, Cause.release)]
    assert moves == [
        Transferred(
            debit=escrow(ORDER), credit=account, amount=dong(minor), cause=cause, about=ORDER
        )
        for account, minor, cause in due
        if minor
    ]


@given(st.integers(1, MAX_MINOR), st.integers(0, 10_000))
def test_nothing_is_lost_and_nothing_is_made(price: int, basis_points: int) -> None:
    facts = msgspec.structs.replace(HELD, price=dong(price), fee_basis_points=basis_points)
    *moves, released = said(release_escrow, facts, ASKED)
    assert sum(move.amount.minor for move in moves) == price
    assert released.fee.minor + released.paid.minor == price
    assert abs(released.fee.minor * 10_000 - price * basis_points) < 10_000


@pytest.mark.parametrize("state", NOT_HELD)
def test_once(state: HoldState) -> None:
    assert said(release_escrow, msgspec.structs.replace(HELD, state=state), ASKED) == []
    assert said(release_escrow, None, ASKED) == []


def test_who_may() -> None:
    assert may(ReleaseEscrow) == {"exchange"}


@pytest.mark.parametrize(
    ("price", "basis_points", "vat", "fee", "paid"),
    [
        (110, 0, 10, 0, 100),
        (1_001, 250, 91, 25, 885),
        (99_000, 500, 9_000, 4_950, 85_050),
        (5, 0, 0, 0, 5),
        (6, 0, 1, 0, 5),
        (1_000, 10_000, 0, 1_000, 0),
        (1_000, 9_500, 50, 950, 0),
    ],
)
def test_the_tax_of_a_seller_under_the_deduction_method_is_set_apart(
    price: int, basis_points: int, vat: int, fee: int, paid: int
) -> None:
    facts = msgspec.structs.replace(
        HELD,
        price=dong(price),
        fee_basis_points=basis_points,
        tax_method=TaxMethod.deduction,
    )
    *moves, released = said(release_escrow, facts, ASKED, law=VN)
    assert (released.fee.minor, released.paid.minor) == (fee, paid)
    assert released.vat.amount == dong(vat)
    assert (released.vat.percent, released.vat.rule) == (10, "tax.vat")
    assert released.vat.status is Status.unverified
    assert sum(move.amount.minor for move in moves) == price
    assert {move.credit: move.amount.minor for move in moves}.get(
        vat_of(SELLER.organisation), 0
    ) == vat


def test_where_the_law_knows_no_such_tax_nothing_is_set_apart() -> None:
    facts = msgspec.structs.replace(HELD, tax_method=TaxMethod.deduction)
    *_, released = said(release_escrow, facts, ASKED)
    assert released.vat is None
    *_, direct = said(release_escrow, HELD, ASKED, law=VN)
    assert direct.vat is None


@given(st.integers(1, MAX_MINOR), st.integers(0, 10_000))
def test_nothing_is_lost_with_the_tax_either(price: int, basis_points: int) -> None:
    facts = msgspec.structs.replace(
        HELD,
        price=dong(price),
        fee_basis_points=basis_points,
        tax_method=TaxMethod.deduction,
    )
    *moves, released = said(release_escrow, facts, ASKED, law=VN)
    assert released.fee.minor + released.paid.minor + released.vat.amount.minor == price
    assert sum(move.amount.minor for move in moves) == price
