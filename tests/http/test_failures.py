"""What a failure of ours, of the disk or of the database says to whoever asked."""

from pathlib import Path

import pytest
from litestar.exceptions import HTTPException

from datafloor.app.build import house
from datafloor.kernel.db import StoreFailed
from datafloor.kernel.execute import Fault
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.problems import as_refused, response


@pytest.mark.parametrize(
    ("error", "why", "status"),
    [
        (StoreFailed("gone"), Refusal.store_failed, 503),
        (StoreFailed("gone while committing", unknown=True), Refusal.outcome_unknown, 503),
        (StoreFailed("no room", full=True), Refusal.store_full, 507),
        (Fault(), Refusal.our_fault, 500),
        (ZeroDivisionError("a secret in a message"), Refusal.our_fault, 500),
        (HTTPException(status_code=405), Refusal.method_wrong, 405),
        (HTTPException(status_code=413), Refusal.too_large, 413),
    ],
)
def test_each_failure_has_its_words(error: Exception, why: Refusal, status: int) -> None:
    refused = as_refused(error)
    assert refused.why is why
    for language in ("en", "vi"):
        answer = response(refused, language)
        assert answer.status_code == status
        assert "secret" not in str(answer.content)


def test_our_own_fault_says_the_incident_and_nothing_else() -> None:
    fault = Fault()
    assert fault.incident in as_refused(fault).text()


def test_a_pack_that_does_not_exist_is_told() -> None:
    with pytest.raises(Refused) as refused:
        house(str(Path("no such pack")))
    assert refused.value.why is Refusal.law_pack_unusable
