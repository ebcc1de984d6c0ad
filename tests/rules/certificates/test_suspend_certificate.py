"""A certificate counts as none until it is reinstated."""

from typing import Any

import pytest

from datafloor.contexts.certificates import SuspendCertificate
from datafloor.contexts.certificates.events import CertificateSuspended
from datafloor.contexts.certificates.rules import suspend_certificate
from tests.rules.cases import OTHER_PERSON, by
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate
from tests.rules.deciding import may, said

ASKED = SuspendCertificate(certificate=CERTIFICATE, reason=REASON)
DECIDED = [CertificateSuspended(certificate=CERTIFICATE, reason=REASON, decided_by=OTHER_PERSON)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate("granted"), DECIDED),
        (certificate("applied"), "certificate_state"),
        (certificate("suspended"), "certificate_state"),
        (certificate("revoked"), "certificate_state"),
        (certificate("refused"), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_suspend_certificate(facts: Any, comes_to: Any) -> None:
    assert said(suspend_certificate, facts, ASKED, SUPERVISOR) == comes_to


def test_nobody_decides_on_its_own() -> None:
    facts = certificate("granted")
    assert said(suspend_certificate, facts, ASKED, by("supervisor")) == "own_certificate"


def test_who_may() -> None:
    assert may(SuspendCertificate) == {"supervisor"}
