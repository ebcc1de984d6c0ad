"""The report and what it is made of. Frozen values; counts are integers, statistics are texts.

A report is canonical JSON when encoded with sorted keys: it holds no float (RFC 8785 and Python
print floats differently), so its digest can be signed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import polars as pl

VERSION = 1


class Severity(StrEnum):
    """What a finding asks for: `block` stops a listing, `warn` wants an answer, `info` tells."""

    block = "block"
    warn = "warn"
    info = "info"


class Frozen(msgspec.Struct, frozen=True):
    """A value of the report."""


class Finding(Frozen, frozen=True):
    """One thing that was found, in words, with what to do about it.

    `measure` is the characteristic of ISO/IEC 25012 that it bears on; `count` of `of` says how
    much; `law` names the article where one binds.
    """

    code: str
    severity: Severity
    measure: str
    columns: tuple[str, ...]
    count: int
    of: int
    en: str
    vi: str
    do_en: str
    do_vi: str
    law: str = ""


class Bins(Frozen, frozen=True):
    """A histogram: `counts[i]` values lie in `[edges[i], edges[i+1])`, the last bin closed."""

    edges: tuple[str, ...]
    counts: tuple[int, ...]


class Value(Frozen, frozen=True):
    """A value that many rows share, and how many."""

    text: str
    count: int


class Personal(Frozen, frozen=True):
    """The evidence that a column is about people: `matching` of `sampled` distinct values."""

    kind: str
    matching: int
    sampled: int
    by_name: bool
    reasons_en: tuple[str, ...]
    reasons_vi: tuple[str, ...]


class Mark(Frozen, frozen=True):
    """Whether a column may carry a buyer's mark, and why or why not."""

    may: bool
    en: str
    vi: str


class ColumnReport(Frozen, frozen=True):
    """What one column holds.

    `exact_distinct` is false where the number of distinct values is an estimate (HyperLogLog,
    about 1 %). Values are shown only where many rows share them, and never of a column that is
    about people.
    """

    name: str
    kind: str
    stored_as: str
    missing: int
    distinct: int
    exact_distinct: bool
    invalid: int = 0
    meaning: str = ""
    minimum: str = ""
    maximum: str = ""
    mean: str = ""
    deviation: str = ""
    quantiles: tuple[str, ...] = ()
    bins: Bins | None = None
    top: tuple[Value, ...] = ()
    outliers: int = 0
    formats: tuple[str, ...] = ()
    personal: Personal | None = None
    mark: Mark | None = None
    is_key: bool = False
    shift: str = ""
    distance: str = ""


class Step(Frozen, frozen=True):
    """One more fact known to the attacker, and how many sampled people that singles out."""

    column: str
    singled_out: int
    of: int
    low: str
    high: str


class Privacy(Frozen, frozen=True):
    """How far the rows hide in the crowd, on the quasi-identifiers that were chosen.

    `k` is the size of the smallest group of rows that look alike, `unique` the rows alone in
    theirs; `diversity` gives for each sensitive column the fewest distinct values in a group.
    """

    quasi: tuple[str, ...]
    chosen_by: str
    k: int
    groups: int
    unique: int
    under_five: int
    diversity: tuple[tuple[str, int], ...]
    attack: tuple[Step, ...]


class Classed(Frozen, frozen=True):
    """The class of the data by how many citizens they cover, counted cumulatively."""

    level: str
    kind: str
    citizens_here: int
    citizens_before: int
    important_from: int
    core_from: int | None
    how: str
    law: str
    status: str


class Score(Frozen, frozen=True):
    """One sub-score of the grade, 0 to 100, and the reason for it."""

    measure: str
    score: int
    weight: int
    en: str
    vi: str


class Grade(Frozen, frozen=True):
    """The letter, the whole score, and the sub-scores that it is made of. Never shown alone."""

    letter: str
    score: int
    parts: tuple[Score, ...]
    en: str
    vi: str


class ColumnSketch(Frozen, frozen=True):
    """The smallest hashes of a column's distinct values (a KMV sketch), hexadecimal."""

    name: str
    distinct: int
    hashes: str


class Sketch(Frozen, frozen=True):
    """What a table leaves behind so that its copies can be recognised: no value can be read back.

    Trust: whoever holds a sketch can test a guess ("is this value in that column?"), so sketches
    of personal columns are never made.
    """

    name: str
    rows: int
    columns: tuple[ColumnSketch, ...]


class Likeness(Frozen, frozen=True):
    """Another table that this one resembles: `shared` of `compared` columns hold its values."""

    name: str
    shared: int
    compared: int
    columns: tuple[tuple[str, str, int], ...]


class Report(Frozen, frozen=True):
    """The whole appraisal of one table on one day."""

    version: int
    name: str
    format: str
    as_of: str
    rows: int
    sampled_rows: int
    grade: Grade
    findings: tuple[Finding, ...]
    columns: tuple[ColumnReport, ...]
    keys: tuple[tuple[str, ...], ...]
    duplicate_rows: int
    privacy: Privacy | None
    classed: Classed | None
    alike: tuple[Likeness, ...]
    sketch: Sketch


@dataclass(frozen=True)
class Remark:
    """Something that reading the file already showed: a finding's code and its details."""

    code: str
    count: int = 0
    of: int = 0
    details: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table that can be read one column at a time, as often as needed.

    `column(name)` returns exactly `rows` values. Nothing else of the file is kept in memory.
    """

    name: str
    format: str
    rows: int
    columns: tuple[str, ...]
    column: "Callable[[str], pl.Series]"
    remarks: tuple[Remark, ...] = ()


class Expected(Frozen, frozen=True):
    """A promise of the data contract about one column."""

    name: str
    kind: str = ""
    required: bool = False
    unique: bool = False
    minimum: str = ""
    maximum: str = ""
    values: tuple[str, ...] = ()


class Threshold(Frozen, frozen=True):
    """From how many citizens on data of a kind are important, and core (none where unknown).

    The statuses are those of the rules: one that nobody has read (`unverified`) blocks nothing by
    itself, but asks for a person.
    """

    kind: str
    important_from: int
    core_from: int | None
    law: str
    status: str
    core_status: str = "unverified"


class Citizens(Frozen, frozen=True):
    """Citizens whom the administrator's other data already cover, by kind."""

    basic: int = 0
    sensitive: int = 0
    bank: int = 0


def _unheard(found: Sequence[Finding]) -> None:
    return None


def _silent(done: int, of: int, what: str) -> None:
    return None


@dataclass(frozen=True)
class Options:
    """What an appraisal may be told. `as_of` is the day on which freshness is judged.

    `quasi` and `sensitive` override what is chosen automatically. `threads` changes the speed,
    never the report.
    """

    as_of: date
    previous: Report | None = None
    others: tuple[Sketch, ...] = ()
    quasi: tuple[str, ...] | None = None
    sensitive: tuple[str, ...] | None = None
    expected: tuple[Expected, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    before: Citizens = field(default_factory=Citizens)
    promised_days: int | None = None
    threads: int = 2
    progress: Callable[[int, int, str], None] = _silent
    found: Callable[[Sequence[Finding]], None] = _unheard


def encode(report: Report) -> bytes:
    """The report as canonical JSON (RFC 8785: sorted keys, no float, UTF-8)."""
    return msgspec.json.encode(report, order="sorted")


def decode(data: bytes) -> Report:
    """The report that `encode` wrote. Raises `msgspec.ValidationError` for anything else."""
    return msgspec.json.decode(data, type=Report)
