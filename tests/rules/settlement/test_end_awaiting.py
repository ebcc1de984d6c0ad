"""Waiting for money ends when its order is cancelled."""

import msgspec
import pytest

from datafloor.contexts.settlement import HoldState
from datafloor.contexts.settlement.commands import EndAwaiting
from datafloor.contexts.settlement.events import AwaitingEnded
from datafloor.contexts.settlement.rules import end_awaiting
from tests.rules.deciding import may, said
from tests.rules.settlement.facts import HELD, ORDER

ASKED = EndAwaiting(order=ORDER)


def test_what_is_awaited() -> None:
    awaited = msgspec.structs.replace(HELD, state=HoldState.awaited)
    assert said(end_awaiting, awaited, ASKED) == [AwaitingEnded(order=ORDER)]


@pytest.mark.parametrize("state", [s for s in HoldState if s is not HoldState.awaited])
def test_what_is_not(state: HoldState) -> None:
    assert said(end_awaiting, msgspec.structs.replace(HELD, state=state), ASKED) == []
    assert said(end_awaiting, None, ASKED) == []


def test_who_may() -> None:
    assert may(EndAwaiting) == {"exchange"}
