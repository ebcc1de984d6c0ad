"""A trace that nobody unlocked in time ends; nothing else does."""

from msgspec.structs import replace

from datafloor.contexts.marks import LapseTrace, TraceLapsed
from datafloor.contexts.marks.model import KEPT
from datafloor.contexts.marks.rules import lapse_trace
from tests.rules.deciding import EXCHANGE, NOW, may, said
from tests.rules.marks.facts import ASKED, OPERATOR_KEY, TRACE

COMMAND = LapseTrace(trace=TRACE)
DUE = replace(ASKED, asked_at=NOW - KEPT)


def test_decided() -> None:
    half = replace(DUE, unlocked=(OPERATOR_KEY,))
    both = replace(DUE, unlocked=(OPERATOR_KEY, OPERATOR_KEY))
    assert said(lapse_trace, DUE, COMMAND) == [TraceLapsed(trace=TRACE)]
    assert said(lapse_trace, half, COMMAND) == [TraceLapsed(trace=TRACE)]
    assert said(lapse_trace, both, COMMAND) == []
    assert said(lapse_trace, DUE, COMMAND, EXCHANGE, NOW - 1) == []
    assert said(lapse_trace, replace(DUE, answered=True), COMMAND) == []
    assert said(lapse_trace, replace(DUE, lapsed=True), COMMAND) == []
    assert said(lapse_trace, None, COMMAND) == "trace_unknown"


def test_who_may() -> None:
    assert may(LapseTrace) == {"exchange"}
