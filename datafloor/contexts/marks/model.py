"""Nouns: which columns carry marks, the copies of buyers, and the trace of a leak."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import Count, ProductFacts
from datafloor.contexts.delivery import GrantId
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import PublicText

TraceId = Annotated[str, Meta(pattern=pattern("trace"))]
Millionths = Annotated[int, Meta(ge=1, le=10**15)]

KEPT = 90 * DAY
"""How long a leaked file waits for its two keys; then it is deleted, and must be handed in anew."""

WAITING = 20
"""How many traces of one organisation may wait at once."""

UNLOCKS = 2
"""How many people must unlock a trace: one of the operator, one of the supervisor."""


def plain(millionths: int) -> str:
    """A number of millionths as people write it: 200000 is 0.2."""
    return f"{Decimal(millionths).scaleb(-6).normalize():f}"


class Against(StrEnum):
    """Why a column must not be marked. The words are those of an appraisal."""

    personal = "personal"
    key = "key"
    money = "money"
    fact = "fact"
    date = "date"
    kind = "kind"
    whole = "whole"
    medical = "medical"
    legal = "legal"
    official = "official"
    few = "few"
    follows = "follows"


class JudgedColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """What the exchange found of a column: what speaks against marks in it, if anything does, and
    the grid on which its values lie, in millionths of its unit (0 for none)."""

    column: PublicText
    against: Against | None
    step_millionths: Annotated[int, Meta(ge=0, le=10**6)]


class MarkedColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """A column that carries marks, and the error that its values have anyway, in millionths of
    their unit: no value moves by more than half of it."""

    column: PublicText
    tolerance_millionths: Millionths


class ColumnEffect(Struct, frozen=True, forbid_unknown_fields=True):
    """What marking did to a column of a copy: how many values moved; by how much the mean did, in
    millionths of the unit; the variance, in millionths of itself; and the largest gap between the
    two distribution functions (Kolmogorov and Smirnov's), in millionths."""

    column: PublicText
    changed_rows: Count
    mean_millionths: int
    variance_millionths: int
    gap_millionths: Count


class Marks(Struct, frozen=True):
    """How a product's copies are marked: one row in `one_in` of these columns; `steps` are their
    grids in millionths, in the same order; a row is known by `row_columns`."""

    product: str
    columns: tuple[MarkedColumn, ...]
    steps: tuple[int, ...]
    row_columns: tuple[str, ...]
    one_in: int


class Judged(Struct, frozen=True):
    """What the exchange found of a version's columns, and by which of them its rows are known."""

    columns: tuple[JudgedColumn, ...]
    row_columns: tuple[str, ...]


class DeclareFacts(Struct, frozen=True):
    """A product, what was found of its current version, and whether it holds a State's figures;
    and whether anybody has ordered it."""

    product: ProductFacts | None
    judged: Judged | None
    of_the_state: bool
    ordered: bool


class CopyFacts(Struct, frozen=True):
    """A buyer's copy as it stands: the newest version in it, or -1."""

    delta_version: int
    withdrawn: bool
    deleted: bool


class Office(StrEnum):
    """Whose key of the two somebody turns."""

    operator = "operator"
    supervisor = "supervisor"


class Outcome(StrEnum):
    """Whether a trace names somebody."""

    named = "named"
    cannot_tell = "cannot_tell"


class WhyNot(StrEnum):
    """Why it cannot be told whose copy leaked."""

    unreadable = "unreadable"
    no_rows = "no_rows"
    no_column = "no_column"
    unmarked = "unmarked"
    too_little = "too_little"


class Score(Struct, frozen=True, forbid_unknown_fields=True):
    """What a leak says against one copy: its score in thousandths of an innocent's deviation, and
    the exponent of ten of a bound on the chance that any innocent scores so high."""

    grant: GrantId
    deviations_thousandths: int
    chance_exponent: Annotated[int, Meta(ge=-300, le=0)]
    accused: bool


Scores = Annotated[tuple[Score, ...], Meta(max_length=100)]


class AskFacts(Struct, frozen=True):
    """The product to ask about, whether its copies carry marks, whether the id is taken, and how
    many traces of the asker's organisation wait."""

    product: ProductFacts | None
    marked: bool
    taken: bool
    waiting: int = 0


class Unlocked(Struct, frozen=True):
    """Who has unlocked a trace, for which office."""

    office: str
    person: str
    organisation: str


class TraceFacts(Struct, frozen=True):
    """A trace as it stands."""

    answered: bool
    unlocked: tuple[Unlocked, ...]
    asked_at: int = 0
    lapsed: bool = False
