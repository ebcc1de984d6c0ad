"""The exchange appraised a version, once."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import (
    Findings,
    FindingsRecorded,
    ProductState,
    ProductSuspended,
    RecordFindings,
)
from datafloor.contexts.catalogue.model import FindingsFacts, Office
from datafloor.contexts.catalogue.rules import record_findings
from datafloor.kernel.law import Pack
from datafloor.kernel.message import EXCHANGE, NO_LAW
from tests.rules.cases import VERSION
from tests.rules.catalogue.listed import GOOD
from tests.rules.catalogue.products import own
from tests.rules.deciding import NOW, VN, may, said

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


PEOPLE = msgspec.structs.replace(GOOD, personal_count=1)


@pytest.mark.parametrize(
    ("state", "law", "findings", "suspended"),
    [
        (ProductState.listed, VN, PEOPLE, True),
        (ProductState.listed, VN, GOOD, False),
        (ProductState.draft, VN, PEOPLE, False),
        (ProductState.listed, NO_LAW, PEOPLE, False),
    ],
)
def test_people_in_a_new_version_stop_orders(
    state: ProductState, law: Pack, findings: Findings, suspended: bool
) -> None:
    facts = FindingsFacts(exists=True, found=False, product=own(state))
    asked = RecordFindings(version=VERSION, findings=findings)
    _, *more = said(record_findings, facts, asked, EXCHANGE, NOW, law)
    assert [(type(each), each.by) for each in more] == (
        [(ProductSuspended, Office.exchange)] if suspended else []
    )


def test_no_request_carries_findings() -> None:
    assert may(RecordFindings) == {"exchange"}
