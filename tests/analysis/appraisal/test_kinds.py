"""What a column holds, and which of its values are bad."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from datafloor.analysis.appraisal import kinds


def at(*parts: int) -> datetime:
    """A moment without a zone, as the table library gives it back."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2", "-3"], "integer"),
        (["1.5", "2", ".25", "1e3"], "decimal"),
        (["1.234,5", "12,25"], "decimal"),
        (["0012", "0450"], "text"),  # codes keep their zeros
        (["true", "no", "Yes"], "boolean"),
        (["có", "không"], "boolean"),
        (["2026-01-31", "2025-12-01"], "date"),
        (["31/12/2025"], "date"),
        (["2026-01-31T08:00:00Z"], "date"),
        (["a", "1"], "text"),
        ([None, None], "empty"),
        (["", "N/A"], "empty"),
        ([1, 2], "integer"),
        ([1.0, float("nan")], "decimal"),
        ([True, None], "boolean"),
        ([date(2026, 1, 1)], "date"),
        ([[1], [2]], "nested"),
        ([{"a": 1}], "nested"),
    ],
)
def test_kind(values: list[Any], kind: str) -> None:
    assert kinds.read(pl.Series("x", values)).kind == kind


@pytest.mark.parametrize(
    ("values", "missing", "invalid"),
    [
        (["1"] * 39 + ["x"], 0, 1),
        (["1"] * 38 + ["", "N/A", "không có"], 3, 0),
        (["2026-02-28"] * 39 + ["2026-02-30"], 0, 1),
        ([1.0, float("nan"), None], 2, 0),
    ],
)
def test_missing_and_bad_values(values: list[Any], missing: int, invalid: int) -> None:
    column = kinds.read(pl.Series("x", values))
    assert (column.missing, column.invalid) == (missing, invalid)


def test_dates_written_in_five_ways_are_read_as_the_same_day() -> None:
    ways = ["2026-03-25", "25/03/2026", "25-03-2026", "25.03.2026", "20260325"]
    column = kinds.read(pl.Series("x", ways))
    assert column.values.to_list() == [at(2026, 3, 25)] * 5
    assert len(column.formats) == 5


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-31T08:00:00Z", 8),
        ("2026-01-31 08:00:00", 8),
        ("2026-01-31T08:00", 8),
        ("2026-01-31T08:00:00+07:00", 1),
        ("2026-01-31T08:00:00-0200", 10),
    ],
)
def test_instants_are_told_in_utc(text: str, hour: int) -> None:
    column = kinds.read(pl.Series("x", [text]))
    assert column.values.to_list() == [at(2026, 1, 31, hour)]


def test_month_first_is_found_where_a_day_is_past_twelve() -> None:
    column = kinds.read(pl.Series("x", ["03/25/2026", "04/01/2026"]))
    assert column.values.to_list() == [at(2026, 3, 25), at(2026, 4, 1)]
    assert column.formats == ("MM/DD/YYYY",)


def test_both_orders_in_one_column_leave_some_dates_unclear() -> None:
    column = kinds.read(pl.Series("x", ["25/03/2026", "26/03/2026", "03/25/2026", "04/05/2026"]))
    assert column.unclear == 1
    assert column.invalid == 0
    assert column.values.to_list()[3] == at(2026, 5, 4)  # most put the day first
