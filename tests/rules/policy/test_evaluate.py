"""What terms allow at one access: every term says its part, and doubt is a refusal."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.contexts.policy import AccessFacts, Onward, Purpose, Terms, evaluate, understood
from datafloor.kernel import canonical
from tests.rules.deciding import DAY, NOW

TERMS = Terms(
    days=30,
    purposes=(Purpose.research, Purpose.public_service),
    territory=("VN",),
    exclusive=False,
    onward=Onward.none,
    ip=(),
)
FACTS = AccessFacts(at=NOW, started_at=NOW, purpose=Purpose.research, country="VN")


def text(terms: Any) -> str:
    return canonical.encode(terms).decode()


@pytest.mark.parametrize(
    ("terms", "facts", "refused"),
    [
        ({}, {}, []),
        ({}, {"at": NOW + 30 * DAY - 1}, []),
        ({}, {"at": NOW + 30 * DAY}, ["licence_over"]),
        ({"days": None}, {"at": NOW + 36_500 * DAY}, []),
        ({}, {"purpose": Purpose.public_service}, []),
        ({}, {"purpose": Purpose.ai_training}, ["purpose_not_licensed"]),
        ({}, {"purpose": Purpose.any}, ["purpose_not_licensed"]),
        ({"purposes": (Purpose.any,)}, {"purpose": Purpose.ai_training}, []),
        ({}, {"country": "LA"}, ["country_not_licensed"]),
        ({"territory": ()}, {"country": "LA"}, []),
        ({}, {"active": False}, ["licence_ended"]),
        (
            {},
            {
                "active": False,
                "at": NOW + 31 * DAY,
                "purpose": Purpose.credit_scoring,
                "country": "US",
            },
            ["licence_ended", "licence_over", "purpose_not_licensed", "country_not_licensed"],
        ),
    ],
)
def test_each_term_says_its_part(
    terms: dict[str, Any], facts: dict[str, Any], refused: list[str]
) -> None:
    decision = evaluate(
        text(msgspec.structs.replace(TERMS, **terms)), msgspec.structs.replace(FACTS, **facts)
    )
    assert [r.refusal.name for r in decision.reasons if r.refusal] == refused
    assert decision.allowed == (not refused)
    assert decision.refusal == next((r.refusal for r in decision.reasons if r.refusal), None)
    assert [r.term for r in decision.reasons] == ["contract", "days", "purposes", "territory"]


def test_a_reason_has_a_key_for_its_text() -> None:
    reasons = evaluate(text(TERMS), msgspec.structs.replace(FACTS, at=NOW + 30 * DAY)).reasons
    assert [reason.key for reason in reasons][:2] == [
        "policy.contract.ok",
        "policy.days.licence_over",
    ]


GOOD = msgspec.to_builtins(TERMS)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "null",
        "[]",
        "{}",
        "not json",
        text(TERMS)[:-1],
        text(TERMS) + "x",
        text(GOOD | {"audience": "adults"}),
        text(GOOD | {"purposes": ["research", "teleportation"]}),
        text(GOOD | {"onward": "lend"}),
        text(GOOD | {"days": 0}),
        text(GOOD | {"days": "30"}),
        text(GOOD | {"territory": ["Hanoi"]}),
        text({key: GOOD[key] for key in GOOD if key != "exclusive"}),
        "[" * 100_000,
        "\ud800",
    ],
)
def test_what_is_not_understood_allows_nothing(stored: str | None) -> None:
    decision = evaluate(stored, FACTS)
    assert not decision.allowed
    assert decision.refusal is not None
    assert decision.refusal.name == "term_not_understood"


@given(st.text())
def test_no_text_makes_it_raise_or_pass(stored: str) -> None:
    assert understood(stored) is None
    assert not evaluate(stored, FACTS).allowed


@given(st.integers(0, 10**17), st.sampled_from(Purpose), st.sampled_from(["VN", "LA", "US"]))
def test_the_same_question_has_the_same_answer(at: int, purpose: Purpose, country: str) -> None:
    facts = AccessFacts(at, NOW, purpose, country)
    assert evaluate(text(TERMS), facts) == evaluate(text(TERMS), facts)
