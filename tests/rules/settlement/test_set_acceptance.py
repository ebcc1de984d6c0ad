"""Setting how long a delivery may be checked."""

import msgspec
import pytest

from datafloor.contexts.settlement import AcceptanceSet, SetAcceptance
from datafloor.contexts.settlement.model import AcceptanceFacts
from datafloor.contexts.settlement.rules import set_acceptance
from tests.rules.deciding import OPERATOR, may, said


def test_a_time() -> None:
    asked = SetAcceptance(days=14)
    assert said(set_acceptance, AcceptanceFacts(7), asked, OPERATOR) == [AcceptanceSet(days=14)]
    assert said(set_acceptance, AcceptanceFacts(14), asked, OPERATOR) == []


@pytest.mark.parametrize("days", [0, -1, 91, 1.5])
def test_a_time_is_whole_days_and_ends(days: float) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"days": days}, SetAcceptance, strict=True)


def test_who_may() -> None:
    assert may(SetAcceptance) == {"operator"}
