"""What a data contract promises: of its columns to an appraisal, and of the whole to a listing."""

import msgspec
import pytest

from datafloor.analysis.appraisal.model import Expected
from datafloor.contexts.catalogue import (
    Coverage,
    FieldMeaning,
    Frequency,
    Province,
    Statement,
    Theme,
)
from datafloor.kernel.refusal import Refused
from datafloor.web.protocols.open_catalogue import as_contract, promised
from datafloor.web.protocols.open_catalogue.promises import claims, meanings
from tests.catalog.conftest import BASE
from tests.catalog.test_judges import described

CONTRACT = b"""
apiVersion: v3.1.0
kind: DataContract
id: traffic
name: Traffic
version: 1.0.0
status: active
domain: transport
description: {purpose: Counts., limitations: One city.}
slaProperties:
  - {property: frequency, value: 1, unit: d}
  - {property: latency, value: 2, unit: h}
customProperties:
  - {property: provinces, value: ["01", "99", 7]}
schema:
  - name: counts
    quality:
      - {type: text, description: Checked against a second sensor.}
    properties:
      - name: station
        logicalType: string
        quality:
          - {type: library, metric: nullValues, mustBe: 0}
          - {type: library, metric: duplicateValues, mustBe: 0}
          - type: library
            metric: invalidValues
            arguments: {validValues: [HN1, HN2]}
            description: Only known stations.
      - name: km_h
        physicalName: speed
        logicalType: number
        required: true
        logicalTypeOptions: {minimum: 0, maximum: 120.5}
      - name: at
        logicalType: timestamp
        description: "When it was\\nmeasured"
        customProperties: [{property: unit, value: UTC}]
"""


def test_what_is_promised_of_each_column() -> None:
    assert promised(CONTRACT) == (
        Expected(name="station", required=True, unique=True, values=("HN1", "HN2")),
        Expected(name="speed", kind="decimal", required=True, minimum="0", maximum="120.5"),
        Expected(name="at", kind="date"),
    )


def test_what_columns_are_said_to_mean() -> None:
    assert meanings(CONTRACT) == (FieldMeaning("at", "When it was measured", "", "UTC"),)
    written = meanings(as_contract(BASE, described()))
    assert written == (
        FieldMeaning("cột <long>", "Số xe", "Số xe"),
        FieldMeaning("cột <double>", "Mean <speed>", "Tốc độ trung bình", "km/h"),
    )


def test_what_is_claimed_of_the_whole() -> None:
    assert claims(CONTRACT) == (
        Coverage(theme=Theme.transport, provinces=(Province.ha_noi,), frequency=Frequency.daily),
        Statement(
            quality="Checked against a second sensor.; Only known stations.",
            limitations="One city.",
            update_frequency="1 d",
            update_level="2 h",
        ),
    )


def test_what_we_write_comes_back() -> None:
    of = described()
    coverage, _ = claims(as_contract(BASE, of))
    assert coverage == of.view.coverage
    names = [each.name for each in promised(as_contract(BASE, of))]
    assert names == [each.name for each in of.view.versions[0].fields]


@pytest.mark.parametrize(
    "strange",
    [
        {"schema": 7},
        {"schema": [7, {"properties": {"a": 1}}]},
        {"schema": [{"properties": [{"quality": "good", "logicalTypeOptions": []}]}]},
        {"slaProperties": [{"property": "frequency", "value": None}], "domain": ["x"]},
        {"customProperties": "x", "description": "text"},
    ],
)
def test_strange_parts_are_passed_over(strange: dict[str, object]) -> None:
    text = msgspec.json.encode({"apiVersion": "v3.0.0", "kind": "DataContract", **strange})
    assert claims(text)[0] == Coverage()
    assert all(not each.kind for each in promised(text))


def test_what_is_no_contract_is_refused() -> None:
    with pytest.raises(Refused):
        promised(b"kind: Pod")
