"""An application is refused, with its reason."""

from typing import Any

import pytest

from datafloor.contexts.certificates import RefuseCertificate
from datafloor.contexts.certificates.events import CertificateRefused
from datafloor.contexts.certificates.rules import refuse_certificate
from tests.rules.cases import OTHER_PERSON, by
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate
from tests.rules.deciding import may, said

ASKED = RefuseCertificate(certificate=CERTIFICATE, reason=REASON)
DECIDED = [CertificateRefused(certificate=CERTIFICATE, reason=REASON, decided_by=OTHER_PERSON)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate("applied"), DECIDED),
        (certificate("granted"), "certificate_state"),
        (certificate("suspended"), "certificate_state"),
        (certificate("revoked"), "certificate_state"),
        (certificate("refused"), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_refuse_certificate(facts: Any, comes_to: Any) -> None:
    assert said(refuse_certificate, facts, ASKED, SUPERVISOR) == comes_to


def test_nobody_decides_on_its_own() -> None:
    facts = certificate("applied")
    assert said(refuse_certificate, facts, ASKED, by("supervisor")) == "own_certificate"


def test_who_may() -> None:
    assert may(RefuseCertificate) == {"supervisor"}
