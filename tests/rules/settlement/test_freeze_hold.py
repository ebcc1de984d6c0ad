"""What is held for a contract that is said to be broken waits."""

from msgspec.structs import replace

from datafloor.contexts.settlement import (
    EndAcceptance,
    FreezeHold,
    Ground,
    RefundOrder,
    ReleaseEscrow,
)
from datafloor.contexts.settlement.events import HoldFrozen
from datafloor.contexts.settlement.rules import (
    end_acceptance,
    freeze_hold,
    refund_order,
    release_escrow,
)
from datafloor.kernel.message import EXCHANGE
from tests.rules.deciding import may, said
from tests.rules.settlement.facts import HELD, NOT_HELD, ORDER

ASKED = FreezeHold(order=ORDER)
FROZEN = replace(HELD, acceptance_ends_at=None)


def test_once_and_only_what_is_held() -> None:
    assert said(freeze_hold, HELD, ASKED) == [HoldFrozen(order=ORDER)]
    for facts in (None, FROZEN, *(replace(HELD, state=each) for each in NOT_HELD)):
        assert said(freeze_hold, facts, ASKED) == []
    assert may(FreezeHold) == {"exchange"}


def test_nothing_releases_it_by_itself() -> None:
    for ground in (Ground.delivery_proven, Ground.period_over):
        assert said(release_escrow, FROZEN, ReleaseEscrow(order=ORDER, ground=ground)) == []
    assert said(end_acceptance, FROZEN, EndAcceptance(order=ORDER)) == "escrow_frozen"
    assert said(refund_order, FROZEN, RefundOrder(order=ORDER, reason="Over."), EXCHANGE) == []
