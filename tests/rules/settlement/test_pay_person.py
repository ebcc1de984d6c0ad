"""Paying one of the people in the data: once, to a known account, of what belongs to them."""

import pytest

from datafloor.contexts.settlement import (
    PAYOUTS,
    Cause,
    PayPerson,
    PersonPayoutRequested,
    Transferred,
    people,
)
from datafloor.contexts.settlement.model import PersonFacts
from datafloor.contexts.settlement.rules import pay_person
from datafloor.kernel.ids import new_id
from tests.rules.deciding import dong, may, said
from tests.rules.settlement.facts import PAYOUT

PRODUCT, CLAIM = new_id("product"), new_id("claim")
ASKED = PayPerson(payout=PAYOUT, claim=CLAIM, product=PRODUCT, amount=dong(500))


def test_paid() -> None:
    assert said(pay_person, PersonFacts(500, False, True), ASKED) == [
        Transferred(
            debit=people(PRODUCT),
            credit=PAYOUTS,
            amount=dong(500),
            cause=Cause.requested,
            about=PAYOUT,
        ),
        PersonPayoutRequested(payout=PAYOUT, claim=CLAIM, product=PRODUCT, amount=dong(500)),
    ]


@pytest.mark.parametrize(
    ("facts", "comes"),
    [
        (PersonFacts(499, False, True), "wallet_short"),
        (PersonFacts(500, True, True), "id_taken"),
        (PersonFacts(500, False, False), "payout_account_missing"),
    ],
)
def test_not_paid(facts: PersonFacts, comes: object) -> None:
    assert said(pay_person, facts, ASKED) == comes
    assert may(PayPerson) == {"exchange"}
