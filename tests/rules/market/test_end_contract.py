"""Ending a contract before its term."""

import msgspec
import pytest

from datafloor.contexts.market import ContractEnded, EndContract, EndedBy
from datafloor.contexts.market.rules import end_contract
from datafloor.kernel.message import EXCHANGE, Actor
from tests.rules.deciding import NOW, OPERATOR, OTHER_SELLER, SELLER, may, said
from tests.rules.market.facts import CONTRACT

ASKED = EndContract(contract=CONTRACT.contract, reason="Wrong purpose")


@pytest.mark.parametrize(
    ("by", "named"),
    [(SELLER, EndedBy.seller), (OPERATOR, EndedBy.operator), (EXCHANGE, EndedBy.exchange)],
)
def test_who_ends_it(by: Actor, named: EndedBy) -> None:
    assert said(end_contract, CONTRACT, ASKED, by) == [
        ContractEnded(
            contract=CONTRACT.contract, order=CONTRACT.order, by=named, reason="Wrong purpose"
        )
    ]


def test_what_has_ended_ends_no_more() -> None:
    ended = msgspec.structs.replace(CONTRACT, ended_at=NOW - 1)
    over = msgspec.structs.replace(CONTRACT, ends_at=NOW)
    endless = msgspec.structs.replace(CONTRACT, ends_at=None)
    assert said(end_contract, ended, ASKED, SELLER) == []
    assert said(end_contract, over, ASKED, SELLER) == []
    assert len(said(end_contract, endless, ASKED, SELLER)) == 1


def test_refused() -> None:
    assert said(end_contract, CONTRACT, ASKED, OTHER_SELLER) == "not_yours"
    assert said(end_contract, None, ASKED, SELLER) == "contract_unknown"


def test_who_may() -> None:
    assert may(EndContract) == {"seller", "operator", "exchange"}
