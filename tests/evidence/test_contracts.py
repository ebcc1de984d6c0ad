"""Contracts in evidence: every way in which an edition or a signature can be untrue is said."""

import copy
from typing import Any

import msgspec
import pytest

from datafloor.contexts.agreements.rules import digests, drawn, seal
from datafloor.verify import jws
from datafloor.verify.contracts import Event, check_contracts
from datafloor.verify.trust import Answer
from tests.rules.agreements.facts import CONTENT, CONTRACT_ID, EDITION, KEY, KEY_ID, SEED, but

DRAWN: dict[str, Any] = msgspec.to_builtins(drawn(CONTENT))
NEXT: dict[str, Any] = msgspec.to_builtins(
    drawn(but(CONTENT, edition_number=2, previous=EDITION.digests.content, country="LA"))
)
REGISTERED: dict[str, Any] = {
    "key": KEY_ID,
    "organisation": CONTENT.buyer,
    "public_key": KEY.public_key,
    "held": False,
}
SIGNED: dict[str, Any] = {
    "contract": CONTRACT_ID,
    "edition_number": 1,
    "side": "buyer",
    "key": KEY_ID,
    "public_key": KEY.public_key,
    "held": False,
    "jws": jws.sign(SEED, KEY_ID, seal(CONTENT, digests(CONTENT))),
}
GOOD: list[Event] = [
    ("agreements.key_registered.v1", REGISTERED),
    ("agreements.contract_drawn.v1", DRAWN),
    ("agreements.contract_signed.v1", SIGNED),
    ("agreements.contract_drawn.v1", NEXT),
    ("market.order_placed.v1", {}),
]


def answered(events: list[Event]) -> Answer:
    answer = Answer("a trade")
    check_contracts(answer, events)
    return answer


def test_what_is_as_it_should_be_is_said() -> None:
    answer = answered(GOOD)
    assert (answer.wrong, answer.open) == ([], [])
    (said,) = answer.holds
    assert "The buyer's signature of edition 1" in said and "the party's own" in said


OTHER = jws.sign(SEED, KEY_ID, b'{"contract":"another"}')
STRANGER = jws.public_of(bytes(32))


@pytest.mark.parametrize(
    ("place", "change", "told"),
    [
        (1, {"content": DRAWN["content"] | {"country": "LA"}}, "not what the digest"),
        (3, {"content": NEXT["content"] | {"previous": "0" * 64}}, "does not go on from edition 1"),
        (2, {"jws": SIGNED["jws"][:-8] + "AAAAAAAA"}, "does not hold"),
        (2, {"jws": "no.jws"}, "no compact JWS"),
        (2, {"jws": OTHER}, "signs something else"),
        (2, {"key": f"{KEY_ID[:-1]}W"}, "signs something else"),
        (2, {"side": "seller"}, "not that of this side"),
        (2, {"public_key": STRANGER}, "does not hold"),
        (0, {"public_key": STRANGER}, "not that of this side"),
        (0, {"organisation": CONTENT.seller}, "not that of this side"),
    ],
)
def test_what_is_not_is_found(place: int, change: dict[str, Any], told: str) -> None:
    events = copy.deepcopy(GOOD)
    kind, body = events[place]
    events[place] = kind, body | change
    assert any(told in each for each in answered(events).wrong)


def test_a_signature_without_its_edition_is_left_open() -> None:
    answer = answered([GOOD[0], GOOD[2]])
    assert answer.wrong == [] and len(answer.open) == 1
