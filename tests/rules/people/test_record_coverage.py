"""What was measured: known once, and first it brings the agreement into force."""

import pytest

from datafloor.contexts.people import Coverage, RecordCoverage, SharingState, Supply
from datafloor.contexts.people.events import CoverageRecorded, SharingInForce
from datafloor.contexts.people.model import CoverageFacts
from datafloor.contexts.people.rules import record_coverage
from tests.rules.deciding import OTHER_SELLER, SELLER, may, said
from tests.rules.people.facts import PRODUCT, SHARING, VERSION, stands

COVERAGE = Coverage(
    supplies=(
        Supply(SELLER.organisation, (3, 2)),
        Supply(OTHER_SELLER.organisation, (1, 2)),
    ),
    own=4,
)
ASKED = RecordCoverage(sharing=SHARING, version=VERSION, coverage=COVERAGE)
RECORDED = CoverageRecorded(sharing=SHARING, version=VERSION, coverage=COVERAGE)
IN_FORCE = SharingInForce(sharing=SHARING, product=PRODUCT)


@pytest.mark.parametrize(
    ("state", "known", "comes"),
    [
        (SharingState.agreed, None, [RECORDED, IN_FORCE]),
        (SharingState.agreed, COVERAGE, [IN_FORCE]),
        (SharingState.in_force, None, [RECORDED]),
        (SharingState.in_force, Coverage(supplies=(), own=1), [RECORDED]),
        (SharingState.in_force, COVERAGE, []),
        (SharingState.proposed, None, []),
        (SharingState.declined, None, []),
        (SharingState.replaced, None, []),
    ],
)
def test_recorded(state: SharingState, known: Coverage | None, comes: list[object]) -> None:
    assert said(record_coverage, CoverageFacts(stands(state), known, True), ASKED) == comes


def test_refused() -> None:
    assert said(record_coverage, CoverageFacts(None, None, True), ASKED) == "sharing_unknown"
    other = CoverageFacts(stands(SharingState.agreed), None, False)
    assert said(record_coverage, other, ASKED) == "sharing_unknown"
    assert may(RecordCoverage) == {"exchange"}
