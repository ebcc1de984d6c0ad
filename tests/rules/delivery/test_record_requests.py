"""What was answered is counted, also after a right ended; nothing answered is nothing."""

import pytest
from msgspec.structs import replace

from datafloor.contexts.delivery import RecordRequests, RequestsAnswered
from datafloor.contexts.delivery.model import GrantFacts
from datafloor.contexts.delivery.rules import record_requests
from tests.rules.deciding import may, said
from tests.rules.delivery.facts import GRANT

ASKED = RecordRequests(grant=GRANT.grant, queries_count=2, calls_count=5)
ANSWERED = [RequestsAnswered(grant=GRANT.grant, queries_count=2, calls_count=5)]


@pytest.mark.parametrize(
    ("facts", "asked", "answer"),
    [
        (GRANT, ASKED, ANSWERED),
        (replace(GRANT, revoked=True), ASKED, ANSWERED),
        (GRANT, replace(ASKED, queries_count=0, calls_count=0), []),
        (None, ASKED, "grant_unknown"),
    ],
)
def test_record_requests(facts: GrantFacts | None, asked: RecordRequests, answer: object) -> None:
    assert said(record_requests, facts, asked) == answer


def test_who_may() -> None:
    assert may(RecordRequests) == {"exchange"}
