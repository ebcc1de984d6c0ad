"""Claiming: by who knows whom the data are about, and once a head."""

import pytest

from datafloor.contexts.people import ClaimHead
from datafloor.contexts.people.events import HeadClaimed
from datafloor.contexts.people.model import HeadFacts
from datafloor.contexts.people.rules import claim_head
from datafloor.contexts.settlement import BankDetails
from tests.rules.deciding import OPERATOR, OTHER_SELLER, SELLER, may, said
from tests.rules.people.facts import CLAIM, PRODUCT

ASKED = ClaimHead(
    claim=CLAIM,
    product=PRODUCT,
    head="0123456789abcdef",
    payee=BankDetails("970415", "101010101010", "LE BINH"),
)
FREE = HeadFacts(SELLER.organisation, False, False)


@pytest.mark.parametrize(
    ("facts", "by", "comes"),
    [
        (FREE, SELLER, [HeadClaimed(claim=CLAIM, product=PRODUCT)]),
        (FREE, OPERATOR, [HeadClaimed(claim=CLAIM, product=PRODUCT)]),
        (FREE, OTHER_SELLER, "not_yours"),
        (HeadFacts(None, False, False), SELLER, "product_unknown"),
        (HeadFacts(SELLER.organisation, True, False), SELLER, "id_taken"),
        (HeadFacts(SELLER.organisation, False, True), SELLER, "head_claimed"),
    ],
)
def test_claimed(facts: HeadFacts, by: object, comes: object) -> None:
    assert said(claim_head, facts, ASKED, by) == comes  # type: ignore[arg-type]
    assert may(ClaimHead) == {"seller", "operator"}
