"""Lineage as others read it: the OpenLineage client's own types, and two readers of PROV."""

import json
from typing import Any

import httpx
import prov.model
import pytest
from openlineage.client.event_v2 import (
    InputDataset,
    Job,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
)
from openlineage.client.generated.column_lineage_dataset import (
    ColumnLineageDatasetFacet,
    Fields,
    InputField,
)
from openlineage.client.generated.dataset_version_dataset import DatasetVersionDatasetFacet
from openlineage.client.generated.output_statistics_output_dataset import (
    OutputStatisticsOutputDatasetFacet,
)
from openlineage.client.generated.schema_dataset import (
    SchemaDatasetFacet,
    SchemaDatasetFacetFields,
)
from openlineage.client.serde import Serde
from rdflib import Graph
from rdflib.compare import isomorphic

from datafloor.kernel.ids import derived
from tests.api.served import Somebody
from tests.lineage.pipeline import RAW, Pipeline
from tests.marks.selling import Selling, air, done, refused

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own
WORDS = {"_producer", "_schemaURL"}


@pytest.fixture(scope="module")
def traded(selling: Selling) -> tuple[str, str]:
    """A product with two versions, a pipeline before it, another product after it, and an order."""
    product, pipeline = selling.drafted(air(100)), Pipeline(selling)
    middle = ("s3://lake", "clean/air.parquet")
    pipeline.tell(RunState.COMPLETE, [OutputDataset(*middle)], job="air.clean")
    output = pipeline.product(product, temperature=(*middle, "temp_c"))
    pipeline.tell(RunState.COMPLETE, [output], [InputDataset(*middle)], job="air.publish")
    done(selling.publish(product, air(140)))
    order = selling.bought(selling.buyers[0], selling.offered(product))
    after = selling.drafted(air(60))
    selling.offered(after)
    source = [InputDataset(pipeline.here, product)]
    pipeline.tell(RunState.COMPLETE, [pipeline.product(after)], source, job="air.means")
    draft = selling.drafted(air(60))
    pipeline.tell(RunState.COMPLETE, [pipeline.product(draft)], source, job="air.secret")
    return product, order


def fetched(selling: Selling, path: str, who: Somebody | None = None) -> httpx.Response:
    return who.get(path) if who else selling.exchange.client.get(path)


def facets(said: dict[str, Any]) -> dict[str, Any]:
    """Facets as the client's own classes, which take no field that they do not know."""
    made: dict[str, Any] = {}
    for name, facet in said.items():
        fields = {key: value for key, value in facet.items() if key not in WORDS}
        if name == "schema":
            each = [SchemaDatasetFacetFields(**field) for field in fields["fields"]]
            made[name] = SchemaDatasetFacet(fields=each)
        elif name == "version":
            made[name] = DatasetVersionDatasetFacet(**fields)
        elif name == "outputStatistics":
            made[name] = OutputStatisticsOutputDatasetFacet(**fields)
        elif name == "columnLineage":
            lines = {
                column: Fields([InputField(**source) for source in line["inputFields"]])
                for column, line in fields["fields"].items()
            }
            made[name] = ColumnLineageDatasetFacet(fields=lines)
        else:
            raise AssertionError(name)
        made[name]._producer = facet["_producer"]
        assert made[name]._schemaURL == facet["_schemaURL"]
    return made


def as_client(event: dict[str, Any]) -> RunEvent:
    """The event as the real client's types: what they do not know, they refuse."""
    outputs = [
        OutputDataset(
            each["namespace"],
            each["name"],
            facets=facets(each["facets"]),
            outputFacets=facets(each.get("outputFacets", {})),
        )
        for each in event["outputs"]
    ]
    inputs = [
        InputDataset(each["namespace"], each["name"], facets=facets(each["facets"]))
        for each in event["inputs"]
    ]
    made = RunEvent(
        eventType=RunState(event["eventType"]),
        eventTime=event["eventTime"],
        run=Run(**event["run"]),
        job=Job(**event["job"]),
        inputs=inputs,
        outputs=outputs,
        producer=event["producer"],
    )
    assert made.schemaURL == event["schemaURL"]
    return made


def told(selling: Selling, product: str, who: Somebody | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(fetched(selling, f"/api/products/{product}/lineage", who))
    return found


def test_events_are_what_the_client_knows(selling: Selling, traded: tuple[str, str]) -> None:
    product, _ = traded
    found = told(selling, product, selling.seller)
    for event in found:
        again = json.loads(Serde.to_json(as_client(event)))
        for name in ("eventType", "eventTime", "producer", "schemaURL"):
            assert again[name] == event[name]
        for side in ("inputs", "outputs"):
            for ours, theirs in zip(event[side], again.get(side, []), strict=True):
                assert (theirs["namespace"], theirs["name"]) == (ours["namespace"], ours["name"])
                assert theirs["facets"].keys() == ours["facets"].keys()
                version = ours["facets"].get("version")
                assert version == theirs["facets"].get("version")
    jobs = [(each["job"]["name"].partition(".")[0], each["eventType"]) for each in found]
    assert jobs.count(("publish", "COMPLETE")) == 2
    assert [each["eventTime"] for each in found] == sorted(each["eventTime"] for each in found)
    names = {each["job"]["name"] for each in found}
    assert {"air.clean", "air.publish", "air.means"} <= names
    second = next(e for e in found if e["job"]["name"].startswith("publish.") and e["inputs"])
    assert second["inputs"][0]["name"] == second["outputs"][0]["name"] == product
    assert second["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 140
    columns = [
        field
        for each in found
        for output in each["outputs"]
        for field in output["facets"].get("columnLineage", {}).get("fields", {}).items()
    ]
    ((column, line),) = columns
    assert (column, line["inputFields"][0]["field"]) == ("temperature", "temp_c")


def test_what_came_out_goes_in_elsewhere(selling: Selling, traded: tuple[str, str]) -> None:
    """The events of a product can be sent by the client to any receiver, such as ourselves."""
    product, _ = traded
    pipeline = Pipeline(selling)
    for event in told(selling, product):
        if event["job"]["namespace"] == "airflow":
            pipeline.client.emit(as_client(event))


def test_buyers_are_told_to_whom_they_concern(selling: Selling, traded: tuple[str, str]) -> None:
    product, order = traded
    buyer, other = selling.buyers
    grant = derived("grant", order)
    for path in (f"/api/products/{product}/lineage", f"/api/products/{product}/provenance"):
        for who in (selling.seller, selling.operator, selling.supervisor, buyer):
            assert grant in fetched(selling, path, who).text
        for stranger in (None, other):
            text = fetched(selling, path, stranger).text
            assert grant not in text
            assert buyer.organisation not in text
        assert "air.secret" not in fetched(selling, path).text
    contract = f"/api/contracts/{derived('contract', order)}/provenance"
    assert grant in fetched(selling, contract, buyer).text
    refused(fetched(selling, contract, other), "contract_unknown")
    refused(fetched(selling, contract), "sign_in_required")
    draft = selling.drafted(air(10))
    for path in (f"/api/products/{draft}/lineage", f"/api/products/{draft}/provenance"):
        refused(fetched(selling, path), "product_unknown")
        refused(fetched(selling, path, buyer), "product_unknown")
        done(fetched(selling, path, selling.seller))


def paths(selling: Selling, traded: tuple[str, str]) -> list[tuple[str, Somebody | None]]:
    product, order = traded
    contract = f"/api/contracts/{derived('contract', order)}/provenance"
    whole = f"/api/products/{product}/provenance"
    return [(whole, None), (whole, selling.seller), (contract, selling.buyers[0])]


def test_prov_json_is_read_by_prov(selling: Selling, traded: tuple[str, str]) -> None:
    for path, who in paths(selling, traded):
        text = done_text(fetched(selling, path, who))
        document = prov.model.ProvDocument.deserialize(content=text, format="json")
        kinds = {type(each) for each in document.get_records()}
        assert kinds >= {
            *(prov.model.ProvEntity, prov.model.ProvActivity, prov.model.ProvAgent),
            *(prov.model.ProvUsage, prov.model.ProvGeneration, prov.model.ProvDerivation),
            *(
                prov.model.ProvAttribution,
                prov.model.ProvAssociation,
                prov.model.ProvSpecialization,
            ),
        }
        named = {each.identifier for each in document.get_records() if each.is_element()}
        for relation in document.get_records():
            if relation.is_relation():
                ends = {value for _, value in relation.formal_attributes[:2]}
                assert ends <= named, relation
        again = prov.model.ProvDocument.deserialize(
            content=document.serialize(format="json"), format="json"
        )
        assert again == document


ASK = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?label WHERE { ?new prov:wasRevisionOf ?old .
  ?old prov:wasDerivedFrom+ ?source . ?source rdfs:label ?label }
"""


def test_prov_o_is_read_by_rdflib(selling: Selling, traded: tuple[str, str]) -> None:
    for path, who in paths(selling, traded):
        turtle = Graph().parse(data=done_text(fetched(selling, f"{path}.ttl", who)))
        linked = Graph().parse(
            data=done_text(fetched(selling, f"{path}.jsonld", who)), format="json-ld"
        )
        assert isomorphic(turtle, linked)
        assert len(turtle) > 30
        labels = {str(row[0]) for row in turtle.query(ASK)}  # type: ignore[index]
        assert {" ".join(RAW), "s3://lake clean/air.parquet"} <= labels


def done_text(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.text
