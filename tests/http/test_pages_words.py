"""Everything has words, in both languages."""

import re
from enum import StrEnum

import pytest

from datafloor.adapters.search import FACETS, Mode, Sort
from datafloor.app.build import house
from datafloor.contexts.catalogue import Frequency, Origin, ProductState, Province, Theme
from datafloor.contexts.market import OrderState
from datafloor.contexts.participants import Role, TokenUse
from datafloor.contexts.policy import Limit, Onward, Purpose, Term
from datafloor.contexts.settlement import Cause, HoldState
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY, instant
from datafloor.kernel.money import Money
from datafloor.web.pages import licence, timeline, wording, wording_events
from datafloor.web.pages.language import language
from tools.words import catalogue, translated, used


def test_the_catalogue_has_exactly_the_texts_that_are_used() -> None:
    """Where this fails: `python -m tools.words`, then translate what is new."""
    assert {message.id for message in catalogue() if message.id} == set(used())


def test_every_text_is_translated_with_the_same_places_to_fill() -> None:
    for message in catalogue():
        if not message.id:
            continue
        assert translated(message), message.id
        assert message.string, message.id
        said = message.string if isinstance(message.string, str) else message.string[0]
        first = message.id if isinstance(message.id, str) else message.id[0]
        places = r"%\(\w+\)s"
        assert sorted(re.findall(places, said)) == sorted(re.findall(places, first)), first


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("product", ProductState),
        ("origin", Origin),
        ("theme", Theme),
        ("frequency", Frequency),
        ("province", Province),
        ("mode", Mode),
        ("onward", Onward),
        ("sort", Sort),
        ("role", Role),
        ("use", TokenUse),
        ("order", OrderState),
        ("hold", HoldState),
        ("cause", Cause),
        ("purpose", Purpose),
        ("term", Term),
    ],
)
def test_every_value_that_pages_show_has_words(prefix: str, kind: type[StrEnum]) -> None:
    for value in kind:
        assert wording.of(f"{prefix}.{value}") != f"{prefix}.{value}"


def test_every_facet_has_words() -> None:
    assert [each for each in FACETS if wording.of(f"facet.{each}") == f"facet.{each}"] == []


def test_every_event_has_words() -> None:
    assert set(wording_events.EVENTS) == {event.kind for event in house().apply}
    trade = {kind for kind in wording_events.EVENTS if kind.startswith(("market.", "delivery."))}
    assert trade - set(timeline.SAID) == {
        "delivery.requests_answered.v1",
        "market.offer_prepared.v1",
        "market.offer_made.v1",
        "market.offer_withdrawn.v1",
        "market.price_changed.v1",
    }
    assert set(timeline.MOVED) == set(Cause)


def test_every_part_of_a_licence_has_a_sentence() -> None:
    assert set(licence.PURPOSES) == set(Purpose)
    assert set(licence.ONWARD) == set(Onward)
    assert set(licence.LIMITS) == set(Limit)


def test_each_language_writes_in_its_own_way() -> None:
    english, vietnamese = language("en"), language("vi")
    moment = instant("2026-11-26T20:30:00Z")
    assert english.day(moment) == "Friday, 27 November 2026"
    assert vietnamese.day(moment) == "Thứ Sáu, 27 tháng 11, 2026"
    assert english.time(moment) == vietnamese.time(moment) == "03:30"
    assert english.number(336_776) == "336,776"
    assert vietnamese.number(336_776) == "336.776"
    assert english.size(11_400) == "11.4\N{NO-BREAK SPACE}kB"
    assert vietnamese.size(1_234_567_890) == "1,2\N{NO-BREAK SPACE}GB"
    assert english.size(999) == "999\N{NO-BREAK SPACE}B"
    assert vietnamese.money(Money(12_000_000)) == "12.000.000 ₫"
    assert (english.money(Money(0)), vietnamese.money(Money(0))) == ("Free", "Miễn phí")
    soon = clock.now() + 3 * DAY
    assert (english.ahead(soon), vietnamese.ahead(soon)) == ("in 3 days", "còn 3 ngày")
    assert english.ahead(clock.now() + DAY) == "in 1 day"
    assert english.ahead(clock.now()) == "today"
    assert vietnamese.countries["DE"] == "Đức"
    assert list(vietnamese.countries.values()).index("Đức") < list(
        vietnamese.countries.values()
    ).index("Gabon")
