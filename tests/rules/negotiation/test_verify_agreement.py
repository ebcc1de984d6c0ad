"""Verifying: the buyer's last word."""

from typing import Any

import pytest

from datafloor.contexts.negotiation import AgreementVerified, State, VerifyAgreement
from datafloor.contexts.negotiation.rules import verify_agreement
from datafloor.kernel import canonical
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, NOW, OTHER_BUYER, SELLER, may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

DIGEST = canonical.digest(PROPOSAL)


def asked(digest: str = DIGEST) -> VerifyAgreement:
    return VerifyAgreement(negotiation=NEGOTIATION, digest=digest)


def test_what_was_agreed_is_confirmed() -> None:
    assert said(verify_agreement, talk(State.agreed), asked(), BUYER) == [
        AgreementVerified(negotiation=NEGOTIATION, digest=DIGEST)
    ]


@pytest.mark.parametrize(
    ("facts", "by", "digest", "now", "refusal"),
    [
        (None, BUYER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.agreed), OTHER_BUYER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.agreed), SELLER, DIGEST, NOW, "negotiation_state"),
        (talk(State.accepted), BUYER, DIGEST, NOW, "negotiation_state"),
        (talk(State.agreed), BUYER, "0" * 64, NOW, "proposal_differs"),
        (talk(State.agreed), BUYER, DIGEST, PROPOSAL.expires_at, "proposal_expired"),
    ],
)
def test_refused(facts: Any, by: Actor, digest: str, now: int, refusal: str) -> None:
    assert said(verify_agreement, facts, asked(digest), by, now) == refusal


def test_who_may() -> None:
    assert may(VerifyAgreement) == {"buyer"}
