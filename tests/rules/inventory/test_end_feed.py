"""The operator has a catalogue read no more."""

from typing import Any

import pytest

from datafloor.contexts.inventory import EndFeed, FeedEnded
from datafloor.contexts.inventory.rules import end_feed
from tests.rules.cases import by
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import ENDED, FEED, NONE, RUNS


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (RUNS, [FeedEnded(feed=FEED, reason="Closed.")]),
        (ENDED, "feed_ended"),
        (NONE, "feed_unknown"),
    ],
)
def test_end_feed(facts: Any, comes_to: Any) -> None:
    asked = EndFeed(feed=FEED, reason="Closed.")
    assert said(end_feed, facts, asked, by("operator")) == comes_to


def test_who_may() -> None:
    assert may(EndFeed) == {"operator"}
