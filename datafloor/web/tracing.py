"""A trace: the leaked file against all that was ever published of its product."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datafloor.adapters.tables import Tables
from datafloor.adapters.tables.copying import read_parts
from datafloor.contexts.catalogue import VersionFacts
from datafloor.contexts.marks import Outcome, RecordTrace, Score, WhyNot
from datafloor.kernel.refusal import Refused

if TYPE_CHECKING:
    from datafloor.analysis.appraisal.model import Table
    from datafloor.analysis.marks import Suspect, Traced
    from datafloor.analysis.marks.copy import Way
    from datafloor.analysis.marks.leak import Found

SHOWN = 100
"""How many of the highest scores are recorded."""


@dataclass(frozen=True)
class Original:
    """What copies were made of: a product's table, how it is marked, and the key of its marks."""

    tables: Tables
    version: VersionFacts
    way: "Way"
    secret: bytes

    def keys(self) -> list[str]:
        """The files of all versions, each once: a leak may be of any."""
        location = self.version.location
        snapshots = [
            self.tables.snapshot(location, number)
            for number in range(self.version.delta_version + 1)
        ]
        return list(dict.fromkeys(file.key for each in snapshots for file in each.files))


def traced(original: Original, grants: Sequence[str], trace: str, leak: Path) -> RecordTrace:
    """What the leak says against each copy; a file that is no table tells nothing."""
    from datafloor.adapters.readfile import open_table
    from datafloor.analysis.marks import trace_columns
    from datafloor.analysis.marks.leak import why_not

    try:
        table = open_table(leak)
        found = _found(original, table)
    except Refused:
        return _told(trace, WhyNot.unreadable)
    outcome = trace_columns(found.marks, original.secret, original.way.name, grants, shown=SHOWN)
    why = why_not(outcome, found.recognised, found.columns)
    return _told(trace, WhyNot(why) if why else None, table.rows, found, outcome)


def _found(original: Original, leak: "Table") -> "Found":
    import polars as pl

    from datafloor.analysis.appraisal.model import Table
    from datafloor.analysis.marks.copy import marked_rows
    from datafloor.analysis.marks.leak import find_marks

    way = original.way
    parts = read_parts(original.tables.objects, original.keys())
    rows = marked_rows(way, original.secret, parts)
    frame = pl.from_arrow(rows.table)
    assert isinstance(frame, pl.DataFrame)
    unmarked = tuple(name for name in frame.columns if name not in rows.values)
    table = Table("", "parquet", frame.height, unmarked, frame.get_column)
    markings = {each.column: each for each in way.markings}
    return find_marks(table, rows.values, markings, leak, rows.ids, rows.rows)


def _told(
    trace: str,
    why: WhyNot | None,
    leak_rows: int = 0,
    found: "Found | None" = None,
    outcome: "Traced | None" = None,
) -> RecordTrace:
    accused = {each.buyer for each in outcome.accused} if outcome else set()
    highest = outcome.highest[:SHOWN] if outcome else ()
    return RecordTrace(
        trace=trace,
        outcome=Outcome.cannot_tell if why else Outcome.named,
        why_not=why,
        leak_rows=leak_rows,
        recognised_rows=found.recognised if found else 0,
        marked_count=outcome.rows if outcome else 0,
        copies_count=outcome.buyers if outcome else 0,
        scores=tuple(_score(each, each.buyer in accused) for each in highest),
    )


def _score(suspect: "Suspect", accused: bool) -> Score:
    exponent = math.ceil(math.log10(suspect.chance)) if suspect.chance > 0 else -300
    return Score(suspect.buyer, round(suspect.score * 1000), max(-300, min(0, exponent)), accused)
