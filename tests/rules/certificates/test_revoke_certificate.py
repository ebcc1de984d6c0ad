"""A certificate ends for good."""

from typing import Any

import pytest

from datafloor.contexts.certificates import RevokeCertificate
from datafloor.contexts.certificates.events import CertificateRevoked
from datafloor.contexts.certificates.rules import revoke_certificate
from tests.rules.cases import OTHER_PERSON, by
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate
from tests.rules.deciding import may, said

ASKED = RevokeCertificate(certificate=CERTIFICATE, reason=REASON)
DECIDED = [CertificateRevoked(certificate=CERTIFICATE, reason=REASON, decided_by=OTHER_PERSON)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate("granted"), DECIDED),
        (certificate("suspended"), DECIDED),
        (certificate("applied"), "certificate_state"),
        (certificate("revoked"), "certificate_state"),
        (certificate("refused"), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_revoke_certificate(facts: Any, comes_to: Any) -> None:
    assert said(revoke_certificate, facts, ASKED, SUPERVISOR) == comes_to


def test_nobody_decides_on_its_own() -> None:
    facts = certificate("granted")
    assert said(revoke_certificate, facts, ASKED, by("supervisor")) == "own_certificate"


def test_who_may() -> None:
    assert may(RevokeCertificate) == {"supervisor"}
