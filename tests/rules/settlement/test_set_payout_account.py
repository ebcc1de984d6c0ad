"""Where an organisation's money is sent."""

import pytest

from datafloor.contexts.settlement import BankDetails, PayoutAccountSet, SetPayoutAccount
from datafloor.contexts.settlement.model import PayeeFacts
from datafloor.contexts.settlement.rules import set_payout_account
from tests.rules.deciding import SELLER, may, said
from tests.rules.settlement.facts import DETAILS, OTHER_DETAILS

ASKED = SetPayoutAccount(details=DETAILS)


@pytest.mark.parametrize("before", [None, OTHER_DETAILS])
def test_set(before: BankDetails | None) -> None:
    assert said(set_payout_account, PayeeFacts(before), ASKED, SELLER) == [
        PayoutAccountSet(organisation=SELLER.organisation)
    ]


def test_the_same_again() -> None:
    assert said(set_payout_account, PayeeFacts(DETAILS), ASKED, SELLER) == []


def test_who_may() -> None:
    assert may(SetPayoutAccount) == {"seller", "buyer"}
