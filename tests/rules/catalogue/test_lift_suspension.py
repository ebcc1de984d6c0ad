"""The office that suspended a product lifts that, and no other."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import LiftSuspension, ProductState, SuspensionLifted
from datafloor.contexts.catalogue.model import Office
from datafloor.contexts.catalogue.rules import lift_suspension
from datafloor.kernel.message import Actor
from tests.rules.cases import PRODUCT, by
from tests.rules.catalogue.products import standing
from tests.rules.deciding import may, said

ASKED = LiftSuspension(product=PRODUCT, reason="The report was wrong.")
OPERATOR, SUPERVISOR = by("operator"), by("supervisor")
STOPPED = ProductState.suspended


def lifted(office: Office) -> list[SuspensionLifted]:
    return [SuspensionLifted(product=PRODUCT, by=office, reason=ASKED.reason)]


@pytest.mark.parametrize(
    ("facts", "who", "comes_to"),
    [
        (standing(STOPPED, by=Office.operator), OPERATOR, lifted(Office.operator)),
        (standing(STOPPED, by=Office.supervisor), SUPERVISOR, lifted(Office.supervisor)),
        (standing(STOPPED, by=Office.supervisor), OPERATOR, "suspended_by_other"),
        (standing(STOPPED, by=Office.operator), SUPERVISOR, "suspended_by_other"),
        (standing(STOPPED, by=Office.exchange), OPERATOR, lifted(Office.exchange)),
        (standing(STOPPED, by=Office.exchange), SUPERVISOR, "suspended_by_other"),
        (standing(), OPERATOR, "product_not_suspended"),
        (standing(STOPPED, mine=True, by=Office.operator), OPERATOR, "own_product"),
        (None, OPERATOR, "product_unknown"),
    ],
)
def test_lift_suspension(facts: Any, who: Actor, comes_to: Any) -> None:
    assert said(lift_suspension, facts, ASKED, who) == comes_to


def test_who_may() -> None:
    assert may(LiftSuspension) == {"operator", "supervisor"}
