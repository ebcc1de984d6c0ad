"""A role is given; operating and supervising exclude each other."""

from typing import Any

import pytest

from datafloor.contexts.participants import GrantRole, Role, RoleGranted
from datafloor.contexts.participants.model import RoleFacts
from datafloor.contexts.participants.rules import grant_role
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import OTHER_ORG, Case, by, check

OPERATOR = by("operator")
BUYER, SELLER, RUNS, WATCHES = Role.buyer, Role.seller, Role.operator, Role.supervisor


def given(role: Role) -> list[RoleGranted]:
    return [RoleGranted(organisation=OTHER_ORG, role=role)]


@pytest.mark.parametrize(
    ("held", "role", "who", "comes_to"),
    [
        ([], BUYER, OPERATOR, given(BUYER)),
        ([BUYER], SELLER, OPERATOR, given(SELLER)),
        ([BUYER], BUYER, OPERATOR, []),
        (None, BUYER, OPERATOR, Refusal.organisation_unknown),
        ([], RUNS, OPERATOR, Refusal.office_not_self_given),
        ([], WATCHES, OPERATOR, Refusal.office_not_self_given),
        (None, WATCHES, OPERATOR, Refusal.office_not_self_given),
        ([], RUNS, EXCHANGE, given(RUNS)),
        ([BUYER], WATCHES, EXCHANGE, given(WATCHES)),
        ([RUNS], RUNS, EXCHANGE, []),
        ([WATCHES], RUNS, EXCHANGE, Refusal.roles_exclude),
        ([RUNS, SELLER], WATCHES, EXCHANGE, Refusal.roles_exclude),
    ],
)
def test_grant_role(held: list[Role] | None, role: Role, who: Actor, comes_to: Any) -> None:
    facts = RoleFacts(None if held is None else frozenset(held))
    check(grant_role, Case(facts, GrantRole(organisation=OTHER_ORG, role=role), who, comes_to))


def test_who_may() -> None:
    assert GrantRole.may(OPERATOR) is GrantRole.may(EXCHANGE) is None
    assert GrantRole.may(by("seller", "buyer", "supervisor")) is Refusal.role_missing
    assert GrantRole.may(by(organisation="")) is Refusal.sign_in_required
