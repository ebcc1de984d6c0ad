"""The money of one order, as tables of cases vary it."""

from datafloor.contexts.settlement import Due, HoldState
from datafloor.contexts.settlement.model import HoldFacts
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
