"""The exchange appraised a version, once."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import FindingsRecorded, RecordFindings
from datafloor.contexts.catalogue.model import FindingsFacts
from datafloor.contexts.catalogue.rules import record_findings
from datafloor.kernel.message import EXCHANGE
from tests.rules.cases import VERSION
from tests.rules.catalogue.listed import GOOD
from tests.rules.deciding import may, said

RECORDED = [FindingsRecorded(version=VERSION, findings=GOOD)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (FindingsFacts(exists=True, found=False), RECORDED),
        (FindingsFacts(exists=True, found=True), []),
        (FindingsFacts(exists=False, found=False), "version_unknown"),
    ],
)
def test_record_findings(facts: FindingsFacts, comes_to: Any) -> None:
    asked = RecordFindings(version=VERSION, findings=GOOD)
    assert said(record_findings, facts, asked, EXCHANGE) == comes_to


def test_no_request_carries_findings() -> None:
    assert may(RecordFindings) == {"exchange"}
