"""Another person than who decided decides an appeal."""

from typing import Any

import pytest

from datafloor.contexts.certificates import AppealDecided, CertificateState, DecideAppeal
from datafloor.contexts.certificates.rules import decide_appeal
from tests.rules.cases import OTHER_ORG, PERSON, by
from tests.rules.certificates.held import CERTIFICATE, REASON, SUPERVISOR, certificate
from tests.rules.deciding import may, said

COLLEAGUE = by("supervisor", organisation=OTHER_ORG, person=PERSON)


@pytest.mark.parametrize(
    ("state", "upheld", "after"),
    [
        ("refused", True, CertificateState.applied),
        ("suspended", True, CertificateState.granted),
        ("revoked", True, CertificateState.granted),
        ("refused", False, CertificateState.refused),
        ("suspended", False, CertificateState.suspended),
        ("revoked", False, CertificateState.revoked),
    ],
)
def test_an_appeal_that_is_upheld_restores(
    state: str, upheld: bool, after: CertificateState
) -> None:
    asked = DecideAppeal(certificate=CERTIFICATE, upheld=upheld, reason=REASON)
    assert said(decide_appeal, certificate(state, appealed=True), asked, COLLEAGUE) == [
        AppealDecided(
            certificate=CERTIFICATE, upheld=upheld, state=after, reason=REASON, decided_by=PERSON
        )
    ]


@pytest.mark.parametrize(
    ("facts", "who", "refusal"),
    [
        (certificate("revoked"), COLLEAGUE, "no_appeal"),
        (certificate("revoked", appealed=True), SUPERVISOR, "own_decision"),
        (certificate("revoked", appealed=True), by("supervisor"), "own_certificate"),
        (None, COLLEAGUE, "certificate_unknown"),
    ],
)
def test_refused(facts: Any, who: Any, refusal: str) -> None:
    asked = DecideAppeal(certificate=CERTIFICATE, upheld=True, reason=REASON)
    assert said(decide_appeal, facts, asked, who) == refusal


def test_who_may() -> None:
    assert may(DecideAppeal) == {"supervisor"}
