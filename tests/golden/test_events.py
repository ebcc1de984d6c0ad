"""The bytes of every kind of event, of a chain of them, and of a receipt: they never change.

An event's meaning is for ever, so its line in `events.txt` is never edited; a new kind adds one.
"""

from pathlib import Path

import pytest
from msgspec.json import Decoder

from datafloor.app.build import house
from datafloor.kernel import canonical
from datafloor.kernel.execute import Receipt
from datafloor.kernel.journal import Entry, chain

LINES = [
    line.split(" ", 1)
    for line in Path(__file__).with_name("events.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "body"), LINES, ids=[kind for kind, _ in LINES])
def test_an_event_is_read_and_written_as_it_always_was(kind: str, body: str) -> None:
    made = house()
    checked, (read, _) = Decoder(made.events[kind]), made.again[kind]
    for event in (checked.decode(body), read(body)):
        assert event.kind == kind
        assert canonical.encode(event) == body.encode()


def test_every_kind_of_event_has_its_line() -> None:
    assert sorted(house().events) == [kind for kind, _ in LINES]


def test_the_digests_of_a_small_journal() -> None:
    digest, digests = "", []
    for seq, (kind, body) in enumerate(
        [("toy.first.v1", '{"a":1}'), ("toy.second.v1", '{"title":"Dữ liệu \\n mở"}')], 1
    ):
        entry = Entry(
            seq,
            1_795_248_000_000_000 + seq,
            "person_1",
            "org_1",
            "request-1",
            "0" * 64,
            kind,
            body,
            "",
        )
        digest = chain(digest, entry)
        digests.append(digest)
    assert digests == [
        "513000aed94465452af39125e4f7ccca94738b4606ccb809efce46c648028d4b",
        "1463f7b07e74be53c85167cf9a149b6ec0bc8f9ab6d5feb3304db031b12362e7",
    ]


def test_the_bytes_of_a_receipt() -> None:
    receipt = Receipt("request-1", 7, 9, 1_795_248_000_000_000)
    assert canonical.encode(receipt) == (
        b'{"at":1795248000000000,"first":7,"last":9,"request_id":"request-1"}'
    )
