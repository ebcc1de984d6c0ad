"""What nobody claimed goes to the fund."""

from datafloor.contexts.settlement import Cause, GiveUnclaimed, Transferred, people, wallet
from datafloor.contexts.settlement.model import BalanceFacts
from datafloor.contexts.settlement.rules import give_unclaimed
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, dong, may, said

PRODUCT, ACCRUAL = new_id("product"), new_id("accrual")


def asked(minor: int) -> GiveUnclaimed:
    return GiveUnclaimed(
        accrual=ACCRUAL, product=PRODUCT, organisation=BUYER.organisation, amount=dong(minor)
    )


def test_given() -> None:
    assert said(give_unclaimed, BalanceFacts(500), asked(500)) == [
        Transferred(
            debit=people(PRODUCT),
            credit=wallet(BUYER.organisation),
            amount=dong(500),
            cause=Cause.unclaimed,
            about=ACCRUAL,
        )
    ]
    assert said(give_unclaimed, BalanceFacts(499), asked(500)) == "wallet_short"
    assert said(give_unclaimed, BalanceFacts(0), asked(0)) == []
    assert may(GiveUnclaimed) == {"exchange"}
