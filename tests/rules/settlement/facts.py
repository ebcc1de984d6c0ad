"""The money of one order, as tables of cases vary it."""

from datafloor.contexts.settlement import BankDetails, Due, HoldState, PayoutState
from datafloor.contexts.settlement.model import HoldFacts, Payout
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong

ORDER = new_id("order")
DUE = Due(ORDER, BUYER.organisation, SELLER.organisation, dong(1_001))
HELD = HoldFacts(
    order=ORDER,
    buyer=BUYER.organisation,
    seller=SELLER.organisation,
    price=dong(1_001),
    state=HoldState.held,
    fee_basis_points=250,
    acceptance_ends_at=NOW + 7 * DAY,
)
NOT_HELD = [state for state in HoldState if state is not HoldState.held]
ENTRY = "e" * 64
DETAILS = BankDetails("970436", "19036543210011", "SAN DU LIEU")
OTHER_DETAILS = BankDetails("970415", "101010101010", "CONG TY ALPHA")
PAYOUT = new_id("payout")
ASKED_FOR = Payout(PAYOUT, SELLER.organisation, dong(500), PayoutState.requested)
