"""The part of the tour that is about lineage: a run is told of, and withdrawn."""

from typing import Any
from uuid import uuid4

from datafloor.contexts import lineage
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.trading import Trading, digest

HERE = "https://san.example"
RAW: dict[str, Any] = {"namespace": "s3://lake", "name": "raw/flights"}


def here(product: str) -> dict[str, Any]:
    """A product as a pipeline names it."""
    return {"namespace": HERE, "name": product, "product": product}


def told(t: Trading, seller: Actor, product: str, uuid: str = "", **but: Any) -> str:
    """A seller's pipeline tells that it made a product from a file in its lake; the run's id."""
    uuid = uuid or str(uuid4())
    said: dict[str, Any] = {
        "run": uuid,
        "event": digest(new_id("event")),
        "state": "COMPLETE",
        "said_at": t.now,
        "job_namespace": "airflow",
        "job_name": "flights.clean",
        "inputs": [RAW],
        "outputs": [here(product)],
    } | but
    t.ask(seller, lineage.RecordLineage, **said)
    return lineage.run_id(seller.organisation, uuid)


def tracing_back(t: Trading, seller: Actor, product: str) -> None:
    """A run goes from its begin to its end, and another is taken back."""
    uuid = str(uuid4())
    told(t, seller, product, uuid, state="START", outputs=[])
    column = {"output": here(product), "column": "carrier", "input": RAW, "source": "airline"}
    told(t, seller, product, uuid, columns=[column])
    t.ask(seller, lineage.WithdrawRun, run=told(t, seller, product))
