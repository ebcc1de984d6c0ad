"""What has happened to marks, copies and traces."""

from datafloor.contexts.catalogue import Count, ProductId, VersionId
from datafloor.contexts.delivery import GrantId
from datafloor.contexts.marks.model import (
    ColumnEffect,
    JudgedColumn,
    MarkedColumn,
    Office,
    Outcome,
    Scores,
    TraceId,
    WhyNot,
)
from datafloor.contexts.participants import OrganisationId, PersonId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event, PublicText


class ColumnsJudged(Event, frozen=True):
    """What the exchange found of a version's columns."""

    kind = "marks.columns_judged.v1"
    version: VersionId
    columns: tuple[JudgedColumn, ...]
    row_columns: tuple[PublicText, ...]


class MarksDeclared(Event, frozen=True):
    """From now on each grant of the product gets a marked copy: one row in so many of these
    columns, whose grids are `steps_millionths`. A row is known by `row_columns`."""

    kind = "marks.marks_declared.v1"
    product: ProductId
    version: VersionId
    columns: tuple[MarkedColumn, ...]
    steps_millionths: tuple[int, ...]
    row_columns: tuple[PublicText, ...]
    one_in_count: int


class CopyOwed(Event, frozen=True):
    """A grant is to have a copy of its own; until it is there nothing can be read."""

    kind = "marks.copy_owed.v1"
    grant: GrantId
    product: ProductId
    ends_at: Instant | None


class CopyMade(Event, frozen=True):
    """A copy has come to a version of its product; `digest` is over its files."""

    kind = "marks.copy_made.v1"
    grant: GrantId
    version: VersionId
    delta_version: Count
    rows: Count
    bytes: Count
    digest: Digest
    effects: tuple[ColumnEffect, ...]


class CopyWithdrawn(Event, frozen=True):
    """Nobody reads this copy any more."""

    kind = "marks.copy_withdrawn.v1"
    grant: GrantId


class CopyDeleted(Event, frozen=True):
    """The files of a copy are gone."""

    kind = "marks.copy_deleted.v1"
    grant: GrantId


class TraceAsked(Event, frozen=True):
    """Somebody wants to know whose copy the file with this digest is."""

    kind = "marks.trace_asked.v1"
    trace: TraceId
    product: ProductId
    organisation: OrganisationId
    leak: Digest


class TraceUnlocked(Event, frozen=True):
    """One of the two offices has unlocked the key for a trace."""

    kind = "marks.trace_unlocked.v1"
    trace: TraceId
    office: Office
    person: PersonId
    organisation: OrganisationId


class TraceLapsed(Event, frozen=True):
    """A trace was not unlocked in time; its file is deleted."""

    kind = "marks.trace_lapsed.v1"
    trace: TraceId


class TraceAnswered(Event, frozen=True):
    """What a trace found. Somebody is named where the chance that anyone innocent, of all copies
    together, scores so high is at most ten to the power of `family_exponent`."""

    kind = "marks.trace_answered.v1"
    trace: TraceId
    outcome: Outcome
    why_not: WhyNot | None
    leak_rows: Count
    recognised_rows: Count
    marked_count: Count
    copies_count: Count
    family_exponent: int
    scores: Scores
