"""The decisions about the money of orders, and about money recorded by hand."""

from collections.abc import Sequence

import msgspec

from datafloor.contexts.settlement.commands import (
    CombinePayments,
    CoverOrder,
    EndAcceptance,
    EndAwaiting,
    FreezeHold,
    PayFromWallet,
    RecordPayment,
    RecordPayout,
    RefundOrder,
    ReleaseEscrow,
    SetAcceptance,
    SetFee,
    SettleHold,
)
from datafloor.contexts.settlement.events import (
    AcceptanceSet,
    AwaitingEnded,
    EscrowReleased,
    FeeSet,
    HoldFrozen,
    OrderCovered,
    OrderRefunded,
    PaymentAwaited,
    PaymentRecorded,
    PaymentsCombined,
    PayoutRecorded,
)
from datafloor.contexts.settlement.model import (
    BANK,
    FEES,
    LIMIT,
    AcceptanceFacts,
    Cause,
    CombineFacts,
    CoverFacts,
    Due,
    EntryFacts,
    FeeFacts,
    Ground,
    HoldFacts,
    HoldState,
    PaymentFacts,
    PayoutFacts,
    WalletFacts,
    combined_reference,
    escrow,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model.tax import vat
from datafloor.contexts.settlement.rules.moves import check_entry, coverable, transferred
from datafloor.contexts.settlement.rules.tax import vat_within
from datafloor.kernel.clock import DAY, iso
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money, split
from datafloor.kernel.refusal import Refusal, Refused


def cover_order(facts: CoverFacts, asked: CoverOrder, call: Call) -> Sequence[Event]:
    """Hold the price if the wallet has it, else await it. A price of nothing is covered."""
    due = asked.due
    if facts.state not in (None, HoldState.awaited):
        return []
    if facts.wallet >= due.price.minor:
        return _covered(due, facts.fee_basis_points, facts.acceptance_days, call)
    if facts.state is HoldState.awaited:
        return []
    return [
        PaymentAwaited(
            order=due.order,
            buyer=due.buyer,
            seller=due.seller,
            amount=due.price,
            reference=reference_of(due.order),
        )
    ]


def combine_payments(facts: CombineFacts, asked: CombinePayments, call: Call) -> Sequence[Event]:
    """Of one buyer, in one currency, and each still awaited. No money moves."""
    if {each.order for each in facts.holds} != set(asked.orders):
        raise Refused(Refusal.order_unknown)
    if any(each.buyer != call.by.organisation for each in facts.holds):
        raise Refused(Refusal.not_yours)
    currency, *others = dict.fromkeys(each.price.currency for each in facts.holds)
    if others:
        raise Refused(Refusal.currency_differs, expected=currency, found=others[0])
    for each in facts.holds:
        if each.state is not HoldState.awaited:
            raise Refused(Refusal.payment_not_awaited, state=each.state.value)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        PaymentsCombined(
            combined=asked.combined,
            buyer=call.by.organisation,
            orders=tuple(dict.fromkeys(asked.orders)),
            currency=currency,
            reference=combined_reference(asked.combined),
        )
    ]


def pay_from_wallet(facts: WalletFacts, asked: PayFromWallet, call: Call) -> Sequence[Event]:
    """What is awaited, by its buyer, if the wallet has all of it."""
    hold = facts.hold
    if hold is None:
        raise Refused(Refusal.order_unknown)
    if hold.buyer != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if hold.state is not HoldState.awaited:
        raise Refused(Refusal.payment_not_awaited, state=hold.state.value)
    if facts.wallet < hold.price.minor:
        raise Refused(Refusal.wallet_short)
    due = Due(hold.order, hold.buyer, hold.seller, hold.price)
    return _covered(due, facts.fee_basis_points, facts.acceptance_days, call)


def _covered(due: Due, fee_basis_points: int, days: int, call: Call) -> Sequence[Event]:
    """The price is held, where there is one."""
    hold = transferred(wallet(due.buyer), escrow(due.order), due.price, Cause.hold, due.order)
    covered = OrderCovered(
        order=due.order,
        buyer=due.buyer,
        seller=due.seller,
        amount=due.price,
        fee_basis_points=fee_basis_points,
        acceptance_ends_at=call.now + days * DAY,
    )
    return [hold, covered] if due.price.minor else [covered]


def end_awaiting(facts: HoldFacts | None, asked: EndAwaiting, call: Call) -> Sequence[Event]:
    """Only of what is awaited."""
    if facts is None or facts.state is not HoldState.awaited:
        return []
    return [AwaitingEnded(order=asked.order)]


def record_payment(facts: PaymentFacts, asked: RecordPayment, call: Call) -> Sequence[Event]:
    """The money is the payer's; then it covers the payer's awaited orders, the oldest first, each
    that it suffices for. What is too much, or for no order, stays in the wallet."""
    amount = asked.amount
    if (asked.organisation is None) == (asked.reference is None):
        raise Refused(Refusal.payer_unclear)
    if amount.minor == 0:
        raise Refused(Refusal.amount_zero)
    if facts.organisation is None:
        raise Refused(Refusal.reference_unknown, reference=asked.reference)
    if facts.currency not in (None, amount.currency):
        raise Refused(Refusal.currency_differs, expected=facts.currency, found=amount.currency)
    check_entry(facts.entry, EntryFacts(facts.organisation, amount.minor, amount.currency))
    if facts.held + amount.minor > LIMIT:
        raise Refused(Refusal.money_limit, limit=LIMIT, currency=amount.currency)
    return [
        transferred(BANK, wallet(facts.organisation), amount, Cause.payment, asked.entry),
        PaymentRecorded(
            entry=asked.entry,
            organisation=facts.organisation,
            amount=amount,
            covers=coverable(facts.awaited, facts.wallet + amount.minor),
        ),
    ]


def record_payout(facts: PayoutFacts, asked: RecordPayout, call: Call) -> Sequence[Event]:
    """Nobody is paid out more than the wallet has."""
    amount = asked.amount
    if amount.minor == 0:
        raise Refused(Refusal.amount_zero)
    check_entry(facts.entry, EntryFacts(asked.organisation, -amount.minor, amount.currency))
    if facts.wallet < amount.minor:
        raise Refused(Refusal.wallet_short)
    return [
        transferred(wallet(asked.organisation), BANK, amount, Cause.payout, asked.entry),
        PayoutRecorded(entry=asked.entry, organisation=asked.organisation, amount=amount),
    ]


def release_escrow(facts: HoldFacts | None, asked: ReleaseEscrow, call: Call) -> Sequence[Event]:
    """Once; what is not held any more moves no more, and what is frozen waits."""
    if facts is None or facts.state is not HoldState.held or facts.frozen:
        return []
    return _release(facts, asked.ground, call)


def end_acceptance(facts: HoldFacts | None, asked: EndAcceptance, call: Call) -> Sequence[Event]:
    """Not before its deadline."""
    if facts is None or facts.state is not HoldState.held:
        raise Refused(Refusal.escrow_not_held)
    if facts.acceptance_ends_at is None:
        raise Refused(Refusal.escrow_frozen)
    if call.now < facts.acceptance_ends_at:
        raise Refused(Refusal.acceptance_open, until=iso(facts.acceptance_ends_at))
    return _release(facts, Ground.acceptance_ended, call)


def _release(facts: HoldFacts, ground: Ground, call: Call) -> Sequence[Event]:
    """The fee, the tax and the seller's share sum to what is held, exactly."""
    rate = facts.fee_basis_points
    currency = facts.price.currency
    fee_minor, rest = split(facts.price.minor, [rate, 10_000 - rate])
    tax = vat_within(facts.price, facts.tax_method, rest, call)
    fee, paid = Money(fee_minor, currency), Money(rest - (tax.amount.minor if tax else 0), currency)
    held, order = escrow(facts.order), facts.order
    moves = [
        transferred(held, FEES, fee, Cause.fee, order),
        transferred(held, wallet(facts.seller), paid, Cause.release, order),
    ]
    if tax is not None:
        moves.append(transferred(held, vat(facts.seller), tax.amount, Cause.vat, order))
    return [
        *(move for move in moves if move.amount.minor),
        EscrowReleased(order=order, ground=ground, fee=fee, paid=paid, vat=tax),
    ]


def refund_order(facts: HoldFacts | None, asked: RefundOrder, call: Call) -> Sequence[Event]:
    """By the seller or the operator while the money is held; by the exchange itself when the
    contract ended, and then it is no error that the seller was paid before."""
    exchange = "exchange" in call.by.roles
    if facts is None:
        raise Refused(Refusal.order_unknown)
    if facts.seller != call.by.organisation and "operator" not in call.by.roles and not exchange:
        raise Refused(Refusal.not_yours)
    if exchange and (facts.state is not HoldState.held or facts.frozen):
        return []
    if facts.state is not HoldState.held:
        raise Refused(Refusal.escrow_not_held)
    back = transferred(
        escrow(facts.order), wallet(facts.buyer), facts.price, Cause.refund, facts.order
    )
    return [back, OrderRefunded(order=facts.order, amount=facts.price, reason=asked.reason)]


def freeze_hold(facts: HoldFacts | None, asked: FreezeHold, call: Call) -> Sequence[Event]:
    """Where something is held."""
    if facts is None or facts.state is not HoldState.held or facts.frozen:
        return []
    return [HoldFrozen(order=asked.order)]


def settle_hold(facts: HoldFacts | None, asked: SettleHold, call: Call) -> Sequence[Event]:
    """What was frozen, once. Of nothing that the seller keeps there is no fee and no tax."""
    if facts is None or not facts.frozen:
        return []
    price = facts.price
    back = Money(min(asked.back.minor, price.minor), price.currency)
    moved = transferred(escrow(facts.order), wallet(facts.buyer), back, Cause.refund, facts.order)
    if back == price:
        return [moved, OrderRefunded(order=facts.order, amount=back, reason=asked.reason)]
    rest = msgspec.structs.replace(facts, price=Money(price.minor - back.minor, price.currency))
    released = _release(rest, Ground.settled, call)
    return [moved, *released] if back.minor else released


def set_fee(facts: FeeFacts, asked: SetFee, call: Call) -> Sequence[Event]:
    """Orders that are covered already keep their fee."""
    if facts.basis_points == asked.basis_points:
        return []
    return [FeeSet(basis_points=asked.basis_points)]


def set_acceptance(facts: AcceptanceFacts, asked: SetAcceptance, call: Call) -> Sequence[Event]:
    """For what is covered from now on; a deadline that runs stays as it is."""
    return [] if facts.days == asked.days else [AcceptanceSet(days=asked.days)]
