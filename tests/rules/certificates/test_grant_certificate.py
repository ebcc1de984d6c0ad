"""The supervisor grants; the conditions are judged again on that day."""

from typing import Any

import pytest

from datafloor.contexts.certificates import CertificateGranted, GrantCertificate
from datafloor.contexts.certificates.rules import LONGEST, grant_certificate
from tests.rules.cases import ORG, OTHER_PERSON, by
from tests.rules.catalogue.listed import unlawful
from tests.rules.certificates.held import (
    CERTIFICATE,
    REASON,
    SUPERVISOR,
    certificate,
    conditions,
)
from tests.rules.deciding import DAY, NOW, VN, may, said


def asked(expires_at: int = NOW + 365 * DAY, reason: str | None = REASON) -> GrantCertificate:
    return GrantCertificate(certificate=CERTIFICATE, expires_at=expires_at, reason=reason)


def test_granted_by_a_person_until_a_day() -> None:
    (granted,) = said(grant_certificate, certificate("applied"), asked(), SUPERVISOR, NOW, VN)
    assert isinstance(granted, CertificateGranted)
    assert (granted.expires_at, granted.decided_by) == (NOW + 365 * DAY, OTHER_PERSON)
    assert "intermediary.published_terms" in {each.rule for each in granted.judgement.answers}


def test_where_a_condition_needs_a_person_she_says_why() -> None:
    doubtful = certificate("applied", conditions=conditions(deposit=None))
    silent = asked(reason=None)
    assert said(grant_certificate, doubtful, silent, SUPERVISOR, NOW, VN) == "reason_needed"
    assert len(said(grant_certificate, doubtful, asked(), SUPERVISOR, NOW, VN)) == 1


def test_what_the_law_forbids_is_not_granted() -> None:
    faulty = certificate("applied", conditions=conditions(service_scope=None))
    rule = "intermediary.published_terms"
    assert unlawful(grant_certificate, faulty, asked(), SUPERVISOR) == [rule]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (None, "certificate_unknown"),
        (certificate("granted"), "certificate_state"),
        (certificate("refused"), "certificate_state"),
        (certificate("revoked"), "certificate_state"),
    ],
)
def test_refused(facts: Any, refusal: str) -> None:
    assert said(grant_certificate, facts, asked(), SUPERVISOR, NOW, VN) == refusal


def test_nobody_grants_its_own() -> None:
    mine = by("supervisor", organisation=ORG)
    assert said(grant_certificate, certificate("applied"), asked(), mine) == "own_certificate"


@pytest.mark.parametrize("expires_at", [NOW - 1, NOW, NOW + LONGEST + 1])
def test_it_ends_in_the_future_and_not_too_late(expires_at: int) -> None:
    applied = certificate("applied")
    came = said(grant_certificate, applied, asked(expires_at), SUPERVISOR)
    assert came == "expiry_out_of_range"


def test_who_may() -> None:
    assert may(GrantCertificate) == {"supervisor"}
