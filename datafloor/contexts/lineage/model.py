"""Nouns: runs of jobs, the data sets that they read and wrote, and the columns between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import ProductFacts, ProductId, VersionId
from datafloor.kernel import canonical
from datafloor.kernel.ids import named, pattern, whole
from datafloor.kernel.message import Digest

RunId = Annotated[str, Meta(pattern=pattern("run"))]
RunUuid = Annotated[str, Meta(pattern=whole("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"))]
"""What OpenLineage calls a run: a UUID that its producer chose."""

Name = Annotated[str, Meta(min_length=1, max_length=500)]


class RunState(StrEnum):
    """Where a run stands, in OpenLineage's words (its specification 2-0-2, `eventType`)."""

    START = "START"
    RUNNING = "RUNNING"
    COMPLETE = "COMPLETE"
    ABORT = "ABORT"
    FAIL = "FAIL"
    OTHER = "OTHER"


ENDED = frozenset({RunState.COMPLETE, RunState.ABORT, RunState.FAIL})
"""A run that has come to one of these does not go back."""


class Dataset(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A data set as a pipeline names it. Where it is of this exchange, `product` says which, and
    `version` which version if that was said."""

    namespace: Name
    name: Name
    product: ProductId | None = None
    version: VersionId | None = None


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column of what was written, and the column of what was read that it was made from."""

    output: Dataset
    column: Name
    input: Dataset
    source: Name


class Linked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A data set that a run read or wrote: `dataset` is the digest of its name."""

    dataset: Digest
    product: ProductId | None = None
    version: VersionId | None = None


class Traced(Struct, frozen=True, forbid_unknown_fields=True):
    """A column that was written and one that it was made from, all by the digests of names."""

    output: Digest
    column: Digest
    input: Digest
    source: Digest


class RecordFacts(Struct, frozen=True):
    """The products that an event names; the product of each version that it names; and of its
    run: whether it holds this event already, and whether it was withdrawn."""

    products: Mapping[str, ProductFacts]
    versions: Mapping[str, str]
    known: bool
    withdrawn: bool


class RunFacts(Struct, frozen=True):
    """A run as decisions need it."""

    organisation: str
    withdrawn: bool


def run_id(organisation: str, uuid: str) -> str:
    """What the exchange calls a run: nobody can take the name of another's."""
    return named("run", f"{organisation} {uuid}")


def written(namespace: str, name: str) -> str:
    """The text of which a data set's or a job's digest is: its namespace and its name, a line
    each."""
    return f"{namespace}\n{name}"


def digest_of(text: str) -> str:
    """SHA-256 of a name, in hex."""
    return canonical.digest_of(text.encode())
