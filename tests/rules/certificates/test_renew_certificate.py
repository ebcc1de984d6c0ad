"""A certificate whose renewal was asked in time holds longer."""

from typing import Any

import pytest

from datafloor.contexts.certificates import RenewCertificate
from datafloor.contexts.certificates.events import CertificateRenewed
from datafloor.contexts.certificates.rules import renew_certificate
from tests.rules.cases import by
from tests.rules.catalogue.listed import unlawful
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate, conditions
from tests.rules.deciding import DAY, NOW, VN, may, said

ASKED = RenewCertificate(certificate=CERTIFICATE, expires_at=NOW + 700 * DAY, reason=REASON)


@pytest.mark.parametrize("expires_at", [NOW + DAY, NOW - 10 * DAY])
def test_also_where_the_decision_came_late(expires_at: int) -> None:
    facts = certificate(renewal_asked=True, expires_at=expires_at)
    (renewed,) = said(renew_certificate, facts, ASKED, SUPERVISOR, NOW, VN)
    assert isinstance(renewed, CertificateRenewed)
    assert renewed.expires_at == NOW + 700 * DAY


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (certificate(), "renewal_not_asked"),
        (certificate("revoked", renewal_asked=True), "certificate_state"),
        (None, "certificate_unknown"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(renew_certificate, facts, ASKED, SUPERVISOR, NOW, VN) == refusal


def test_the_conditions_are_judged_anew() -> None:
    faulty = certificate(renewal_asked=True, conditions=conditions(service_method=None))
    rule = "intermediary.published_terms"
    assert unlawful(renew_certificate, faulty, ASKED, SUPERVISOR) == [rule]


def test_nobody_renews_its_own() -> None:
    facts = certificate(renewal_asked=True)
    assert said(renew_certificate, facts, ASKED, by("supervisor")) == "own_certificate"


def test_who_may() -> None:
    assert may(RenewCertificate) == {"supervisor"}
