"""Decisions about what is listed: suspended, listed again, deprecated, delisted."""

from collections.abc import Sequence

from datafloor.contexts.catalogue.commands import (
    DelistProduct,
    DeprecateProduct,
    LiftSuspension,
    SuspendProduct,
)
from datafloor.contexts.catalogue.events import (
    ProductDelisted,
    ProductDeprecated,
    ProductSuspended,
    SuspensionLifted,
)
from datafloor.contexts.catalogue.model import Office, ProductFacts, ProductState, StandingFacts
from datafloor.contexts.catalogue.rules.describing import own
from datafloor.kernel.clock import DAY
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def suspend_product(
    facts: StandingFacts | None, asked: SuspendProduct, call: Call
) -> Sequence[Event]:
    """On signs of a violation (Decree 314/2026, article 7.8), never its own product."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.product.organisation == call.by.organisation:
        raise Refused(Refusal.own_product)
    if facts.product.state is not ProductState.listed:
        raise Refused(Refusal.product_unlisted)
    return [ProductSuspended(product=asked.product, by=_office(call), reason=asked.reason)]


def lift_suspension(
    facts: StandingFacts | None, asked: LiftSuspension, call: Call
) -> Sequence[Event]:
    """Operating and supervising are separate: neither lifts what the other suspended."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.product.organisation == call.by.organisation:
        raise Refused(Refusal.own_product)
    if facts.suspended_by is None:
        raise Refused(Refusal.product_not_suspended)
    own_finding = facts.suspended_by is Office.exchange and "operator" in call.by.roles
    if facts.suspended_by is not _office(call) and not own_finding:
        raise Refused(Refusal.suspended_by_other, office=facts.suspended_by)
    return [SuspensionLifted(product=asked.product, by=facts.suspended_by, reason=asked.reason)]


def _office(call: Call) -> Office:
    return Office.supervisor if "supervisor" in call.by.roles else Office.operator


def delist_product(facts: ProductFacts | None, asked: DelistProduct, call: Call) -> Sequence[Event]:
    """By its seller or by the operator (Decree 314/2026, article 7.8)."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != call.by.organisation and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    if facts.state not in (ProductState.listed, ProductState.suspended):
        raise Refused(Refusal.product_unlisted)
    return [ProductDelisted(product=asked.product, reason=asked.reason)]


def deprecate_product(
    facts: StandingFacts | None, asked: DeprecateProduct, call: Call
) -> Sequence[Event]:
    """Notice is given once, of what is listed; its days run from now."""
    product = own(facts.product if facts else None, call)
    if product.state is not ProductState.listed:
        raise Refused(Refusal.product_unlisted)
    if facts is not None and facts.deprecated:
        return []
    return [
        ProductDeprecated(
            product=asked.product,
            notice_days=asked.notice_days,
            ends_at=call.now + asked.notice_days * DAY,
            reason=asked.reason,
        )
    ]
