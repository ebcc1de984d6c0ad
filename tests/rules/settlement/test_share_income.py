"""Others' shares leave the seller's wallet, and no more than is in it."""

from datafloor.contexts.settlement import Cause, Share, ShareIncome, Transferred, people, wallet
from datafloor.contexts.settlement.model import BalanceFacts
from datafloor.contexts.settlement.rules import share_income
from datafloor.kernel.ids import new_id
from tests.rules.deciding import OTHER_SELLER, SELLER, dong, may, said
from tests.rules.settlement.facts import ORDER

PRODUCT = new_id("product")
ASKED = ShareIncome(
    order=ORDER,
    seller=SELLER.organisation,
    product=PRODUCT,
    shares=(Share(OTHER_SELLER.organisation, dong(300)), Share(SELLER.organisation, dong(0))),
    people=dong(100),
)


def test_shared() -> None:
    own = wallet(SELLER.organisation)
    due = [
        (wallet(OTHER_SELLER.organisation), 300, Cause.share),
        (people(PRODUCT), 100, Cause.people),
    ]
    assert said(share_income, BalanceFacts(400), ASKED) == [
        Transferred(debit=own, credit=to, amount=dong(minor), cause=cause, about=ORDER)
        for to, minor, cause in due
    ]
    assert said(share_income, BalanceFacts(399), ASKED) == "wallet_short"
    assert may(ShareIncome) == {"exchange"}
