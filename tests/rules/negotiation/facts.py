"""A buy request, a proposal and a negotiation as tables of cases vary them."""

from typing import Any

from datafloor.contexts.negotiation import Proposal, State, Wanted
from datafloor.contexts.negotiation.model import (
    BuyRequestFacts,
    NegotiationFacts,
    OpenFacts,
    StepFacts,
)
from datafloor.contexts.policy import Purpose
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong
from tests.rules.market.facts import LICENCE, PRODUCT

WANTED = Wanted(
    title="Bus rides of 2026",
    content="Each ride with line, stop and time",
    period="2026",
    subject="Transport",
    coverage="All of Hà Nội",
    format="A table in Parquet",
    delivery="Delta Sharing",
    quality="At most one in a thousand rides missing",
    use="To plan new lines",
    days=365,
    purposes=(Purpose.internal_analysis,),
)
BUY_REQUEST = BuyRequestFacts(
    buy_request=new_id("wanted"),
    buyer=BUYER.organisation,
    open_until=NOW + 10 * DAY,
    withdrawn=False,
)
PROPOSAL = Proposal(
    licence=LICENCE,
    price=dong(5_000_000),
    purpose=Purpose.research,
    country="VN",
    expires_at=NOW + 7 * DAY,
)
OPEN = OpenFacts(exists=False, product=PRODUCT, buy_request=BUY_REQUEST, exclusive_taken=False)
NEGOTIATION = new_id("negotiation")


def talk(state: State, proposal: Proposal = PROPOSAL, **but: Any) -> StepFacts:
    """A negotiation in this state about this proposal, but for what is said of what surrounds
    it."""
    facts: dict[str, Any] = {"product": PRODUCT, "exclusive_taken": False} | but
    return StepFacts(
        NegotiationFacts(
            negotiation=NEGOTIATION,
            product=PRODUCT.product,
            seller=SELLER.organisation,
            buyer=BUYER.organisation,
            state=state,
            proposal=proposal,
            digest=canonical.digest(proposal),
            currency="VND",
        ),
        **facts,
    )
