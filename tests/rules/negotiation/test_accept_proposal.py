"""Accepting: the offer that was seen, while it binds."""

from typing import Any

import pytest

from datafloor.contexts.negotiation import AcceptProposal, ProposalAccepted, State
from datafloor.contexts.negotiation.rules import accept_proposal
from datafloor.kernel import canonical
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, NOW, OTHER_BUYER, SELLER, may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

DIGEST = canonical.digest(PROPOSAL)


def asked(digest: str = DIGEST) -> AcceptProposal:
    return AcceptProposal(negotiation=NEGOTIATION, digest=digest)


def test_the_offer_is_accepted_by_its_digest() -> None:
    assert said(accept_proposal, talk(State.offered), asked(), BUYER) == [
        ProposalAccepted(negotiation=NEGOTIATION, digest=DIGEST)
    ]


@pytest.mark.parametrize(
    ("facts", "by", "digest", "now", "refusal"),
    [
        (None, BUYER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.offered), OTHER_BUYER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.offered), SELLER, DIGEST, NOW, "negotiation_state"),
        (talk(State.accepted), BUYER, DIGEST, NOW, "negotiation_state"),
        (talk(State.offered), BUYER, "0" * 64, NOW, "proposal_differs"),
        (talk(State.offered), BUYER, DIGEST, PROPOSAL.expires_at, "proposal_expired"),
    ],
)
def test_refused(facts: Any, by: Actor, digest: str, now: int, refusal: str) -> None:
    assert said(accept_proposal, facts, asked(digest), by, now) == refusal


def test_who_may() -> None:
    assert may(AcceptProposal) == {"buyer"}
