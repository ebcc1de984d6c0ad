"""Ending without cause, after notice."""

from typing import Any

import pytest

from datafloor.contexts.agreements import GiveNotice, NoticeGiven, Side
from datafloor.contexts.agreements.rules import give_notice
from datafloor.kernel.message import Actor
from tests.rules.agreements.facts import CONTENT, CONTRACT, CONTRACT_ID, ENDED, NOTICE, OVER, but
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, SELLER, may, said

THEN = NOW + 30 * DAY


def asked(ends_at: int = THEN) -> GiveNotice:
    return GiveNotice(contract=CONTRACT_ID, ends_at=ends_at, reason="No need any more")


@pytest.mark.parametrize(("by", "side"), [(SELLER, Side.seller), (BUYER, Side.buyer)])
def test_either_side_gives_the_notice_that_the_contract_says(by: Actor, side: Side) -> None:
    expected = NoticeGiven(contract=CONTRACT_ID, side=side, ends_at=THEN, reason="No need any more")
    assert said(give_notice, NOTICE, asked(), by) == [expected]
    endless = but(NOTICE, contract=but(CONTRACT, ends_at=None))
    assert said(give_notice, endless, asked(), by) == [expected]


@pytest.mark.parametrize(
    ("facts", "ends_at", "refusal"),
    [
        (but(NOTICE, contract=None), THEN, "contract_unknown"),
        (but(NOTICE, edition=None), THEN, "contract_unknown"),
        (but(NOTICE, contract=OVER), THEN, "contract_over"),
        (but(NOTICE, contract=ENDED), THEN, "contract_over"),
        (but(NOTICE, notice_given=True), THEN, "notice_given"),
        (NOTICE, THEN - 1, "notice_too_short"),
        (NOTICE, CONTENT.ends_at, "contract_ends_sooner"),
    ],
)
def test_refused(facts: Any, ends_at: int, refusal: str) -> None:
    assert said(give_notice, facts, asked(ends_at), BUYER) == refusal


def test_a_stranger_ends_nothing() -> None:
    assert said(give_notice, NOTICE, asked(), OTHER_BUYER) == "not_yours"


def test_who_may() -> None:
    assert may(GiveNotice) == {"seller", "buyer"}
