"""Counting money that came: once, for one payer, and then for what awaits it."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import (
    BANK,
    Cause,
    Due,
    PaymentRecorded,
    RecordPayment,
    Transferred,
    reference_of,
    wallet,
)
from datafloor.contexts.settlement.model import LIMIT, EntryFacts, PaymentFacts
from datafloor.contexts.settlement.rules import record_payment
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, OPERATOR, OTHER_BUYER, SELLER, dong, may, said
from tests.rules.settlement.facts import DUE, ORDER

ENTRY = "a" * 64
FACTS = PaymentFacts(None, BUYER.organisation, held=0, wallet=0, awaited=(DUE,))
ASKED = RecordPayment(entry=ENTRY, organisation=BUYER.organisation, amount=dong(1_001))


def due(minor: int) -> Due:
    return Due(new_id("order"), BUYER.organisation, SELLER.organisation, dong(minor))


def test_the_money_goes_to_the_payers_wallet_and_covers_the_order() -> None:
    assert said(record_payment, FACTS, ASKED, OPERATOR) == [
        Transferred(
            debit=BANK,
            credit=wallet(BUYER.organisation),
            amount=dong(1_001),
            cause=Cause.payment,
            about=ENTRY,
        ),
        PaymentRecorded(
            entry=ENTRY, organisation=BUYER.organisation, amount=dong(1_001), covers=(DUE,)
        ),
    ]


@pytest.mark.parametrize(
    ("wallet", "paid", "awaited", "covered"),
    [
        (0, 100, [101], []),
        (1, 100, [101], [101]),
        (0, 100, [], []),
        (0, 300, [100, 150], [100, 150]),
        (0, 200, [100, 150], [100]),
        (0, 200, [150, 100], [150]),
        (0, 120, [150, 100], [100]),
        (50, 100, [150, 100], [150]),
    ],
)
def test_the_oldest_order_that_it_suffices_for_comes_first(
    wallet: int, paid: int, awaited: list[int], covered: list[int]
) -> None:
    facts = msgspec.structs.replace(FACTS, wallet=wallet, awaited=tuple(map(due, awaited)))
    asked = msgspec.structs.replace(ASKED, amount=dong(paid))
    _, recorded = said(record_payment, facts, asked, OPERATOR)
    assert [each.price.minor for each in recorded.covers] == covered


def test_a_reference_names_the_payer() -> None:
    asked = RecordPayment(entry=ENTRY, reference=reference_of(ORDER), amount=dong(1_001))
    assert len(said(record_payment, FACTS, asked, OPERATOR)) == 2
    unknown = msgspec.structs.replace(FACTS, organisation=None)
    assert said(record_payment, unknown, asked, OPERATOR) == "reference_unknown"


@pytest.mark.parametrize(
    ("facts", "asked", "refusal"),
    [
        ({}, {"organisation": None}, "payer_unclear"),
        ({}, {"reference": reference_of(ORDER)}, "payer_unclear"),
        ({}, {"amount": dong(0)}, "amount_zero"),
        ({"entry": EntryFacts(BUYER.organisation, 1_001, "VND")}, {}, "payment_counted"),
        ({"entry": EntryFacts(BUYER.organisation, 1_002, "VND")}, {}, "payment_differs"),
        ({"entry": EntryFacts(BUYER.organisation, 1_001, "USD")}, {}, "payment_differs"),
        ({"entry": EntryFacts(BUYER.organisation, -1_001, "VND")}, {}, "payment_differs"),
        ({"entry": EntryFacts(OTHER_BUYER.organisation, 1_001, "VND")}, {}, "payment_differs"),
        ({"held": LIMIT - 1_000}, {}, "money_limit"),
    ],
)
def test_refused(facts: dict[str, Any], asked: dict[str, Any], refusal: str) -> None:
    what = msgspec.structs.replace(ASKED, **asked)
    outcome = said(record_payment, msgspec.structs.replace(FACTS, **facts), what, OPERATOR)
    assert outcome == refusal


def test_the_last_money_that_the_exchange_can_hold() -> None:
    facts = msgspec.structs.replace(FACTS, held=LIMIT - 1_001)
    assert len(said(record_payment, facts, ASKED, OPERATOR)) == 2


def test_who_may() -> None:
    assert may(RecordPayment) == {"operator", "exchange"}
