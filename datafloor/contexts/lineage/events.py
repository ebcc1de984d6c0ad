"""What has happened to lineage."""

from datafloor.contexts.lineage.model import Linked, RunId, RunState, RunUuid, Traced
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Digest, Event


class LineageRecorded(Event, frozen=True):
    """A seller's pipeline told what a run read and wrote. `job` is the digest of the job's
    namespace and name; `said_at` is the pipeline's word."""

    kind = "lineage.lineage_recorded.v1"
    run: RunId
    uuid: RunUuid
    organisation: OrganisationId
    event: Digest
    state: RunState
    said_at: Instant
    job: Digest
    inputs: tuple[Linked, ...]
    outputs: tuple[Linked, ...]
    columns: tuple[Traced, ...]


class RunWithdrawn(Event, frozen=True):
    """What was told of a run counts no more."""

    kind = "lineage.run_withdrawn.v1"
    run: RunId
