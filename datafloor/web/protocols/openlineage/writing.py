"""What the exchange knows of a product's lineage, as OpenLineage run events 2-0-2.

A run of a seller's pipeline is told again in two events, its begin and its end. What the exchange
did itself are runs of its own jobs: `publish` and `deliver`.
"""

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from datafloor.contexts.catalogue import VersionView
from datafloor.contexts.delivery import GrantView
from datafloor.contexts.lineage import End, Run
from datafloor.kernel.clock import iso
from datafloor.web.lineage import VERSIONS, Lineage

_SPEC = "https://openlineage.io/spec"
SCHEMA = f"{_SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACETS = {
    "schema": "1-2-0/SchemaDatasetFacet",
    "version": "1-0-1/DatasetVersionDatasetFacet",
    "columnLineage": "1-2-0/ColumnLineageDatasetFacet",
    "outputStatistics": "1-0-2/OutputStatisticsOutputDatasetFacet",
}

Json = dict[str, Any]


def events(base: str, of: Lineage) -> list[Json]:
    """The events of a product, in the order in which they happened."""
    found = [
        *(event for run in of.runs for event in _told(base, run)),
        *(event for use in of.uses for event in _told(base, use.run)),
        *_published(base, of),
        *(_delivered(base, of, grant) for grant in of.grants),
    ]
    return sorted(found, key=lambda event: str(event["eventTime"]))


def _event(base: str, state: str, at: int, run: str, job: tuple[str, str]) -> Json:
    return {
        "eventType": state,
        "eventTime": iso(at),
        "producer": base,
        "schemaURL": SCHEMA,
        "run": {"runId": run, "facets": {}},
        "job": {"namespace": job[0], "name": job[1], "facets": {}},
        "inputs": [],
        "outputs": [],
    }


def _facet(base: str, name: str, **said: Any) -> Json:
    kind = FACETS[name]
    where = f"{_SPEC}/facets/{kind}.json#/$defs/{kind.partition('/')[2]}"
    return {name: {"_producer": base, "_schemaURL": where, **said}}


def _here(base: str, product: str, version: str | None) -> Json:
    facets = _facet(base, "version", datasetVersion=version) if version else {}
    return {"namespace": base, "name": product, "facets": facets}


def _own_run(base: str, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{base}/{name}"))


def _told(base: str, run: Run) -> Iterator[Json]:
    """A run of a pipeline; what was erased is known by its digest only."""
    job = (run.namespace or "erased", run.name or run.job)
    begun = _event(base, "START", run.begun_at, run.uuid, job)
    done = _event(base, run.state, run.state_at, run.uuid, job)
    ends = {end.dataset: end for end in (*run.inputs, *run.outputs)}
    done["inputs"] = [_dataset(base, end) for end in run.inputs]
    done["outputs"] = [_dataset(base, end) for end in run.outputs]
    for end, output in zip(run.outputs, done["outputs"], strict=True):
        fields: dict[str, list[Json]] = {}
        for each in run.columns:
            source = ends.get(each.input)
            if each.output == end.dataset and each.column and source is not None:
                named = {"namespace": source.namespace, "name": source.name, "field": each.source}
                fields.setdefault(each.column, []).append(named)
        if fields:
            lines = {name: {"inputFields": sources} for name, sources in fields.items()}
            output["facets"] |= _facet(base, "columnLineage", fields=lines)
    yield begun
    yield done


def _dataset(base: str, end: End) -> Json:
    if end.product:
        return _here(base, end.product, end.version)
    return {"namespace": end.namespace or "erased", "name": end.name or end.dataset, "facets": {}}


def _published(base: str, of: Lineage) -> Iterator[Json]:
    """Each version follows the one before."""
    product, versions = of.product.product, of.product.versions
    before: tuple[VersionView | None, ...] = (*versions[1:], None)
    for version, last in zip(versions[:VERSIONS], before, strict=False):
        name = version.version
        event = _event(
            base, "COMPLETE", version.added_at, _own_run(base, name), (base, f"publish.{product}")
        )
        if last is not None:
            event["inputs"] = [_here(base, product, last.version)]
        output = _here(base, product, name)
        fields = [{"name": each.name, "type": each.type} for each in version.fields]
        output["facets"] |= _facet(base, "schema", fields=fields)
        output["outputFacets"] = _facet(
            base,
            "outputStatistics",
            rowCount=version.rows,
            size=version.bytes,
            fileCount=version.files,
        )
        event["outputs"] = [output]
        yield event


def _delivered(base: str, of: Lineage, grant: GrantView) -> Json:
    """A right to read; complete when delivery was proven."""
    proven = grant.proven_at is not None
    at = grant.proven_at if grant.proven_at is not None else grant.starts_at
    product = of.product.product
    job = (base, f"deliver.{product}")
    event = _event(base, "COMPLETE" if proven else "START", at, _own_run(base, grant.grant), job)
    event["inputs"] = [_here(base, product, grant.version)]
    event["outputs"] = [{"namespace": base, "name": grant.grant, "facets": {}}]
    return event
