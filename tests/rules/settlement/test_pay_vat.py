"""Paying the tax to the State: what was set apart, each bank entry once."""

from typing import Any

import pytest

from datafloor.contexts.settlement import BANK, Cause, PayVat, Transferred, VatPaid, vat
from datafloor.contexts.settlement.model import EntryFacts, PayoutFacts
from datafloor.contexts.settlement.rules import pay_vat
from tests.rules.deciding import OPERATOR, SELLER, dong, may, said
from tests.rules.settlement.facts import ENTRY

ORGANISATION = SELLER.organisation


def asked(minor: int = 90) -> PayVat:
    return PayVat(entry=ENTRY, organisation=ORGANISATION, amount=dong(minor))


def test_it_leaves_the_account_of_the_tax() -> None:
    assert said(pay_vat, PayoutFacts(None, 100), asked(), OPERATOR) == [
        Transferred(
            debit=vat(ORGANISATION),
            credit=BANK,
            amount=dong(90),
            cause=Cause.vat_paid,
            about=ENTRY,
        ),
        VatPaid(entry=ENTRY, organisation=ORGANISATION, amount=dong(90)),
    ]


@pytest.mark.parametrize(
    ("facts", "minor", "refusal"),
    [
        (PayoutFacts(None, 89), 90, "vat_short"),
        (PayoutFacts(None, 100), 0, "amount_zero"),
        (PayoutFacts(EntryFacts(ORGANISATION, -90, "VND"), 100), 90, "payment_counted"),
        (PayoutFacts(EntryFacts(ORGANISATION, -80, "VND"), 100), 90, "payment_differs"),
    ],
)
def test_refused(facts: Any, minor: int, refusal: str) -> None:
    assert said(pay_vat, facts, asked(minor), OPERATOR) == refusal


def test_who_may() -> None:
    assert may(PayVat) == {"operator"}
