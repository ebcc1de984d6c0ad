"""A grant as tables of cases vary it."""

from datafloor.contexts.delivery.model import GrantFacts
from datafloor.kernel.ids import derived, new_id
from tests.rules.deciding import BUYER, DAY, NOW

CONTRACT = new_id("contract")
GRANT = GrantFacts(
    grant=derived("grant", CONTRACT),
    contract=CONTRACT,
    buyer=BUYER.organisation,
    product=new_id("product"),
    version=new_id("version"),
    ends_at=NOW + 30 * DAY,
    revoked=False,
    proven=False,
)
