"""The part of the tour that is about the bank: entries counted and placed, payouts made."""

from typing import Any

from datafloor.contexts import market, settlement
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.trading import Trading, digest

OURS = {"bank": "970436", "account": "19036543210011", "holder": "SAN DU LIEU"}
THEIRS = {"bank": "970415", "account": "101010101010", "holder": "CONG TY ALPHA"}


def banking(t: Trading, operator: Actor, seller: Actor) -> None:
    """Money comes that nobody can place, and leaves without a reason; a payout goes its way."""
    account: dict[str, Any] = {"currency": "VND", "details": OURS}
    t.ask(operator, settlement.SetBankAccount, **account)
    count(t, operator, "of somebody", 20_000)
    whose = {"organisation": seller.organisation}
    t.ask(operator, settlement.AssignEntry, entry=digest("of somebody"), **whose)
    count(t, operator, "of nobody", 300)
    back: dict[str, Any] = {"payout": new_id("payout"), "payee": THEIRS}
    t.ask(operator, settlement.ReturnEntry, entry=digest("of nobody"), **back)
    count(t, operator, "why", -50)
    t.ask(operator, settlement.ExplainEntry, entry=digest("why"), **whose)

    t.ask(seller, settlement.SetPayoutAccount, details=THEIRS)
    payouts = [new_id("payout"), new_id("payout")]
    for payout in payouts:
        said: dict[str, Any] = {"payout": payout, "amount": dong(700)}
        t.ask(seller, settlement.RequestPayout, **said)
    t.ask(operator, settlement.BatchPayouts, batch=new_id("batch"), payouts=payouts)
    count(t, operator, "left", -700, payouts=payouts[:1])
    t.ask(operator, settlement.CancelPayout, payout=payouts[1])
    figures: dict[str, Any] = {"opening_minor": 0, "closing_minor": 19_550, "entries_count": 4}
    t.ask(
        operator,
        settlement.RecordStatement,
        statement=digest("statement"),
        currency="VND",
        closes_at=t.now,
        **figures,
    )


def paying(t: Trading, operator: Actor, buyer: Actor, dear: str, paid: str) -> None:
    """Two orders wait for one transfer; another is refunded, and what comes back pays one."""
    awaited = t.order(buyer, dear)
    together: dict[str, Any] = {"orders": [awaited, t.order(buyer, dear)]}
    t.ask(buyer, settlement.CombinePayments, combined=new_id("combined"), **together)
    t.ask(buyer, market.CancelOrder, order=together["orders"][1])
    t.ask(operator, settlement.RefundOrder, order=paid, reason="The table was not readable.")
    t.ask(operator, settlement.SetAcceptance, days=10)
    t.ask(buyer, settlement.PayFromWallet, order=awaited)


def count(t: Trading, operator: Actor, name: str, minor: int, **named: Any) -> None:
    """An entry of a statement, with the payouts that its text names."""
    t.ask(
        operator,
        settlement.CountEntry,
        entry=digest(name),
        whole=digest(name),
        parts_count=1,
        incoming=minor > 0,
        amount=dong(abs(minor)),
        booked_at=t.now,
        **named,
    )


def dong(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "VND"}
