"""Counting what a statement says: once, and every đồng of it has its place."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import (
    BANK,
    OUTGO,
    PAYOUTS,
    SUSPENSE,
    Cause,
    CountEntry,
    Due,
    EntryCounted,
    HoldState,
    Outcome,
    PayoutPaid,
    PayoutState,
    Transferred,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model import LIMIT, CountFacts, EntryFacts, Payout, Referred
from datafloor.contexts.settlement.rules import count_entry
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from tests.rules.deciding import BUYER, NOW, OPERATOR, OTHER_BUYER, SELLER, dong, may, said
from tests.rules.settlement.facts import ASKED_FOR, DUE, ENTRY, ORDER, PAYOUT

FACTS = CountFacts(
    entry=None,
    parts_count=None,
    held=0,
    referred=(Referred(DUE, HoldState.awaited),),
    wallets=((BUYER.organisation, 0),),
)
ASKED = CountEntry(
    entry=ENTRY,
    whole=ENTRY,
    parts_count=1,
    incoming=True,
    amount=dong(1_001),
    booked_at=NOW,
    references=(reference_of(ORDER),),
)
LEFT = msgspec.structs.replace(
    ASKED, incoming=False, amount=dong(500), references=(), payouts=(PAYOUT,)
)


def counted(
    asked: CountEntry,
    outcome: Outcome,
    organisation: str | None = None,
    order: str | None = None,
    covers: tuple[Due, ...] = (),
) -> EntryCounted:
    return EntryCounted(
        entry=asked.entry,
        whole=asked.whole,
        parts_count=asked.parts_count,
        incoming=asked.incoming,
        amount=asked.amount,
        booked_at=asked.booked_at,
        outcome=outcome,
        organisation=organisation,
        order=order,
        covers=covers,
    )


def moved(debit: str, credit: str, minor: int, cause: Cause, about: str = ENTRY) -> Transferred:
    return Transferred(debit=debit, credit=credit, amount=dong(minor), cause=cause, about=about)


def other_due(buyer: str = BUYER.organisation, minor: int = 300, currency: str = "VND") -> Due:
    return Due(new_id("order"), buyer, SELLER.organisation, Money(minor, currency))


@pytest.mark.parametrize(
    ("paid", "has", "outcome", "covers"),
    [
        (1_001, 0, Outcome.paid, True),
        (1_000, 0, Outcome.underpaid, False),
        (1, 0, Outcome.underpaid, False),
        (1_000, 1, Outcome.paid, True),
        (1_002, 0, Outcome.overpaid, True),
        (1_001, 1, Outcome.overpaid, True),
    ],
)
def test_money_with_a_reference(paid: int, has: int, outcome: Outcome, covers: bool) -> None:
    facts = msgspec.structs.replace(FACTS, wallets=((BUYER.organisation, has),))
    asked = msgspec.structs.replace(ASKED, amount=dong(paid))
    assert said(count_entry, facts, asked, OPERATOR) == [
        moved(BANK, wallet(BUYER.organisation), paid, Cause.payment),
        counted(asked, outcome, BUYER.organisation, ORDER, (DUE,) if covers else ()),
    ]


@pytest.mark.parametrize("state", [s for s in HoldState if s is not HoldState.awaited])
def test_late_money_stays_in_the_wallet(state: HoldState) -> None:
    facts = msgspec.structs.replace(FACTS, referred=(Referred(DUE, state),))
    moves, entry = said(count_entry, facts, ASKED, OPERATOR)
    assert moves.credit == wallet(BUYER.organisation)
    assert (entry.outcome, entry.covers) == (Outcome.late, ())


def test_two_orders_of_one_buyer() -> None:
    second = other_due()
    facts = msgspec.structs.replace(
        FACTS, referred=(*FACTS.referred, Referred(second, HoldState.awaited))
    )
    for paid, outcome, covers in (
        (1_301, Outcome.paid, (DUE, second)),
        (1_300, Outcome.underpaid, (DUE,)),
        (400, Outcome.underpaid, (second,)),
    ):
        asked = msgspec.structs.replace(ASKED, amount=dong(paid))
        _, entry = said(count_entry, facts, asked, OPERATOR)
        assert (entry.outcome, entry.covers) == (outcome, covers)


@pytest.mark.parametrize(
    "referred",
    [
        (),
        (
            Referred(DUE, HoldState.awaited),
            Referred(other_due(OTHER_BUYER.organisation), HoldState.held),
        ),
        (Referred(other_due(currency="USD"), HoldState.awaited),),
    ],
    ids=["no reference", "two buyers", "another currency"],
)
def test_money_that_nobody_can_place_is_suspended(referred: tuple[Referred, ...]) -> None:
    facts = msgspec.structs.replace(FACTS, referred=referred)
    assert said(count_entry, facts, ASKED, OPERATOR) == [
        moved(BANK, SUSPENSE, 1_001, Cause.suspended),
        counted(ASKED, Outcome.suspended),
    ]


@pytest.mark.parametrize("state", [PayoutState.requested, PayoutState.batched])
def test_money_that_left_confirms_its_payout(state: PayoutState) -> None:
    payout = msgspec.structs.replace(ASKED_FOR, state=state)
    facts = CountFacts(None, None, 1_000, payouts=(payout,))
    assert said(count_entry, facts, LEFT, OPERATOR) == [
        counted(LEFT, Outcome.paid_out, organisation=SELLER.organisation),
        moved(PAYOUTS, BANK, 500, Cause.payout, PAYOUT),
        PayoutPaid(payout=PAYOUT, entry=ENTRY),
    ]


def test_a_whole_batch_in_one_entry() -> None:
    second = Payout(new_id("payout"), BUYER.organisation, dong(7), PayoutState.batched)
    facts = CountFacts(None, None, 1_000, payouts=(ASKED_FOR, second))
    asked = msgspec.structs.replace(LEFT, amount=dong(507))
    entry, *rest = said(count_entry, facts, asked, OPERATOR)
    assert (entry.outcome, entry.organisation) == (Outcome.paid_out, None)
    assert [e.payout for e in rest if isinstance(e, PayoutPaid)] == [PAYOUT, second.payout]
    assert sum(e.amount.minor for e in rest if isinstance(e, Transferred)) == 507


@pytest.mark.parametrize(
    "payouts",
    [
        (),
        (msgspec.structs.replace(ASKED_FOR, amount=dong(501)),),
        (msgspec.structs.replace(ASKED_FOR, amount=Money(500, "USD")),),
        (msgspec.structs.replace(ASKED_FOR, state=PayoutState.paid),),
        (msgspec.structs.replace(ASKED_FOR, state=PayoutState.cancelled),),
    ],
    ids=["unknown", "another sum", "another currency", "paid before", "cancelled"],
)
def test_money_that_left_for_no_payout_is_unexplained(payouts: tuple[Payout, ...]) -> None:
    facts = CountFacts(None, None, 1_000, payouts=payouts)
    assert said(count_entry, facts, LEFT, OPERATOR) == [
        moved(OUTGO, BANK, 500, Cause.unexplained),
        counted(LEFT, Outcome.unexplained),
    ]


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({}, {"amount": dong(0)}, "amount_zero"),
        ({"entry": EntryFacts(BUYER.organisation, 1_001, "VND")}, {}, "payment_counted"),
        ({"entry": EntryFacts(None, 1_001, "VND")}, {}, "payment_counted"),
        ({"entry": EntryFacts(None, -1_001, "VND")}, {"incoming": False}, "payment_counted"),
        ({"entry": EntryFacts(None, 1_002, "VND")}, {}, "payment_differs"),
        ({"entry": EntryFacts(None, -1_001, "VND")}, {}, "payment_differs"),
        ({"entry": EntryFacts(None, 1_001, "USD")}, {}, "payment_differs"),
        ({"parts_count": 2}, {}, "payment_counted"),
        ({"parts_count": 1}, {"parts_count": 2}, "payment_counted"),
        ({"held": LIMIT - 1_000}, {}, "money_limit"),
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    outcome = said(count_entry, msgspec.structs.replace(FACTS, **facts), what, OPERATOR)
    assert outcome == refusal


def test_who_may() -> None:
    assert may(CountEntry) == {"operator", "exchange"}
