"""Whether a column may carry a mark, by its name and by what it holds."""

from collections.abc import Mapping, Sequence
from datetime import date

from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.appraisal.marks import reason
from datafloor.analysis.appraisal.model import Options, Table
from datafloor.analysis.marks.place import step_of
from datafloor.analysis.marks.table import given_away_by, numbers, numeric_columns

LOOKED_AT = 1_000_000
"""The most rows that are looked at."""


def against(table: Table, names: Sequence[str], as_of: date) -> Mapping[str, tuple[str, str]]:
    """For each column the reason against marking it, empty where it may be marked, and the other
    column that it follows from, if that is the reason. Reasons are those of an appraisal, and
    `follows`. Of a large table the first million rows are looked at."""
    whole = table.column
    rows = min(table.rows, LOOKED_AT)
    table = Table(
        table.name, table.format, rows, table.columns, lambda name: whole(name).head(LOOKED_AT)
    )
    some = Table(table.name, table.format, rows, tuple(names), table.column)
    found = {each.name: reason(each) for each in appraise(some, Options(as_of=as_of)).columns}
    numeric = numeric_columns(table) if not all(found.values()) else {}
    judged = {}
    for name, why in found.items():
        if why or name not in numeric:
            judged[name] = (why or "kind", "")
        elif step_of(numbers(table.column(name))) >= 1:
            judged[name] = ("whole", "")
        else:
            other = given_away_by(name, numeric)
            judged[name] = ("follows" if other else "", other)
    return judged
