"""A suspended certificate counts again."""

from typing import Any

import pytest

from datafloor.contexts.certificates import ReinstateCertificate
from datafloor.contexts.certificates.events import CertificateReinstated
from datafloor.contexts.certificates.rules import reinstate_certificate
from tests.rules.cases import OTHER_PERSON, by
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate
from tests.rules.deciding import may, said

ASKED = ReinstateCertificate(certificate=CERTIFICATE, reason=REASON)
DECIDED = [CertificateReinstated(certificate=CERTIFICATE, reason=REASON, decided_by=OTHER_PERSON)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (certificate("suspended"), DECIDED),
        (certificate("applied"), "certificate_state"),
        (certificate("granted"), "certificate_state"),
        (certificate("revoked"), "certificate_state"),
        (certificate("refused"), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_reinstate_certificate(facts: Any, comes_to: Any) -> None:
    assert said(reinstate_certificate, facts, ASKED, SUPERVISOR) == comes_to


def test_nobody_decides_on_its_own() -> None:
    facts = certificate("suspended")
    assert said(reinstate_certificate, facts, ASKED, by("supervisor")) == "own_certificate"


def test_who_may() -> None:
    assert may(ReinstateCertificate) == {"supervisor"}
