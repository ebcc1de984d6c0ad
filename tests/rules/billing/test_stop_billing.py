"""A contract that is ended: use until now is billed, a subscription gives nothing back."""

import msgspec

from datafloor.contexts.billing import EndedFor, StopBilling
from datafloor.contexts.billing.rules import stop_billing
from tests.rules.billing.facts import BILL, CLOSE, END, ROWS, START, SUBSCRIBED
from tests.rules.deciding import EXCHANGE, may, said

ASKED = StopBilling(contract=SUBSCRIBED.contract, bill=BILL)


def test_decided() -> None:
    (ended,) = said(stop_billing, CLOSE, ASKED)
    assert (ended.ended_for, ended.prepaid) == (EndedFor.contract_ended, True)
    used = msgspec.structs.replace(
        CLOSE, billing=msgspec.structs.replace(SUBSCRIBED, form=ROWS), used_count=5_000
    )
    bill, ended = said(stop_billing, used, ASKED, EXCHANGE, END)
    assert (bill.amount.minor, bill.since, bill.until) == (250, START, END)
    assert (ended.ended_for, ended.prepaid) == (EndedFor.contract_ended, False)


def test_what_is_not_billed_or_has_ended() -> None:
    over = msgspec.structs.replace(SUBSCRIBED, ended=True)
    assert said(stop_billing, msgspec.structs.replace(CLOSE, billing=over), ASKED) == []
    assert said(stop_billing, msgspec.structs.replace(CLOSE, billing=None), ASKED) == []


def test_who_may() -> None:
    assert may(StopBilling) == {"exchange"}
