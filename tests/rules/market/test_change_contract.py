"""A contract becomes what its parties agreed on elsewhere."""

from typing import Any

import pytest

from datafloor.contexts.market import ChangeContract, ContractChanged
from datafloor.contexts.market.rules import change_contract
from datafloor.contexts.policy import Purpose
from tests.rules.deciding import DAY, NOW, OTHER_BUYER, may, said
from tests.rules.market.facts import CONTRACT

AS_IT_IS = {
    "buyer": CONTRACT.buyer,
    "terms": CONTRACT.terms,
    "purpose": CONTRACT.purpose,
    "country": CONTRACT.country,
    "ends_at": CONTRACT.ends_at,
}


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ({"ends_at": NOW + DAY}, {"ends_at": NOW + DAY}),
        ({"endless": True}, {"ends_at": None}),
        ({"buyer": OTHER_BUYER.organisation}, {"buyer": OTHER_BUYER.organisation}),
        ({"purpose": Purpose.public_service}, {"purpose": Purpose.public_service}),
        ({"country": "LA"}, {"country": "LA"}),
    ],
)
def test_what_is_not_said_stays(asked: dict[str, Any], changed: dict[str, Any]) -> None:
    command = ChangeContract(contract=CONTRACT.contract, **asked)
    assert said(change_contract, CONTRACT, command) == [
        ContractChanged(contract=CONTRACT.contract, order=CONTRACT.order, **(AS_IT_IS | changed))
    ]


def test_who_may() -> None:
    assert may(ChangeContract) == {"exchange"}
