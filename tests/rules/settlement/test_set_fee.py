"""Setting the exchange's share."""

import msgspec
import pytest

from datafloor.contexts.settlement import FeeSet, SetFee
from datafloor.contexts.settlement.model import FeeFacts
from datafloor.contexts.settlement.rules import set_fee
from tests.rules.deciding import OPERATOR, may, said


def test_a_fee() -> None:
    asked = SetFee(basis_points=250)
    assert said(set_fee, FeeFacts(0), asked, OPERATOR) == [FeeSet(basis_points=250)]
    assert said(set_fee, FeeFacts(250), asked, OPERATOR) == []


@pytest.mark.parametrize("basis_points", [-1, 10_001, 2.5])
def test_a_fee_is_a_share(basis_points: float) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"basis_points": basis_points}, SetFee, strict=True)


def test_who_may() -> None:
    assert may(SetFee) == {"operator"}
