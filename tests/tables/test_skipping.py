"""Files are skipped only where their statistics prove that no row is wanted."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Snapshot, Tables
from datafloor.adapters.tables.skipping import wanted

ROWS = [
    [{"n": n, "x": n / 4, "s": f"name {n:03}", "b": n > 20, "p": part} for n in numbers]
    for part, numbers in (("north", range(10)), ("south", range(10, 20)), (None, range(20, 30)))
]
ROWS.append([{"n": None, "x": float("nan"), "s": None, "b": None, "p": "north"}])
KINDS = {"n": "long", "x": "double", "s": "string", "b": "bool", "p": "string"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("store")
    schema = pa.schema(
        [
            ("n", pa.int64()),
            ("x", pa.float64()),
            ("s", pa.string()),
            ("b", pa.bool_()),
            ("p", pa.string()),
        ]
    )
    for rows in ROWS:
        table = pa.Table.from_pylist(rows, schema)
        write_deltalake(folder / "t", table, mode="append", partition_by=["p"])
    return Tables(Objects(str(folder))).snapshot("t", len(ROWS) - 1)


def file_of(snapshot: Snapshot, index: int) -> str:
    """The id of the file that holds `ROWS[index]`."""
    for file in snapshot.files:
        first = ROWS[index][0]
        low = file.statistics.get("minValues", {}).get("n")
        if low == first["n"]:
            return file.id
    raise AssertionError


def column(name: str) -> dict[str, str]:
    return {"op": "column", "name": name, "valueType": KINDS[name.lower()]}


def literal(name: str, value: Any) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "literal", "value": text, "valueType": KINDS[name]}


def kept(snapshot: Snapshot, condition: Any) -> list[int]:
    ids = {file.id for file in wanted(snapshot, (), json.dumps(condition), None)}
    return [index for index in range(len(ROWS)) if file_of(snapshot, index) in ids]


def compare(op: str, name: str, value: Any) -> dict[str, Any]:
    return {"op": op, "children": [column(name), literal(name, value)]}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (compare("equal", "n", 15), [1]),
        (compare("lessThan", "n", 10), [0]),
        (compare("lessThanOrEqual", "n", 10), [0, 1]),
        (compare("greaterThan", "n", 19), [2]),
        (compare("greaterThanOrEqual", "n", 19), [1, 2]),
        (compare("equal", "s", "name 005"), [0]),
        (compare("equal", "p", "south"), [1]),
        (compare("equal", "x", 2.0), [0, 3]),
        (compare("greaterThan", "x", 100.0), [0, 1, 2, 3]),  # there may be NaN, the largest
        ({"op": "isNull", "children": [column("n")]}, [3]),
        ({"op": "isNull", "children": [column("p")]}, [2]),
        ({"op": "not", "children": [{"op": "isNull", "children": [column("n")]}]}, [0, 1, 2]),
        ({"op": "not", "children": [compare("equal", "p", "north")]}, [1]),
        (
            {
                "op": "and",
                "children": [compare("greaterThan", "n", 3), compare("equal", "p", "north")],
            },
            [0],
        ),
        (
            {"op": "or", "children": [compare("equal", "n", 3), compare("equal", "p", "south")]},
            [0, 1],
        ),
        ({"op": "lessThan", "children": [literal("n", 19), column("N")]}, [2]),
        ({"op": "equal", "children": [column("n"), column("x")]}, [0, 1, 2, 3]),
    ],
)
def test_conditions(snapshot: Snapshot, condition: Any, expected: list[int]) -> None:
    assert kept(snapshot, condition) == expected


@pytest.mark.parametrize(
    "hint",
    [
        "no json",
        "[]",
        "5",
        '{"op": "like"}',
        json.dumps(compare("equal", "n", 5)).replace('"n"', '"unknown"'),
        json.dumps(compare("equal", "n", "five")),
        json.dumps({"op": "not", "children": []}),
        '{"op":"not","children":[' * 200 + "{}" + "]}" * 200,
        '{"op":"not","children":[' * 100_000,
    ],
)
def test_a_hint_that_is_not_understood_keeps_every_file(snapshot: Snapshot, hint: str) -> None:
    assert len(wanted(snapshot, (), hint, None)) == len(ROWS)


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("n = 15", 1),
        ("15 = n", 1),
        ("n >= 19", 2),
        ("19 < n", 1),
        ("n <> 5", 3),
        ("s > 'name 015'", 2),
        ("p = 'south'", 1),
        ("n IS NULL", 1),
        ("`n` is not null", 3),
        ("b = true", 1),
        ("x <= 2.25", 2),
        ("n = 1 OR n = 2", 4),
        ("DROP TABLE", 4),
        ("unknown = 1", 4),
    ],
)
def test_sql_hints(snapshot: Snapshot, sql: str, count: int) -> None:
    assert len(wanted(snapshot, (sql,), None, None)) == count


def test_several_hints_must_all_be_met(snapshot: Snapshot) -> None:
    assert len(wanted(snapshot, ("n > 5", "n < 8"), None, None)) == 1
    assert wanted(snapshot, ("n > 5", "n < 2"), json.dumps(compare("equal", "n", 25)), None) == []


def test_a_limit_takes_the_first_files_that_suffice(snapshot: Snapshot) -> None:
    for limit, count in ((0, 0), (1, 1), (10, 1), (11, 2), (1_000, 4)):
        files = wanted(snapshot, (), None, limit)
        assert len(files) == count or sum(f.statistics["numRecords"] for f in files) >= limit
    # which rows meet a condition is not known, so a limit must not take files away
    assert len(wanted(snapshot, ("n >= 0",), None, 1)) == 3


def test_days_and_times_are_compared(tmp_path: Path) -> None:
    rows = pa.table(
        {
            "day": pa.array([20_000, 20_001], pa.int32()).cast(pa.date32()),
            "at": pa.array([1_500, 2_500], pa.timestamp("us", "UTC")),
        }
    )
    write_deltalake(tmp_path / "t", rows)
    snapshot = Tables(Objects(str(tmp_path))).snapshot("t", 0)

    def left(op: str, name: str, kind: str, value: str) -> int:
        children = [
            {"op": "column", "name": name, "valueType": kind},
            {"op": "literal", "value": value, "valueType": kind},
        ]
        return len(wanted(snapshot, (), json.dumps({"op": op, "children": children}), None))

    assert left("equal", "day", "date", "2024-10-05") == 1
    assert left("equal", "day", "date", "2024-10-06") == 0
    # 0.0025 s is beyond the millisecond that the statistics keep, and still inside the file
    assert left("greaterThanOrEqual", "at", "timestamp", "1970-01-01T00:00:00.002500Z") == 1
    assert left("greaterThan", "at", "timestamp", "1970-01-01T00:00:01Z") == 0
    assert left("lessThan", "at", "timestamp", "1970-01-01 00:00:00") == 0
    assert left("equal", "day", "string", "2020-01-01") == 1


def conditions() -> st.SearchStrategy[Any]:
    values = st.one_of(
        st.tuples(st.just("n"), st.integers(-2, 32)),
        st.tuples(st.just("x"), st.floats(-1, 8).map(lambda x: round(x, 2))),
        st.tuples(st.just("s"), st.integers(0, 31).map(lambda n: f"name {n:03}")),
        st.tuples(st.just("b"), st.booleans()),
        st.tuples(st.just("p"), st.sampled_from(["north", "south", "west"])),
    )
    ops = ["equal", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]
    leaf = st.one_of(
        st.builds(lambda op, pair: compare(op, *pair), st.sampled_from(ops), values),
        st.sampled_from(sorted(KINDS)).map(lambda n: {"op": "isNull", "children": [column(n)]}),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda c: {"op": "not", "children": [c]}, inner),
            st.builds(
                lambda op, cs: {"op": op, "children": cs},
                st.sampled_from(["and", "or"]),
                st.lists(inner, min_size=2, max_size=3),
            ),
        ),
        max_leaves=6,
    )


def true_of(condition: dict[str, Any], row: dict[str, Any]) -> bool | None:
    """What SQL says of a row: true, false or unknown. NaN is larger than every number."""
    children = condition["children"]
    match condition["op"]:
        case "and" | "or" as op:
            parts = [true_of(child, row) for child in children]
            decided = op == "or"
            return decided if decided in parts else (None if None in parts else not decided)
        case "not":
            inner = true_of(children[0], row)
            return None if inner is None else not inner
        case "isNull":
            return row[children[0]["name"]] is None
    value, text = row[children[0]["name"]], children[1]["value"]
    if value is None:
        return None
    casts: dict[str, Callable[[str], Any]] = {"n": int, "x": float, "b": "true".__eq__}
    other = casts.get(children[0]["name"], str)(text)
    order = (2 if value != value else 1, 0 if value != value else value), (1, other)
    return {
        "equal": order[0] == order[1],
        "lessThan": order[0] < order[1],
        "lessThanOrEqual": order[0] <= order[1],
        "greaterThan": order[0] > order[1],
        "greaterThanOrEqual": order[0] >= order[1],
    }[condition["op"]]


@pytest.fixture(scope="module")
def places(snapshot: Snapshot) -> Iterator[dict[str, int]]:
    yield {file_of(snapshot, index): index for index in range(len(ROWS))}


@settings(max_examples=300, deadline=None)
@given(condition=conditions())
def test_no_file_with_a_wanted_row_is_ever_skipped(
    snapshot: Snapshot, places: dict[str, int], condition: Any
) -> None:
    ids = {file.id for file in wanted(snapshot, (), json.dumps(condition), None)}
    for id_, index in places.items():
        if any(true_of(condition, row) for row in ROWS[index]):
            assert id_ in ids
