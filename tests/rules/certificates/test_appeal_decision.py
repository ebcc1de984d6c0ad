"""An organisation appeals against what went against it."""

from typing import Any

import pytest

from datafloor.contexts.certificates import AppealDecision, DecisionAppealed
from datafloor.contexts.certificates.rules import appeal_decision
from datafloor.kernel.clock import instant
from tests.rules.certificates.held import CERTIFICATE, EVERYBODY, HOLDER, SUPERVISOR, certificate
from tests.rules.deciding import NOW, VN, may, said

ASKED = AppealDecision(certificate=CERTIFICATE, grounds="The deposit was there.")


@pytest.mark.parametrize("state", ["refused", "suspended", "revoked"])
def test_it_is_decided_again_within_a_clock(state: str) -> None:
    (appealed,) = said(appeal_decision, certificate(state), ASKED, HOLDER, NOW, VN)
    assert isinstance(appealed, DecisionAppealed)
    assert appealed.deadline is not None
    assert appealed.deadline.until == instant("2026-12-23T17:00:00Z") - 1


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate("revoked", appealed=True), []),
        (certificate("granted"), "certificate_state"),
        (certificate("applied"), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_appeal_decision(facts: Any, comes_to: Any) -> None:
    assert said(appeal_decision, facts, ASKED, HOLDER, NOW, VN) == comes_to


def test_only_whom_it_concerns_appeals() -> None:
    assert said(appeal_decision, certificate("revoked"), ASKED, SUPERVISOR) == "not_yours"


def test_who_may() -> None:
    assert may(AppealDecision) == EVERYBODY
