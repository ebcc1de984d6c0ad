"""A round through a feed is over."""

from typing import Any

import pytest

from datafloor.contexts.inventory import EndRound, Outcome, RoundEnded
from datafloor.contexts.inventory.rules import end_round
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import ENDED, FEED, NONE, RUNS


@pytest.mark.parametrize("outcome", Outcome)
def test_end_round(outcome: Outcome) -> None:
    asked = EndRound(feed=FEED, outcome=outcome, item_count=3, problem="feed_too_slow")
    ended = RoundEnded(feed=FEED, outcome=outcome, item_count=3, problem="feed_too_slow")
    assert said(end_round, RUNS, asked) == [ended]


@pytest.mark.parametrize(("facts", "refusal"), [(ENDED, "feed_ended"), (NONE, "feed_unknown")])
def test_refused(facts: Any, refusal: str) -> None:
    asked = EndRound(feed=FEED, outcome=Outcome.whole, item_count=0)
    assert said(end_round, facts, asked) == refusal


def test_who_may() -> None:
    assert may(EndRound) == {"exchange"}
