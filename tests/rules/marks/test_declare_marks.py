"""Declaring marks: what may carry them, when, and by whom."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.marks import DeclareMarks, Judged, JudgedColumn, MarkedColumn, MarksDeclared
from datafloor.contexts.marks.rules import declare_marks
from tests.rules.cases import PRODUCT, VERSION, by
from tests.rules.deciding import may, said
from tests.rules.marks.facts import DECLARE, JUDGED, OTHERS, OWN

TEMPERATURE = MarkedColumn("temperature", 200_000)


def asked(*columns: MarkedColumn, official: bool = False) -> DeclareMarks:
    return DeclareMarks(product=PRODUCT, columns=columns, official_statistics=official)


def test_rows_are_known_by_what_carries_no_marks() -> None:
    assert said(declare_marks, DECLARE, asked(TEMPERATURE), by("seller")) == [
        MarksDeclared(
            product=PRODUCT,
            version=VERSION,
            columns=(TEMPERATURE,),
            steps_millionths=(100_000,),
            row_columns=("station", "pm25"),
            one_in_count=100,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "columns", "comes_to"),
    [
        (replace(DECLARE, product=None), [TEMPERATURE], "product_unknown"),
        (replace(DECLARE, product=OTHERS), [TEMPERATURE], "not_yours"),
        (
            replace(DECLARE, product=replace(OWN, current=None)),
            [TEMPERATURE],
            "product_without_data",
        ),
        (replace(DECLARE, judged=None), [TEMPERATURE], "product_without_data"),
        (replace(DECLARE, ordered=True), [TEMPERATURE], "marks_too_late"),
        (replace(DECLARE, of_the_state=True), [TEMPERATURE], "mark_forbidden"),
        (DECLARE, [TEMPERATURE, TEMPERATURE], "malformed"),
        (DECLARE, [MarkedColumn("wind", 5)], "no_such_column"),
        (DECLARE, [MarkedColumn("station", 5)], "mark_forbidden"),
        (DECLARE, [TEMPERATURE, MarkedColumn("price", 5)], "mark_forbidden"),
        (DECLARE, [MarkedColumn("temperature", 199_999)], "mark_no_room"),
        (
            replace(DECLARE, judged=Judged(JUDGED.columns, ("temperature",))),
            [TEMPERATURE],
            "marks_rows_alike",
        ),
    ],
)
def test_refused(facts: Any, columns: list[MarkedColumn], comes_to: str) -> None:
    assert said(declare_marks, facts, asked(*columns), by("seller")) == comes_to


def test_a_column_without_a_grid_takes_any_tolerance() -> None:
    (event,) = said(declare_marks, DECLARE, asked(MarkedColumn("pm25", 1)), by("seller"))
    assert event.steps_millionths == (0,)
    assert JudgedColumn("pm25", None, 0) in JUDGED.columns


def test_official_statistics_are_never_marked() -> None:
    assert (
        said(declare_marks, DECLARE, asked(TEMPERATURE, official=True), by("seller"))
        == "mark_forbidden"
    )


def test_who_may() -> None:
    assert may(DeclareMarks) == {"seller"}
