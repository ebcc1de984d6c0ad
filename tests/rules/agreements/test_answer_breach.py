"""Answering to a claim of breach: once, by the other side."""

from typing import Any

import pytest

from datafloor.contexts.agreements import AnswerBreach, BreachAnswered, Side
from datafloor.contexts.agreements.model import BreachFacts, BreachState
from datafloor.contexts.agreements.rules import answer_breach
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from tests.rules.agreements.facts import CONTRACT, CONTRACT_ID, but
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, SELLER, dong, may, said

OPEN = BreachFacts(
    contract=CONTRACT_ID,
    seller=CONTRACT.seller,
    buyer=CONTRACT.buyer,
    side=Side.buyer,
    back=dong(600),
    reason="It is another table",
    answer_until=NOW + DAY,
    state=BreachState.open,
)


def asked(accepts: bool = True) -> AnswerBreach:
    return AnswerBreach(contract=CONTRACT_ID, accepts=accepts, reason="We see it")


@pytest.mark.parametrize("accepts", [True, False])
def test_answered(accepts: bool) -> None:
    assert said(answer_breach, OPEN, asked(accepts), SELLER) == [
        BreachAnswered(
            contract=CONTRACT_ID,
            order=derived("order", CONTRACT_ID),
            side=Side.seller,
            accepted=accepts,
            back=dong(600),
            reason="We see it",
        )
    ]


@pytest.mark.parametrize(
    ("facts", "by", "refusal"),
    [
        (None, SELLER, "breach_unknown"),
        (OPEN, BUYER, "not_yours"),
        (OPEN, OTHER_BUYER, "not_yours"),
        (but(OPEN, side=Side.seller), SELLER, "not_yours"),
        (but(OPEN, state=BreachState.objected), SELLER, "breach_closed"),
        (but(OPEN, state=BreachState.accepted), SELLER, "breach_closed"),
        (but(OPEN, state=BreachState.decided), SELLER, "breach_closed"),
    ],
)
def test_refused(facts: Any, by: Actor, refusal: str) -> None:
    assert said(answer_breach, facts, asked(), by) == refusal


def test_who_may() -> None:
    assert may(AnswerBreach) == {"seller", "buyer"}
