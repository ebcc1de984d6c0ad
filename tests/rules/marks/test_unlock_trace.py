"""Unlocking a trace: two people of two offices and two organisations."""

from msgspec.structs import replace

from datafloor.contexts.marks import Office, TraceUnlocked, UnlockTrace
from datafloor.contexts.marks.rules import unlock_trace
from tests.rules.cases import ORG, OTHER_ORG, OTHER_PERSON, PERSON, by
from tests.rules.deciding import may, said
from tests.rules.marks.facts import ASKED, OPERATOR_KEY, TRACE

COMMAND = UnlockTrace(trace=TRACE)
HALF = replace(ASKED, unlocked=(OPERATOR_KEY,))


def unlocked(office: Office, person: str, organisation: str) -> list[TraceUnlocked]:
    return [TraceUnlocked(trace=TRACE, office=office, person=person, organisation=organisation)]


def test_the_first_key_and_the_second() -> None:
    operator, supervisor = by("operator"), by("supervisor", person=OTHER_PERSON)
    assert said(unlock_trace, ASKED, COMMAND, operator) == unlocked(Office.operator, PERSON, ORG)
    assert said(unlock_trace, HALF, COMMAND, supervisor) == unlocked(
        Office.supervisor, OTHER_PERSON, ORG
    )


def test_the_same_office_organisation_or_person_turns_no_second_key() -> None:
    for again in (
        by("operator", person=OTHER_PERSON),
        by("supervisor", organisation=OTHER_ORG, person=OTHER_PERSON),
        by("supervisor"),
    ):
        assert said(unlock_trace, HALF, COMMAND, again) == "trace_unlocked_here"


def test_what_is_not_there_or_answered() -> None:
    operator = by("operator")
    assert said(unlock_trace, None, COMMAND, operator) == "trace_unknown"
    assert said(unlock_trace, replace(ASKED, lapsed=True), COMMAND, operator) == "trace_lapsed"
    assert said(unlock_trace, replace(ASKED, answered=True), COMMAND, operator) == []


def test_who_may() -> None:
    assert may(UnlockTrace) == {"operator", "supervisor"}
