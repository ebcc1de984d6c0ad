"""Recording what a trace found: never before two have unlocked it."""

from typing import Any

from msgspec.structs import replace

from datafloor.contexts.marks import Office, Outcome, RecordTrace, Score, TraceAnswered
from datafloor.contexts.marks.model import Unlocked
from datafloor.contexts.marks.rules import record_trace
from tests.rules.cases import ORG, OTHER_PERSON
from tests.rules.deciding import may, said
from tests.rules.marks.facts import ASKED, GRANT, OPERATOR_KEY, TRACE

FOUND: dict[str, Any] = {
    "trace": TRACE,
    "outcome": Outcome.named,
    "why_not": None,
    "leak_rows": 100,
    "recognised_rows": 90,
    "marked_count": 200,
    "copies_count": 3,
    "scores": (Score(GRANT, 14_200, -40, accused=True),),
}
COMMAND = RecordTrace(**FOUND)
OPEN = replace(ASKED, unlocked=(OPERATOR_KEY, Unlocked(Office.supervisor.value, OTHER_PERSON, ORG)))


def test_decided() -> None:
    assert said(record_trace, OPEN, COMMAND) == [TraceAnswered(**FOUND, family_exponent=-6)]
    assert said(record_trace, replace(OPEN, answered=True), COMMAND) == []
    assert said(record_trace, ASKED, COMMAND) == "trace_locked"
    assert said(record_trace, replace(ASKED, unlocked=(OPERATOR_KEY,)), COMMAND) == "trace_locked"
    assert said(record_trace, None, COMMAND) == "trace_unknown"


def test_who_may() -> None:
    assert may(RecordTrace) == {"exchange"}
