"""A contract is to go on."""

from typing import Any

import pytest

from datafloor.contexts.agreements import ChangeProposed, ProposeRenewal, Renewal
from datafloor.contexts.agreements.rules import propose_renewal
from datafloor.contexts.policy import Purpose, TermsFacts
from datafloor.kernel.money import Money
from tests.rules.agreements.facts import (
    CHANGE_ID,
    CONTENT,
    CONTRACT,
    CONTRACT_ID,
    ENDED,
    LICENCE,
    ORDER,
    OVER,
    PROPOSAL,
    TERMS_ID,
    but,
    text_of,
)
from tests.rules.deciding import BUYER, SELLER, dong, may, said


def asked(price: Money) -> ProposeRenewal:
    return ProposeRenewal(
        change=CHANGE_ID, contract=CONTRACT_ID, order=ORDER, terms=TERMS_ID, price=price
    )


def test_either_side_proposes_it_before_the_end() -> None:
    what = Renewal(ORDER, TERMS_ID, CONTENT.terms_digest, LICENCE, dong(7))
    for by, other in ((SELLER, BUYER), (BUYER, SELLER)):
        assert said(propose_renewal, PROPOSAL, asked(dong(7)), by) == [
            ChangeProposed(
                change=CHANGE_ID,
                contract=CONTRACT_ID,
                edition_number=1,
                organisation=by.organisation,
                awaits=(other.organisation,),
                what=what,
            )
        ]


def _terms(**changes: Any) -> Any:
    text = text_of(but(LICENCE, **changes))
    return but(PROPOSAL, terms=TermsFacts(SELLER.organisation, text))


@pytest.mark.parametrize(
    ("facts", "price", "refusal"),
    [
        (but(PROPOSAL, contract=OVER), dong(0), "contract_over"),
        (but(PROPOSAL, contract=ENDED), dong(0), "contract_over"),
        (but(PROPOSAL, contract=but(CONTRACT, ends_at=None)), dong(0), "contract_endless"),
        (but(PROPOSAL, notice_given=True), dong(0), "notice_given"),
        (_terms(exclusive=True), dong(0), "exclusivity_stays"),
        (_terms(purposes=(Purpose.credit_scoring,)), dong(0), "purpose_not_licensed"),
        (PROPOSAL, Money(5, "EUR"), "currency_differs"),
    ],
)
def test_refused(facts: Any, price: Money, refusal: str) -> None:
    assert said(propose_renewal, facts, asked(price), BUYER) == refusal


def test_who_may() -> None:
    assert may(ProposeRenewal) == {"seller", "buyer"}
