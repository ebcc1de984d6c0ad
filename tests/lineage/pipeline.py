"""A seller's pipeline: the real OpenLineage client, and short words for what it tells."""

from datetime import UTC, datetime
from uuid import uuid4

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    InputDataset,
    Job,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
)
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.generated.column_lineage_dataset import (
    ColumnLineageDatasetFacet,
    Fields,
    InputField,
)
from openlineage.client.generated.dataset_version_dataset import DatasetVersionDatasetFacet
from openlineage.client.transport.http import (
    ApiKeyTokenProvider,
    HttpCompression,
    HttpConfig,
    HttpTransport,
)

from tests.api.served import Somebody
from tests.marks.selling import Selling

RAW = ("s3://lake", "raw/air.csv")
PRODUCER = "https://example.com/pipeline/1.0"


class Pipeline:
    """What the client sends goes to the exchange in somebody's name."""

    def __init__(
        self, selling: Selling, who: Somebody | None = None, *, gzip: bool = False
    ) -> None:
        self.here = selling.exchange.exchange.base_url
        secret = (who or selling.seller).secret
        config = HttpConfig(
            url=selling.exchange.url,
            auth=ApiKeyTokenProvider({"apiKey": secret}),
            compression=HttpCompression.GZIP if gzip else None,
            retry={"total": 0},
        )
        self.client = OpenLineageClient(transport=HttpTransport(config))

    def tell(
        self,
        state: RunState,
        outputs: list[OutputDataset],
        inputs: list[InputDataset] | None = None,
        run: str = "",
        at: str = "",
        job: str = "air.clean",
    ) -> str:
        """Tell of a run; returns its UUID. Raises what the client raises where it is refused."""
        run = run or str(uuid4())
        event = RunEvent(
            eventType=state,
            eventTime=at or datetime.now(UTC).isoformat(),
            run=Run(runId=run),
            job=Job(namespace="airflow", name=job),
            inputs=[InputDataset(*RAW)] if inputs is None else inputs,
            outputs=outputs,
            producer=PRODUCER,
        )
        self.client.emit(event)
        return run

    def product(
        self, product: str, version: str = "", **columns: tuple[str, str, str]
    ) -> OutputDataset:
        """A product of the exchange, as something that was written."""
        facets: dict[str, DatasetFacet] = {}
        if version:
            facets["version"] = DatasetVersionDatasetFacet(datasetVersion=version)
        if columns:
            fields = {name: Fields([InputField(*source)]) for name, source in columns.items()}
            facets["columnLineage"] = ColumnLineageDatasetFacet(fields=fields)
        return OutputDataset(self.here, product, facets=facets)
