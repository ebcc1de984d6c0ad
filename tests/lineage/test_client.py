"""The real OpenLineage client tells a served exchange where data came from."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests
from openlineage.client.event_v2 import InputDataset, OutputDataset, RunState

from datafloor.contexts import lineage
from datafloor.contexts.lineage import Run, run_id, runs_into
from tests.lineage.pipeline import RAW, Pipeline
from tests.marks.selling import Selling, air, done, refused


@pytest.fixture(scope="module")
def product(selling: Selling) -> str:
    """A product of the seller's that is not listed."""
    return selling.drafted(air(100))


def of(selling: Selling, product: str) -> list[Run]:
    return selling.exchange.exchange.question_now(runs_into, product)


def one(selling: Selling, uuid: str) -> Run:
    name = run_id(selling.seller.organisation, uuid)
    return selling.exchange.exchange.question_now(lineage.run, name)


def code(error: Any) -> str:
    """The code of the problem with which the exchange refused."""
    return str(error.value.response.json()["code"])


@pytest.mark.parametrize("gzip", [False, True])
def test_a_run_from_start_to_complete(selling: Selling, gzip: bool) -> None:
    product = selling.drafted(air(100))
    pipeline = Pipeline(selling, gzip=gzip)
    output = pipeline.product(product, temperature=(*RAW, "temp_c"))
    run = pipeline.tell(RunState.START, [output])
    assert of(selling, product) == []
    pipeline.tell(RunState.RUNNING, [], [], run)
    pipeline.tell(RunState.COMPLETE, [output], run=run)
    (found,) = of(selling, product)
    assert (found.uuid, found.state) == (run, "COMPLETE")
    assert (found.namespace, found.name) == ("airflow", "air.clean")
    assert [(each.namespace, each.name, each.product) for each in found.inputs] == [(*RAW, None)]
    (end,) = found.outputs
    assert end.product == product
    assert end.version is not None
    assert [(each.column, each.source) for each in found.columns] == [("temperature", "temp_c")]


def test_events_may_come_twice_and_in_any_order(selling: Selling) -> None:
    product = selling.drafted(air(100))
    pipeline = Pipeline(selling)
    output = pipeline.product(product)
    begin = datetime.now(UTC) - timedelta(minutes=5)
    times = [(begin + timedelta(minutes=each)).isoformat() for each in range(3)]
    run = str(uuid4())
    for state, at in (
        (RunState.COMPLETE, times[2]),
        (RunState.START, times[0]),
        (RunState.COMPLETE, times[2]),
        (RunState.RUNNING, times[1]),
    ):
        pipeline.tell(state, [output], run=run, at=at)
    (found,) = of(selling, product)
    assert found.state == "COMPLETE"
    assert found.state_at - found.begun_at == 120_000_000
    entries = selling.exchange.exchange.question_now(
        lambda tx: tx.rows(
            "SELECT count(*) FROM journal WHERE kind = 'lineage.lineage_recorded.v1'"
            " AND body LIKE ?",
            f"%{run}%",
        )
    )
    assert entries == [(3,)]


def test_a_run_that_failed_is_the_source_of_nothing(selling: Selling, product: str) -> None:
    pipeline = Pipeline(selling)
    output = pipeline.product(product)
    for state in (RunState.FAIL, RunState.ABORT):
        run = pipeline.tell(RunState.START, [output])
        pipeline.tell(state, [output], run=run)
        pipeline.tell(RunState.RUNNING, [output], run=run)
        assert one(selling, run).state == state.value
        assert run not in [each.uuid for each in of(selling, product)]


def test_a_version_and_a_table_may_be_named(selling: Selling, product: str) -> None:
    pipeline = Pipeline(selling)
    first = selling.exchange.client.get(
        f"/api/products/{product}", headers={"authorization": f"Bearer {selling.seller.secret}"}
    ).json()["versions"][0]["version"]
    done(selling.publish(product, air(120)))
    for output in (
        pipeline.product(product, first),
        pipeline.product(first),
    ):
        run = pipeline.tell(RunState.COMPLETE, [output])
        assert [end.version for end in one(selling, run).outputs] == [first]
    run = pipeline.tell(RunState.COMPLETE, [pipeline.product(product)])
    assert one(selling, run).outputs[0].version not in (first, None)


def test_what_is_refused(selling: Selling, product: str) -> None:
    pipeline, buyer = Pipeline(selling), Pipeline(selling, selling.buyers[0])
    output = pipeline.product(product)
    other = selling.exchange.join(f"seller{uuid4().hex[:8]}", "seller")
    listed = selling.drafted(air(50))
    selling.offered(listed)
    here = pipeline.here
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    cases: list[tuple[Pipeline, dict[str, Any], str]] = [
        (buyer, {"outputs": [output]}, "role_missing"),
        (Pipeline(selling, other), {"outputs": [pipeline.product(listed)]}, "not_yours"),
        (Pipeline(selling, other), {"outputs": [output]}, "dataset_unknown"),
        (pipeline, {"outputs": [OutputDataset(here, "nothing_of_mine")]}, "dataset_unknown"),
        (pipeline, {"outputs": [OutputDataset(here, "product_" + "0" * 26)]}, "dataset_unknown"),
        (pipeline, {"outputs": [output], "at": tomorrow}, "lineage_ahead"),
        (pipeline, {"outputs": [OutputDataset("x", "y" * 501)]}, "malformed"),
        (pipeline, {"outputs": [OutputDataset("x", f"{n}") for n in range(201)]}, "malformed"),
        (
            pipeline,
            {"outputs": [output], "inputs": [InputDataset("postgres://ro:secret@db", "t")]},
            "lineage_name_secret",
        ),
    ]
    for sender, said, wanted in cases:
        with pytest.raises(requests.HTTPError) as raised:
            sender.tell(RunState.COMPLETE, **said)
        assert code(raised) == wanted
    run = Pipeline(selling, other).tell(
        RunState.COMPLETE, [OutputDataset("mine", "x")], [InputDataset(here, listed)]
    )
    found = selling.exchange.exchange.question_now(lineage.run, run_id(other.organisation, run))
    assert found.inputs[0].product == listed


def test_a_withdrawn_run_counts_no_more_and_its_names_are_gone(selling: Selling) -> None:
    product = selling.drafted(air(100))
    pipeline = Pipeline(selling)
    output = pipeline.product(product)
    run = pipeline.tell(RunState.COMPLETE, [output])
    name = run_id(selling.seller.organisation, run)
    other = selling.exchange.join(f"seller{uuid4().hex[:8]}", "seller")
    refused(other.post("/api/lineage/withdrawals", {"run": name}), "not_yours")
    done(selling.seller.post("/api/lineage/withdrawals", {"run": name}))
    assert of(selling, product) == []
    found = one(selling, run)
    assert found.withdrawn_at is not None
    assert [end.name for end in (*found.inputs, *found.outputs)] == ["", ""]
    assert found.name == ""
    with pytest.raises(requests.HTTPError) as raised:
        pipeline.tell(RunState.COMPLETE, [output], run=run, job="again")
    assert code(raised) == "run_withdrawn"
    refused(selling.seller.post("/api/lineage/withdrawals", {"run": name}), "run_withdrawn")
    missing = {"run": "run_" + "0" * 26}
    refused(selling.seller.post("/api/lineage/withdrawals", missing), "run_unknown")


def test_what_is_no_run_event(selling: Selling) -> None:
    static = {
        "eventTime": "2026-11-21T08:00:00Z",
        "producer": "x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent",
        "dataset": {"namespace": "x", "name": "y"},
    }
    refused(selling.seller.post("/api/v1/lineage", static), "lineage_event_other")
    run = {"run": {"runId": str(uuid4())}, "job": {"namespace": "a", "name": "b"}}
    for bad in (
        {"eventTime": "yesterday"},
        {"eventTime": "2026-11-21T08:00:00"},
        {"run": {"runId": "one"}},
        {"eventType": "GONE"},
        {"inputs": [{"name": "x"}]},
        {"inputs": "x"},
    ):
        refused(selling.seller.post("/api/v1/lineage", static | run | bad), "malformed")
    answer = selling.exchange.client.post(
        "/api/v1/lineage",
        content=b"not gzip",
        headers={"authorization": f"Bearer {selling.seller.secret}", "content-encoding": "gzip"},
    )
    refused(answer, "malformed")
