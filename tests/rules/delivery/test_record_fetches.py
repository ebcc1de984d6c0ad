"""The meter's report: sums that only grow, and the proof when the last file is whole."""

import msgspec
import pytest

from datafloor.contexts.delivery import (
    DeliveryProven,
    FileFetch,
    FilesFetched,
    Proof,
    RecordFetches,
)
from datafloor.contexts.delivery.model import FetchFacts
from datafloor.contexts.delivery.rules import record_fetches
from tests.rules.deciding import may, said
from tests.rules.delivery.facts import GRANT

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
PROVEN = DeliveryProven(contract=GRANT.contract, grant=GRANT.grant, proof=Proof.fetched)


def facts(known: dict[str, tuple[int, bool]], files: int = 2) -> FetchFacts:
    whole = sum(each[1] for each in known.values())
    return FetchFacts(grant=GRANT, files=files, whole=whole, known=known)


def fetch(file: str, *, bytes: int = 10, whole: bool = True, bought: bool = True) -> FileFetch:
    return FileFetch(file, bytes, whole, bought)


def report(*files: FileFetch) -> RecordFetches:
    return RecordFetches(grant=GRANT.grant, files=files)


@pytest.mark.parametrize(
    ("known", "files", "recorded", "proven"),
    [
        ({}, [fetch(ONE)], [ONE], False),
        ({}, [fetch(ONE), fetch(TWO)], [ONE, TWO], True),
        ({ONE: (10, True)}, [fetch(TWO)], [TWO], True),
        ({ONE: (10, True)}, [fetch(ONE)], [], False),
        ({ONE: (10, True)}, [fetch(ONE), fetch(TWO)], [TWO], True),
        ({ONE: (10, True)}, [fetch(TWO, whole=False, bytes=9)], [TWO], False),
        ({ONE: (10, True), TWO: (9, False)}, [fetch(TWO, whole=False, bytes=9)], [], False),
        ({ONE: (10, True), TWO: (9, False)}, [fetch(TWO, whole=False, bytes=8)], [], False),
        ({ONE: (10, True), TWO: (9, False)}, [fetch(TWO)], [TWO], True),
        ({ONE: (10, True)}, [fetch(THREE, bought=False)], [THREE], False),
        ({ONE: (10, True)}, [fetch(THREE, bought=False), fetch(TWO)], [THREE, TWO], True),
        ({ONE: (10, True)}, [fetch(TWO), fetch(TWO)], [TWO], True),
        ({}, [fetch(ONE), fetch(ONE)], [ONE], False),
    ],
)
def test_what_is_new_is_recorded_and_the_last_file_proves(
    known: dict[str, tuple[int, bool]], files: list[FileFetch], recorded: list[str], proven: bool
) -> None:
    decided = said(record_fetches, facts(known), report(*files))
    named = [
        each.file for event in decided if isinstance(event, FilesFetched) for each in event.files
    ]
    assert named == recorded
    assert (PROVEN in decided) == proven


def test_a_grant_that_ended_is_still_metered_but_proves_nothing() -> None:
    for but in ({"revoked": True}, {"proven": True}):
        ended = msgspec.structs.replace(
            facts({}, files=1), grant=msgspec.structs.replace(GRANT, **but)
        )
        assert said(record_fetches, ended, report(fetch(ONE))) == [
            FilesFetched(grant=GRANT.grant, files=(fetch(ONE),))
        ]


def test_no_such_grant() -> None:
    unknown = FetchFacts(grant=None, files=0, whole=0, known={})
    assert said(record_fetches, unknown, report(fetch(ONE))) == "grant_unknown"


def test_who_may() -> None:
    assert may(RecordFetches) == {"exchange"}
