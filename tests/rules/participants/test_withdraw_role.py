"""A role ends."""

from typing import Any

import pytest

from datafloor.contexts.participants import Role, RoleWithdrawn, WithdrawRole
from datafloor.contexts.participants.model import RoleFacts
from datafloor.contexts.participants.rules import withdraw_role
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import OTHER_ORG, Case, by, check

OPERATOR = by("operator")
BUYER, SELLER, RUNS, WATCHES = Role.buyer, Role.seller, Role.operator, Role.supervisor


@pytest.mark.parametrize(
    ("held", "role", "who", "comes_to"),
    [
        ([BUYER], BUYER, OPERATOR, [RoleWithdrawn(organisation=OTHER_ORG, role=BUYER)]),
        ([SELLER], BUYER, OPERATOR, []),
        (None, BUYER, OPERATOR, Refusal.organisation_unknown),
        ([WATCHES], WATCHES, OPERATOR, Refusal.office_not_self_given),
        ([RUNS], RUNS, OPERATOR, Refusal.office_not_self_given),
        ([RUNS], RUNS, EXCHANGE, [RoleWithdrawn(organisation=OTHER_ORG, role=RUNS)]),
    ],
)
def test_withdraw_role(held: list[Role] | None, role: Role, who: Actor, comes_to: Any) -> None:
    facts = RoleFacts(None if held is None else frozenset(held))
    asked = WithdrawRole(organisation=OTHER_ORG, role=role)
    check(withdraw_role, Case(facts, asked, who, comes_to))


def test_who_may() -> None:
    assert WithdrawRole.may(OPERATOR) is WithdrawRole.may(EXCHANGE) is None
    assert WithdrawRole.may(by("supervisor")) is Refusal.role_missing
