"""Settling a breach: as was found after an objection, or as silence says."""

from typing import Any

import pytest

from datafloor.contexts.agreements import BreachDecided, DecideBreach
from datafloor.contexts.agreements.model import BreachState
from datafloor.contexts.agreements.rules import decide_breach
from datafloor.kernel.ids import derived
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.money import Money
from tests.rules.agreements.facts import CONTRACT_ID, but
from tests.rules.agreements.test_answer_breach import OPEN
from tests.rules.deciding import NOW, OPERATOR, dong, may, said

OBJECTED = but(OPEN, state=BreachState.objected)
SILENT = but(OPEN, answer_until=NOW)


def asked(back: Money = dong(100)) -> DecideBreach:
    return DecideBreach(contract=CONTRACT_ID, back=back, reason="The parties agreed")


@pytest.mark.parametrize(
    ("facts", "by", "back"), [(OBJECTED, OPERATOR, 100), (SILENT, EXCHANGE, 600)]
)
def test_settled(facts: Any, by: Actor, back: int) -> None:
    assert said(decide_breach, facts, asked(), by) == [
        BreachDecided(
            contract=CONTRACT_ID,
            order=derived("order", CONTRACT_ID),
            back=dong(back),
            reason="The parties agreed",
        )
    ]


@pytest.mark.parametrize(
    ("facts", "asks", "by", "comes_to"),
    [
        (None, asked(), OPERATOR, "breach_unknown"),
        (OPEN, asked(), OPERATOR, "breach_not_objected"),
        (but(OPEN, state=BreachState.accepted), asked(), OPERATOR, "breach_not_objected"),
        (OBJECTED, asked(Money(1, "USD")), OPERATOR, "currency_differs"),
        (OPEN, asked(), EXCHANGE, "breach_answer_open"),
        (OBJECTED, asked(), EXCHANGE, []),
    ],
)
def test_not_settled(facts: Any, asks: DecideBreach, by: Actor, comes_to: Any) -> None:
    assert said(decide_breach, facts, asks, by) == comes_to


def test_who_may() -> None:
    assert may(DecideBreach) == {"operator", "exchange"}
