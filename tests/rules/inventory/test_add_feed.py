"""The operator names a catalogue of others."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.inventory import AddFeed, FeedAdded, FeedKind
from datafloor.contexts.inventory.model import FeedFacts
from datafloor.contexts.inventory.rules import add_feed
from tests.rules.cases import by
from tests.rules.deciding import may, said
from tests.rules.inventory.facts import FEED, NONE, RUNS

SAID: dict[str, Any] = {
    "feed": FEED,
    "title": "The city's open data",
    "speaks": "ckan",
    "url": "https://data.example.vn",
}
ASKED = msgspec.convert(SAID, AddFeed)


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (
            NONE,
            [
                FeedAdded(
                    feed=FEED,
                    title="The city's open data",
                    speaks=FeedKind.ckan,
                    url="https://data.example.vn",
                    every_hours=24,
                )
            ],
        ),
        (RUNS, "id_taken"),
        (FeedFacts(exists=False, url_taken=True), "feed_known"),
    ],
)
def test_add_feed(facts: FeedFacts, comes_to: Any) -> None:
    assert said(add_feed, facts, ASKED, by("operator")) == comes_to


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "file:///etc/passwd"},
        {"url": "gopher://data.example.vn"},
        {"url": "https://data.example.vn/a b"},
        {"url": "https://data.example.vn\n"},
        {"url": "https://" + "a" * 2_000},
        {"speaks": "oai"},
        {"every_hours": 0},
        {"title": ""},
    ],
)
def test_what_cannot_be_asked(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(SAID | wrong, AddFeed)


def test_who_may() -> None:
    assert may(AddFeed) == {"operator"}
