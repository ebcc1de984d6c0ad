"""How a listed product stands, and what a visitor can do about it."""

from msgspec import Struct

from datafloor.contexts import catalogue, certificates, participants
from datafloor.contexts.catalogue import (
    AppraisalView,
    CheckSample,
    DeprecateProduct,
    FileAppraisal,
    LiftSuspension,
    ListingView,
    ProductState,
    SuspendProduct,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Actor, Command
from datafloor.web.pages.acting import Act, inputs

ACTS: dict[str, type[Command]] = {
    "check_sample": CheckSample,
    "suspend_product": SuspendProduct,
    "lift_suspension": LiftSuspension,
    "deprecate_product": DeprecateProduct,
    "file_appraisal": FileAppraisal,
}
"""What can be done with a listed product, by the name that the forms use."""


class Standing(Struct, frozen=True):
    """A product's suspension and end, the reports of appraisers, and what can be done now."""

    listing: ListingView
    appraisals: list[AppraisalView]
    appraisers: dict[str, str]
    acts: list[Act]


def standing(tx: Tx, product: str, by: Actor, now: int) -> Standing:
    """How a product stands for one visitor."""
    listing = catalogue.listing(tx, product)
    found = catalogue.appraisals(tx, product)
    return Standing(
        listing,
        found,
        participants.names(tx, (each.appraiser for each in found)),
        [
            Act(name, inputs(ACTS[name], ["product", "appraisal"]))
            for name in _acts(tx, listing, by, now)
        ],
    )


def _acts(tx: Tx, listing: ListingView, by: Actor, now: int) -> list[str]:
    facts = catalogue.product_facts(tx, listing.product)
    if facts is None or not by.organisation:
        return []
    names = []
    offices = by.roles & {"operator", "supervisor"}
    if facts.state is ProductState.listed:
        if "operator" in by.roles and listing.drawn and listing.outcome is None:
            names.append("check_sample")
        if offices:
            names.append("suspend_product")
        if facts.organisation == by.organisation and listing.ends_at is None:
            names.append("deprecate_product")
        elif certificates.standing(tx, by.organisation, now).held:
            names.append("file_appraisal")
    if facts.state is ProductState.suspended and listing.suspended_by in offices:
        names.append("lift_suspension")
    return names
