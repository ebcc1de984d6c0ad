"""What a leaked table has of the marks: which rows and columns of the original came through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datafloor.analysis.appraisal.model import Table
from datafloor.analysis.marks.match import find_column, match_rows
from datafloor.analysis.marks.place import Marking, Numbers
from datafloor.analysis.marks.prf import Words
from datafloor.analysis.marks.table import comparable, numeric_columns
from datafloor.analysis.marks.trace import Leaked, Traced


@dataclass(frozen=True)
class Found:
    """How many of the leak's rows were recognised, what it calls each marked column (`None` where
    it has none), and what it has of the marks."""

    recognised: int
    columns: dict[str, str | None]
    marks: Sequence[Leaked]


def find_marks(
    unmarked: Table,
    values: Mapping[str, Numbers],
    markings: Mapping[str, Marking],
    leak: Table,
    ids: Words | None = None,
    marked: Mapping[str, Words] | None = None,
) -> Found:
    """Compare a leak with the original: its `unmarked` columns, by which rows are told, and the
    `values` of the marked ones. `ids` and `marked` are as in `Leaked`."""
    ours = comparable(unmarked) if unmarked.columns else {}
    pairs = match_rows(ours, comparable(leak), ())
    numeric = numeric_columns(leak) if len(pairs[0]) else {}
    columns: dict[str, str | None] = dict.fromkeys(markings)
    marks = []
    for name, marking in markings.items():
        if column := find_column(values[name], numeric, pairs, marking.tolerance):
            columns[name] = column[0]
            rows = marked[name] if marked else None
            marks.append(Leaked(marking, values[name], column[1], pairs[0], ids, rows))
    return Found(len(set(pairs[1].tolist())), columns, marks)


def why_not(traced: Traced, recognised: int, columns: Mapping[str, str | None]) -> str:
    """Why it cannot be told whose copy leaked: `no_rows`, `no_column`, `unmarked`, `too_little`;
    empty where somebody is accused."""
    if traced.accused:
        return ""
    if not recognised:
        return "no_rows"
    if not any(columns.values()):
        return "no_column"
    return "too_little" if traced.rows else "unmarked"
