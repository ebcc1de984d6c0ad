"""An agreement on sharing, as tables of cases vary it."""

from typing import Any

import msgspec

from datafloor.contexts.people import Fixed, PeopleRule, Sharing, SharingFacts, SharingState
from datafloor.contexts.people.model import ProposeFacts
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, OTHER_SELLER, SELLER, actor, dong

PRODUCT, VERSION, ORDER = new_id("product"), new_id("version"), new_id("order")
SHARING, CLAIM, ACCRUAL = new_id("sharing"), new_id("claim"), new_id("accrual")
PAYOUT, CONTRIBUTION = new_id("payout"), new_id("contribution")
THIRD = actor("seller")
FUND = BUYER.organisation
RULE = PeopleRule(1_000, 5_000, 2_000, dong(10_000), 365, FUND)
TERMS = Sharing(
    providers=(SELLER.organisation, OTHER_SELLER.organisation),
    coverage_points=10_000,
    key=("id",),
)
PROPOSED = SharingFacts(
    sharing=SHARING,
    product=PRODUCT,
    seller=SELLER.organisation,
    terms=TERMS,
    state=SharingState.proposed,
    agreed=frozenset({SELLER.organisation}),
)
PROPOSING = ProposeFacts(
    seller=SELLER.organisation,
    about_people=False,
    columns=frozenset({"id", "person"}),
    sellers=frozenset({SELLER.organisation, OTHER_SELLER.organisation, THIRD.organisation}),
    rule=RULE,
    sharing_exists=False,
)


def terms(**but: Any) -> Sharing:
    """What is agreed, but for what is said."""
    return msgspec.structs.replace(TERMS, **but)


def stands(state: SharingState, *agreed: Actor, **but: Any) -> SharingFacts:
    """The agreement in this state, and who has agreed besides the seller."""
    organisations = frozenset({SELLER.organisation, *(each.organisation for each in agreed)})
    return msgspec.structs.replace(PROPOSED, state=state, agreed=organisations, **but)


def fixed(who: Actor, points: int) -> Fixed:
    """A fixed part."""
    return Fixed(who.organisation, points)
