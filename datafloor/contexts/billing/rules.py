"""The decisions about bills and subscriptions."""

from collections.abc import Sequence

from datafloor.contexts.billing.commands import (
    CancelSubscription,
    ChangeBilling,
    ClosePeriod,
    EndUnpaid,
    KeepSubscription,
    StartBilling,
    StopBilling,
)
from datafloor.contexts.billing.events import (
    BillingChanged,
    BillingEnded,
    BillingStarted,
    BillIssued,
    SubscriptionCancelled,
    SubscriptionKept,
)
from datafloor.contexts.billing.model import (
    GRACE,
    BillingFacts,
    BillLine,
    CloseFacts,
    EndedFor,
    UnpaidFacts,
    period_end,
)
from datafloor.contexts.market import Subscription, Usage, usage_bill
from datafloor.kernel.clock import DAY, iso
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


def start_billing(facts: None, asked: StartBilling, call: Call) -> Sequence[Event]:
    """The first period begins with the contract; a subscription's is paid with the order."""
    return [
        BillingStarted(
            contract=asked.contract,
            order=asked.order,
            buyer=asked.buyer,
            seller=asked.seller,
            price=asked.price,
            form=asked.form,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            period_ends_at=period_end(asked.form, asked.starts_at, 1, asked.starts_at),
        )
    ]


def change_billing(facts: BillingFacts | None, asked: ChangeBilling, call: Call) -> Sequence[Event]:
    """Price, form and period stay what they were. What was billed before stays the former
    buyer's."""
    if facts is None or facts.ended or (facts.buyer, facts.ends_at) == (asked.buyer, asked.ends_at):
        return []
    return [
        BillingChanged(
            contract=asked.contract, order=facts.order, buyer=asked.buyer, ends_at=asked.ends_at
        )
    ]


def close_period(facts: CloseFacts, asked: ClosePeriod, call: Call) -> Sequence[Event]:
    """Not before its end. It closes one period; whoever asks at the clock asks again for the
    next, so that none is left out after a long stop."""
    billing = facts.billing
    if billing is None:
        raise Refused(Refusal.billing_unknown)
    if billing.ended:
        return []
    due_at = billing.period_ends_at
    if billing.ends_at is not None:
        due_at = min(due_at, billing.ends_at)
    if call.now < due_at:
        raise Refused(Refusal.period_open, until=iso(due_at))
    if isinstance(billing.form, Subscription):
        if due_at == billing.ends_at:
            return [_ended(billing, EndedFor.period_over)]
        return _renewed(billing, facts, asked.bill, billing.form)
    bill = _used(billing, billing.form, facts.used_count, asked.bill, due_at)
    if due_at == billing.ends_at:
        return [bill, _ended(billing, EndedFor.period_over)]
    return [bill]


def _renewed(
    billing: BillingFacts, facts: CloseFacts, bill: str, form: Subscription
) -> Sequence[Event]:
    """The next period begins at the end of the last, is billed at once, and can be read while it
    is paid for. A period that nobody paid is not followed by another."""
    if facts.unpaid:
        return [_ended(billing, EndedFor.unpaid)]
    if billing.stops_at is not None and billing.stops_at <= billing.period_ends_at:
        why = EndedFor.cancelled if form.renews else EndedFor.period_over
        return [_ended(billing, why)]
    number, since = billing.period_number + 1, billing.period_ends_at
    until = period_end(form, billing.started_at, number, since)
    return [
        BillIssued(
            bill=bill,
            contract=billing.contract,
            order=billing.order,
            buyer=billing.buyer,
            seller=billing.seller,
            amount=billing.price,
            period_number=number,
            since=since,
            until=until,
            units_count=0,
            lines=(BillLine(0, 0, billing.price.minor),),
            next_ends_at=until,
        )
    ]


def _used(billing: BillingFacts, form: Usage, used_count: int, bill: str, until: int) -> BillIssued:
    """What was metered by now and not billed before. A meter that was read late puts its units
    into the next month, never into two."""
    units = max(used_count - billing.billed_count, 0)
    lines = usage_bill(form, units)
    return BillIssued(
        bill=bill,
        contract=billing.contract,
        order=billing.order,
        buyer=billing.buyer,
        seller=billing.seller,
        amount=Money(sum(line.minor for line in lines), billing.price.currency),
        period_number=billing.period_number,
        since=billing.period_starts_at,
        until=until,
        units_count=units,
        lines=lines,
        next_ends_at=period_end(form, billing.started_at, billing.period_number + 1, until),
    )


def _ended(billing: BillingFacts, why: EndedFor) -> BillingEnded:
    return BillingEnded(
        contract=billing.contract,
        order=billing.order,
        ended_for=why,
        prepaid=isinstance(billing.form, Subscription),
    )


def cancel_subscription(
    facts: BillingFacts | None, asked: CancelSubscription, call: Call
) -> Sequence[Event]:
    """For the end of the first period that it can still be given notice of: the one under way
    until its last instant less the notice, else the next. Which period is under way is reckoned
    from the clock and not from whether somebody has closed the last one already."""
    billing, form = _subscription(facts, call)
    number, ends_at = billing.period_number, billing.period_ends_at
    notice = form.notice_days * DAY
    while call.now >= ends_at or call.now + notice > ends_at:
        if not form.renews or ends_at == billing.stops_at:
            break
        number += 1
        ends_at = period_end(form, billing.started_at, number, ends_at)
    if billing.stops_at is not None and billing.stops_at <= ends_at:
        return []
    return [SubscriptionCancelled(contract=asked.contract, order=billing.order, stops_at=ends_at)]


def keep_subscription(
    facts: BillingFacts | None, asked: KeepSubscription, call: Call
) -> Sequence[Event]:
    """Before it has ended. One that renews by itself goes on until it is cancelled again; another
    for one period more."""
    billing, form = _subscription(facts, call)
    if billing.buyer != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if billing.stops_at is None or call.now >= billing.stops_at:
        return []
    stops_at = None
    if not form.renews:
        stops_at = period_end(form, billing.started_at, billing.period_number + 1, call.now)
        if stops_at == billing.stops_at:
            return []
    return [SubscriptionKept(contract=asked.contract, order=billing.order, stops_at=stops_at)]


def _subscription(facts: BillingFacts | None, call: Call) -> tuple[BillingFacts, Subscription]:
    if facts is None or not isinstance(facts.form, Subscription):
        raise Refused(Refusal.billing_unknown)
    if call.by.organisation not in (facts.buyer, facts.seller):
        raise Refused(Refusal.not_yours)
    if facts.ended:
        raise Refused(Refusal.billing_over)
    return facts, facts.form


def end_unpaid(facts: UnpaidFacts, asked: EndUnpaid, call: Call) -> Sequence[Event]:
    """After the days of grace."""
    if facts.billing is None:
        raise Refused(Refusal.billing_unknown)
    if facts.billing.ended or facts.unpaid_since is None:
        return []
    if call.now < facts.unpaid_since + GRACE:
        raise Refused(Refusal.period_open, until=iso(facts.unpaid_since + GRACE))
    return [_ended(facts.billing, EndedFor.unpaid)]


def stop_billing(facts: CloseFacts, asked: StopBilling, call: Call) -> Sequence[Event]:
    """A subscription gives nothing back; use until now is owed."""
    billing = facts.billing
    if billing is None or billing.ended:
        return []
    ended = _ended(billing, EndedFor.contract_ended)
    if isinstance(billing.form, Subscription):
        return [ended]
    return [_used(billing, billing.form, facts.used_count, asked.bill, call.now), ended]
