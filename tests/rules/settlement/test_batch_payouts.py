"""Putting payouts into a file for the bank: each into one."""

import msgspec
import pytest

from datafloor.contexts.settlement import BatchPayouts, PayoutsBatched, PayoutState
from datafloor.contexts.settlement.model import BatchFacts, Payout
from datafloor.contexts.settlement.rules import batch_payouts
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import MAX_MINOR, Money
from tests.rules.deciding import BUYER, OPERATOR, dong, may, said
from tests.rules.settlement.facts import ASKED_FOR, PAYOUT

BATCH = new_id("batch")
SECOND = Payout(new_id("payout"), BUYER.organisation, dong(7), PayoutState.requested)
ASKED = BatchPayouts(batch=BATCH, payouts=(PAYOUT, SECOND.payout))


def test_batched() -> None:
    assert said(batch_payouts, BatchFacts((ASKED_FOR, SECOND), False), ASKED, OPERATOR) == [
        PayoutsBatched(batch=BATCH, payouts=(PAYOUT, SECOND.payout), total=dong(507))
    ]


@pytest.mark.parametrize("state", [s for s in PayoutState if s is not PayoutState.requested])
def test_only_what_is_in_no_file(state: PayoutState) -> None:
    facts = BatchFacts((ASKED_FOR, msgspec.structs.replace(SECOND, state=state)), False)
    assert said(batch_payouts, facts, ASKED, OPERATOR) == "payout_closed"


def test_refused() -> None:
    def decided(second: Payout, taken: bool = False) -> object:
        return said(batch_payouts, BatchFacts((ASKED_FOR, second), taken), ASKED, OPERATOR)

    assert decided(SECOND, taken=True) == "id_taken"
    assert said(batch_payouts, BatchFacts((ASKED_FOR,), False), ASKED, OPERATOR) == "payout_unknown"
    euro = msgspec.structs.replace(SECOND, amount=Money(7, "EUR"))
    assert decided(euro) == "currency_differs"
    assert decided(msgspec.structs.replace(SECOND, amount=dong(MAX_MINOR))) == "money_limit"
    twice = BatchPayouts(batch=BATCH, payouts=(PAYOUT, PAYOUT))
    facts = BatchFacts((ASKED_FOR,), False)
    assert said(batch_payouts, facts, twice, OPERATOR) == "payout_unknown"


def test_who_may() -> None:
    assert may(BatchPayouts) == {"operator"}
