"""Judging a version's columns: by the exchange, once."""

from datafloor.contexts.marks import ColumnsJudged, JudgeColumns
from datafloor.contexts.marks.rules import judge_columns
from tests.rules.cases import VERSION
from tests.rules.deciding import may, said
from tests.rules.marks.facts import JUDGED

ASKED = JudgeColumns(version=VERSION, columns=JUDGED.columns, row_columns=JUDGED.row_columns)


def test_decided() -> None:
    event = ColumnsJudged(version=VERSION, columns=JUDGED.columns, row_columns=JUDGED.row_columns)
    assert said(judge_columns, False, ASKED) == [event]
    assert said(judge_columns, True, ASKED) == []


def test_who_may() -> None:
    assert may(JudgeColumns) == {"exchange"}
