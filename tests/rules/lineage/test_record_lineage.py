"""Recording what a pipeline tells: the seller's own outputs, inputs that it may see."""

from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.lineage import (
    LineageRecorded,
    Linked,
    RecordLineage,
    RunState,
    Traced,
    run_id,
)
from datafloor.contexts.lineage.model import Column
from datafloor.contexts.lineage.rules import record_lineage
from datafloor.kernel.clock import HOUR
from tests.rules.cases import ORG, OTHER_ORG, PRODUCT, VERSION, by
from tests.rules.deciding import NOW, may, said
from tests.rules.lineage.facts import AIR, FACTS, HERE, OTHERS, OUTSIDE, OWN, RAIN, READ, UUID


def of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


ASKED = RecordLineage(
    run=UUID,
    event="2" * 64,
    state=RunState.COMPLETE,
    said_at=NOW,
    job_namespace="airflow",
    job_name="clean",
    inputs=(OUTSIDE, RAIN),
    outputs=(AIR,),
    columns=(Column(output=AIR, column="pm25", input=OUTSIDE, source="dust"),),
)
EVENT = LineageRecorded(
    run=run_id(ORG, UUID),
    uuid=UUID,
    organisation=ORG,
    event="2" * 64,
    state=RunState.COMPLETE,
    said_at=NOW,
    job=of("airflow\nclean"),
    inputs=(
        Linked(dataset=of("s3://lake\nraw/air")),
        Linked(dataset=of(f"{HERE}\n{READ}"), product=READ),
    ),
    outputs=(Linked(dataset=of(f"{HERE}\n{PRODUCT}"), product=PRODUCT, version=VERSION),),
    columns=(Traced(of(f"{HERE}\n{PRODUCT}"), of("pm25"), of("s3://lake\nraw/air"), of("dust")),),
)


def test_decided() -> None:
    assert said(record_lineage, FACTS, ASKED, by("seller")) == [EVENT]
    assert said(record_lineage, replace(FACTS, known=True), ASKED, by("seller")) == []


def test_what_was_written_has_a_version_when_the_run_is_complete() -> None:
    (begun,) = said(record_lineage, FACTS, replace(ASKED, state=RunState.START), by("seller"))
    assert [each.version for each in begun.outputs] == [None]
    named = replace(ASKED, state=RunState.START, outputs=(replace(AIR, version=VERSION),))
    (begun,) = said(record_lineage, FACTS, named, by("seller"))
    assert [each.version for each in begun.outputs] == [VERSION]
    empty = replace(FACTS, products={**FACTS.products, PRODUCT: replace(OWN, current=None)})
    (done,) = said(record_lineage, empty, ASKED, by("seller"))
    assert [each.version for each in done.outputs] == [None]


SECRETS = ["postgres://ro:pass@db/x", "s3://lake/nam@example.vn", "mailto:nam.le@example.vn"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("where", ["job_namespace", "job_name", "inputs", "outputs", "columns"])
def test_no_name_tells_a_secret_or_an_address(where: str, secret: str) -> None:
    dataset = replace(OUTSIDE, name=secret)
    bad: dict[str, Any] = {
        "job_namespace": secret,
        "job_name": secret,
        "inputs": (dataset,),
        "outputs": (replace(OUTSIDE, namespace=secret),),
        "columns": (Column(output=AIR, column="pm25", input=dataset, source="dust"),),
    }
    asked = replace(ASKED, **{where: bad[where]})
    assert said(record_lineage, FACTS, asked, by("seller")) == "lineage_name_secret"


def test_refused() -> None:
    def comes_to(facts: Any = FACTS, **but: Any) -> Any:
        return said(record_lineage, facts, replace(ASKED, **but), by("seller"))

    assert comes_to(replace(FACTS, withdrawn=True)) == "run_withdrawn"
    assert comes_to(said_at=NOW + HOUR + 1) == "lineage_ahead"
    assert comes_to(outputs=(RAIN,)) == "not_yours"
    assert comes_to(replace(FACTS, products={PRODUCT: OWN})) == "dataset_unknown"
    unseen = {PRODUCT: OWN, READ: replace(OTHERS, state=ProductState.draft)}
    assert comes_to(replace(FACTS, products=unseen)) == "dataset_unknown"
    assert comes_to(inputs=(replace(RAIN, version=VERSION),)) == "dataset_unknown"
    other = by("seller", organisation=OTHER_ORG)
    assert said(record_lineage, FACTS, ASKED, other) == "dataset_unknown"


def test_who_may() -> None:
    assert may(RecordLineage) == {"seller"}
