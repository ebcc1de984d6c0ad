"""A contract has ended: what is awaited is still owed, or dropped."""

import pytest

from datafloor.contexts.settlement import BillsClosed, CloseBills
from datafloor.contexts.settlement.rules import close_bills
from tests.rules.deciding import may, said
from tests.rules.settlement.facts import ORDER


@pytest.mark.parametrize("owed", [True, False])
def test_decided(owed: bool) -> None:
    asked = CloseBills(order=ORDER, owed=owed)
    assert said(close_bills, True, asked) == [BillsClosed(order=ORDER, owed=owed)]
    assert said(close_bills, False, asked) == []


def test_who_may() -> None:
    assert may(CloseBills) == {"exchange"}
