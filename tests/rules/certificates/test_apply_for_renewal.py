"""The holder asks for more time, through its last day."""

from typing import Any

import pytest

from datafloor.contexts.certificates import ApplyForRenewal, RenewalApplied
from datafloor.contexts.certificates.rules import apply_for_renewal
from datafloor.kernel.clock import instant
from tests.rules.certificates.held import CERTIFICATE, EVERYBODY, HOLDER, SUPERVISOR, certificate
from tests.rules.deciding import NOW, VN, may, said

ASKED = ApplyForRenewal(certificate=CERTIFICATE, documents=("2" * 64,))
TODAY = instant("2026-11-22T17:00:00Z")
"""The first instant of the day in Hanoi on which the cases are decided."""


@pytest.mark.parametrize("expires_at", [NOW, TODAY])
def test_through_its_last_day_in_hanoi(expires_at: int) -> None:
    facts = certificate(expires_at=expires_at)
    (applied,) = said(apply_for_renewal, facts, ASKED, HOLDER, NOW, VN)
    assert isinstance(applied, RenewalApplied)
    assert applied.deadline is not None
    assert applied.deadline.until == instant("2026-12-23T17:00:00Z") - 1


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate(expires_at=TODAY - 1), "certificate_expired"),
        (certificate(renewal_asked=True), []),
        (certificate("suspended"), "certificate_state"),
        (certificate("applied", expires_at=None), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_apply_for_renewal(facts: Any, comes_to: Any) -> None:
    assert said(apply_for_renewal, facts, ASKED, HOLDER, NOW, VN) == comes_to


def test_only_the_holder_asks() -> None:
    assert said(apply_for_renewal, certificate(), ASKED, SUPERVISOR) == "not_yours"


def test_who_may() -> None:
    assert may(ApplyForRenewal) == EVERYBODY
