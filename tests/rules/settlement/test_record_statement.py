"""A statement was read to its end."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import RecordStatement, StatementRecorded
from datafloor.contexts.settlement.model.statements import StatementFacts, StatementSeen
from datafloor.contexts.settlement.rules import record_statement
from tests.rules.deciding import NOW, OPERATOR, may, said

SAID: dict[str, Any] = {
    "currency": "VND",
    "opening_minor": -5,
    "closing_minor": 95,
    "closes_at": NOW,
    "entries_count": 3,
}
ASKED = RecordStatement(statement="5" * 64, **SAID)


def test_once() -> None:
    assert said(record_statement, StatementSeen(None), ASKED, OPERATOR) == [
        StatementRecorded(statement="5" * 64, **SAID)
    ]
    assert said(record_statement, StatementSeen(StatementFacts(**SAID)), ASKED, OPERATOR) == []


@pytest.mark.parametrize(
    "other",
    [
        {"currency": "USD"},
        {"opening_minor": 5},
        {"closing_minor": 96},
        {"closes_at": NOW + 1},
        {"entries_count": 4},
    ],
)
def test_with_other_figures(other: dict[str, Any]) -> None:
    before = StatementSeen(msgspec.structs.replace(StatementFacts(**SAID), **other))
    assert said(record_statement, before, ASKED, OPERATOR) == "statement_differs"


def test_who_may() -> None:
    assert may(RecordStatement) == {"operator"}
