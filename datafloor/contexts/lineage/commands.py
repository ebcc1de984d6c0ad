"""What can be asked about lineage."""

from typing import Annotated

from msgspec import Meta

from datafloor.contexts.lineage.model import Column, Dataset, Name, RunId, RunState, RunUuid
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, Digest, role

Datasets = Annotated[tuple[Dataset, ...], Meta(max_length=200)]
Columns = Annotated[tuple[Column, ...], Meta(max_length=2_000)]


class RecordLineage(Command, frozen=True):
    """A seller's pipeline tells what a run of a job read and wrote. `event` is the digest of what
    was told, by which it is known if it comes again; `said_at` is when it says that it was."""

    kind = "lineage.record_lineage"
    may = role("seller")
    run: RunUuid
    event: Digest
    state: RunState
    said_at: Instant
    job_namespace: Name
    job_name: Name
    inputs: Datasets = ()
    outputs: Datasets = ()
    columns: Columns = ()


class WithdrawRun(Command, frozen=True):
    """A seller takes back what its pipeline told of a run; the names in it are erased."""

    kind = "lineage.withdraw_run"
    may = role("seller")
    run: RunId
