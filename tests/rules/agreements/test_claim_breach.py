"""Ending at once, because the other side broke the contract."""

from typing import Any

import pytest

from datafloor.contexts.agreements import Breach, BreachClaimed, ClaimBreach, Side
from datafloor.contexts.agreements.model import ClaimBreachFacts
from datafloor.contexts.agreements.rules import claim_breach
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from tests.rules.agreements.facts import CONTENT, CONTRACT, CONTRACT_ID, EDITION, ENDED, OVER, but
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, SELLER, dong, may, said

FACTS = ClaimBreachFacts(CONTRACT, EDITION, False)
PRICE = CONTENT.price


def asked(breach: Breach = Breach.misdescribed, back: Money = PRICE) -> ClaimBreach:
    return ClaimBreach(contract=CONTRACT_ID, breach=breach, back=back, reason="It is another table")


@pytest.mark.parametrize(
    ("by", "side", "breach", "back"),
    [
        (BUYER, Side.buyer, Breach.misdescribed, PRICE),
        (BUYER, Side.buyer, Breach.not_delivered, PRICE),
        (BUYER, Side.buyer, Breach.unreachable, dong(0)),
        (BUYER, Side.buyer, Breach.unlawful, PRICE),
        (SELLER, Side.seller, Breach.misused, dong(0)),
        (SELLER, Side.seller, Breach.passed_on, dong(0)),
        (SELLER, Side.seller, Breach.unpaid, dong(0)),
    ],
)
def test_it_ends_now(by: Actor, side: Side, breach: Breach, back: Money) -> None:
    assert said(claim_breach, FACTS, asked(breach, back), by) == [
        BreachClaimed(
            contract=CONTRACT_ID,
            order=derived("order", CONTRACT_ID),
            side=side,
            breach=breach,
            back=back,
            reason="It is another table",
            at=NOW,
            answer_until=NOW + 7 * DAY,
        )
    ]


def test_a_seller_claims_nothing_back() -> None:
    (event,) = said(claim_breach, FACTS, asked(Breach.misused, dong(500)), SELLER)
    assert isinstance(event, BreachClaimed)
    assert event.back == dong(0)


@pytest.mark.parametrize(
    ("facts", "asks", "by", "refusal"),
    [
        (but(FACTS, contract=None), asked(), BUYER, "contract_unknown"),
        (but(FACTS, edition=None), asked(), BUYER, "contract_unknown"),
        (FACTS, asked(), OTHER_BUYER, "not_yours"),
        (but(FACTS, claimed=True), asked(), BUYER, "breach_claimed"),
        (but(FACTS, contract=OVER), asked(), BUYER, "contract_over"),
        (but(FACTS, contract=ENDED), asked(), BUYER, "contract_over"),
        (FACTS, asked(Breach.passed_on), BUYER, "breach_of_own_side"),
        (FACTS, asked(Breach.unreachable), SELLER, "breach_of_own_side"),
        (FACTS, asked(back=dong(PRICE.minor + 1)), BUYER, "claim_above_price"),
        (FACTS, asked(back=Money(1, "USD")), BUYER, "currency_differs"),
    ],
)
def test_refused(facts: Any, asks: ClaimBreach, by: Actor, refusal: str) -> None:
    assert said(claim_breach, facts, asks, by) == refusal


def test_who_may() -> None:
    assert may(ClaimBreach) == {"seller", "buyer"}
