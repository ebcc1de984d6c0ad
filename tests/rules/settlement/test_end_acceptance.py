"""The time to check a delivery: the seller is paid when it is over, and not before."""

import msgspec
import pytest

from datafloor.contexts.settlement import EndAcceptance, Ground, HoldState
from datafloor.contexts.settlement.rules import end_acceptance
from tests.rules.deciding import DAY, EXCHANGE, NOW, may, said
from tests.rules.settlement.facts import HELD, NOT_HELD, ORDER

ASKED = EndAcceptance(order=ORDER)


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (NOW, "acceptance_open"),
        (NOW + 7 * DAY - 1, "acceptance_open"),
        (NOW + 7 * DAY, Ground.acceptance_ended),
        (NOW + 8 * DAY, Ground.acceptance_ended),
    ],
)
def test_not_before_the_deadline(now: int, outcome: str) -> None:
    decided = said(end_acceptance, HELD, ASKED, EXCHANGE, now)
    if isinstance(decided, str):
        assert decided == outcome
    else:
        assert decided[-1].ground == outcome
        assert sum(move.amount.minor for move in decided[:-1]) == HELD.price.minor


@pytest.mark.parametrize("state", NOT_HELD)
def test_only_what_is_held(state: HoldState) -> None:
    facts = msgspec.structs.replace(HELD, state=state)
    assert said(end_acceptance, facts, ASKED, EXCHANGE, NOW + 8 * DAY) == "escrow_not_held"
    assert said(end_acceptance, None, ASKED) == "escrow_not_held"


def test_who_may() -> None:
    assert may(EndAcceptance) == {"exchange"}
