"""One transfer for several awaited orders of a buyer."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.settlement import (
    CombinePayments,
    HoldState,
    PaymentsCombined,
    combined_reference,
    references_in,
)
from datafloor.contexts.settlement.model import CombineFacts, HoldFacts
from datafloor.contexts.settlement.rules import combine_payments
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from tests.rules.deciding import BUYER, OTHER_BUYER, may, said
from tests.rules.settlement.facts import HELD

COMBINED = new_id("combined")
FIRST, SECOND = new_id("order"), new_id("order")
ASKED = CombinePayments(combined=COMBINED, orders=(FIRST, SECOND))


def hold(order: str, **but: Any) -> HoldFacts:
    return msgspec.structs.replace(HELD, order=order, **({"state": HoldState.awaited} | but))


def facts(exists: bool = False, **but: Any) -> CombineFacts:
    """The first order as it should be, the second with this."""
    return CombineFacts(exists, (hold(FIRST), hold(SECOND, **but)))


def test_the_orders_get_one_reference_more() -> None:
    assert said(combine_payments, facts(), ASKED, BUYER) == [
        PaymentsCombined(
            combined=COMBINED,
            buyer=BUYER.organisation,
            orders=(FIRST, SECOND),
            currency="VND",
            reference=combined_reference(COMBINED),
        )
    ]


def test_an_order_that_is_named_twice_counts_once() -> None:
    asked = CombinePayments(combined=COMBINED, orders=(FIRST, SECOND, FIRST))
    (event,) = said(combine_payments, facts(), asked, BUYER)
    assert event.orders == (FIRST, SECOND)


def test_a_bank_s_text_gives_the_reference_back() -> None:
    reference = combined_reference(COMBINED)
    assert reference in references_in(f"CHUYENTIEN{reference}GD123"), "what overlaps is tried too"


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        (CombineFacts(False, (hold(FIRST),)), "order_unknown"),
        (facts(buyer=OTHER_BUYER.organisation), "not_yours"),
        (facts(price=Money(5, "USD")), "currency_differs"),
        (facts(exists=True), "id_taken"),
        *((facts(state=state), "payment_not_awaited") for state in HoldState if state != "awaited"),
    ],
)
def test_refused(found: CombineFacts, refusal: str) -> None:
    assert said(combine_payments, found, ASKED, BUYER) == refusal


def test_who_may() -> None:
    assert may(CombinePayments) == {"buyer"}
