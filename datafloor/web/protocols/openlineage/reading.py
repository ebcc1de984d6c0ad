"""A run event as it is sent, read into what the exchange is asked to record.

Only what says what came from what is read: run, job, data sets, the version facet and the facet of
column lineage. All other facets (source code, errors, owners) are left aside and kept nowhere.
"""

import zlib
from collections.abc import Iterator
from uuid import UUID

import msgspec
from msgspec import Struct

from datafloor.contexts import catalogue
from datafloor.contexts.lineage import RecordLineage, RunState
from datafloor.kernel import canonical, clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import is_id
from datafloor.kernel.refusal import Refusal, Refused

LARGEST = 1_000_000
"""Bytes of an event, unpacked."""


class _Version(Struct, rename="camel"):
    dataset_version: str = ""


class _InputField(Struct):
    namespace: str
    name: str
    field: str


class _Field(Struct, rename="camel"):
    input_fields: list[_InputField] = []


class _Columns(Struct):
    fields: dict[str, _Field] = {}


class _Facets(Struct, rename="camel"):
    version: _Version | None = None
    column_lineage: _Columns | None = None


class _Dataset(Struct):
    namespace: str
    name: str
    facets: _Facets | None = None


class _Job(Struct):
    namespace: str
    name: str


class _Run(Struct, rename="camel"):
    run_id: str


class _Event(Struct, rename="camel"):
    event_time: str
    producer: str
    schema_url: str = msgspec.field(name="schemaURL")
    run: _Run | None = None
    job: _Job | None = None
    event_type: RunState | None = None
    inputs: list[_Dataset] | None = None
    outputs: list[_Dataset] | None = None


_decoder = msgspec.json.Decoder(_Event)


def unpacked(body: bytes, encoding: str) -> bytes:
    """The event's bytes; clients may send them in gzip. Raises `Refused`."""
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Refused(Refusal.malformed, problem=f"content-encoding {encoding[:40]!r}")
    unpack = zlib.decompressobj(wbits=31)
    try:
        found = unpack.decompress(body, LARGEST)
    except zlib.error as wrong:
        raise Refused(Refusal.malformed, problem="the body is no gzip") from wrong
    if unpack.unconsumed_tail:
        raise Refused(Refusal.too_large)
    if not unpack.eof:
        raise Refused(Refusal.malformed, problem="the body is cut short")
    return found


def read_event(tx: Tx, base: str, organisation: str, body: bytes) -> RecordLineage:
    """What an event asks to record in the name of a seller. Raises `Refused`."""
    try:
        event = _decoder.decode(body)
        said_at = clock.instant(event.event_time)
        uuid = str(UUID(event.run.run_id)) if event.run else ""
    except (msgspec.DecodeError, ValueError) as wrong:
        raise Refused(Refusal.malformed, problem=str(wrong)) from wrong
    if event.run is None or event.job is None:
        kind = event.schema_url.rpartition("/")[2][:40]
        raise Refused(Refusal.lineage_event_other, problem=kind)
    inputs, outputs = event.inputs or [], event.outputs or []
    naming = _Naming(tx, base, organisation)
    said = {
        "run": uuid,
        "state": event.event_type or RunState.OTHER,
        "said_at": said_at,
        "job_namespace": event.job.namespace,
        "job_name": event.job.name,
        "inputs": [naming.dataset(each) for each in inputs],
        "outputs": [naming.dataset(each) for each in outputs],
        "columns": [column for each in outputs for column in _columns(each)],
    }
    try:
        return msgspec.convert({**said, "event": canonical.digest(said)}, RecordLineage)
    except msgspec.ValidationError as wrong:
        raise Refused(Refusal.malformed, problem=str(wrong)) from wrong


class _Naming:
    """Which data sets are of this exchange."""

    def __init__(self, tx: Tx, base: str, organisation: str) -> None:
        self._tx = tx
        self._base = base
        self._organisation = organisation

    def dataset(self, named: _Dataset) -> dict[str, str | None]:
        """A data set with its product and version, where it is of this exchange."""
        product, version = self._of(named)
        return {
            "namespace": named.namespace,
            "name": named.name,
            "product": product,
            "version": version,
        }

    def _of(self, named: _Dataset) -> tuple[str | None, str | None]:
        if named.namespace.rstrip("/") != self._base:
            return None, None
        facet = named.facets.version if named.facets else None
        said = facet.dataset_version if facet else ""
        version = said if is_id("version", said) else None
        if is_id("product", named.name):
            return named.name, version
        if is_id("version", named.name):
            facts = catalogue.version_facts(self._tx, named.name)
            product = facts.product if facts else None
            version = named.name
        else:
            product = catalogue.product_of_table(self._tx, self._organisation, named.name)
        if product is None:
            raise Refused(Refusal.dataset_unknown, name=named.name)
        return product, version


def _columns(output: _Dataset) -> Iterator[dict[str, object]]:
    facet = output.facets.column_lineage if output.facets else None
    here = {"namespace": output.namespace, "name": output.name}
    for name, field in (facet.fields if facet else {}).items():
        for each in field.input_fields:
            there = {"namespace": each.namespace, "name": each.name}
            yield {"output": here, "column": name, "input": there, "source": each.field}
