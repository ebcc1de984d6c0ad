"""Agreeing: the seller's promise, of what can be kept."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.negotiation import AgreeProposal, ProposalAgreed, State
from datafloor.contexts.negotiation.rules import agree_proposal
from datafloor.kernel import canonical
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, NOW, OTHER_SELLER, SELLER, may, said
from tests.rules.negotiation.facts import NEGOTIATION, PROPOSAL, talk

DIGEST = canonical.digest(PROPOSAL)
PRICELESS = msgspec.structs.replace(PROPOSAL, price=None)


def asked(digest: str = DIGEST) -> AgreeProposal:
    return AgreeProposal(negotiation=NEGOTIATION, digest=digest)


@pytest.mark.parametrize("state", [State.requested, State.accepted])
def test_to_a_request_or_to_an_accepted_offer(state: State) -> None:
    assert said(agree_proposal, talk(state), asked(), SELLER) == [
        ProposalAgreed(negotiation=NEGOTIATION, digest=DIGEST)
    ]


@pytest.mark.parametrize(
    ("facts", "by", "digest", "now", "refusal"),
    [
        (None, SELLER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.accepted), OTHER_SELLER, DIGEST, NOW, "negotiation_unknown"),
        (talk(State.accepted), BUYER, DIGEST, NOW, "negotiation_state"),
        (talk(State.offered), SELLER, DIGEST, NOW, "negotiation_state"),
        (talk(State.accepted), SELLER, "0" * 64, NOW, "proposal_differs"),
        (talk(State.accepted), SELLER, DIGEST, PROPOSAL.expires_at, "proposal_expired"),
        (
            talk(State.requested, PRICELESS),
            SELLER,
            canonical.digest(PRICELESS),
            NOW,
            "price_missing",
        ),
        (talk(State.accepted, product=None), SELLER, DIGEST, NOW, "product_unknown"),
        (talk(State.accepted, exclusive_taken=True), SELLER, DIGEST, NOW, "exclusive_taken"),
    ],
)
def test_refused(facts: Any, by: Actor, digest: str, now: int, refusal: str) -> None:
    assert said(agree_proposal, facts, asked(digest), by, now) == refusal


def test_who_may() -> None:
    assert may(AgreeProposal) == {"seller"}
