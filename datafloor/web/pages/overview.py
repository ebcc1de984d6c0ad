"""What a seller and a buyer look at every day: the contracts that run, with their use, their next
period and their credentials; and of a seller also what came in."""

from msgspec import Struct

from datafloor.contexts import billing, catalogue, delivery, market, participants, settlement
from datafloor.contexts.market import Subscription, Usage
from datafloor.contexts.settlement import Cause
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.money import Money
from datafloor.web.pages.language import Code

MOST = 50
"""Contracts on one page, the newest."""

LATELY = 30 * DAY
EARNED = (Cause.release.value, Cause.bill.value, Cause.share.value)
"""Why money comes to a seller for data."""


class Running(Struct, frozen=True):
    """A contract that runs. `renews_at` is when its period ends and the next is paid or billed,
    `stops_at` the end for which it was cancelled; `cap` the most that use costs in a period."""

    order: str
    title: str
    who: str
    ends_at: int | None
    rows: int
    bytes: int
    renews_at: int | None
    stops_at: int | None
    cap: Money | None
    credentials: int
    expires_at: int | None


def running(tx: Tx, code: Code, organisation: str, *, bought: bool) -> list[Running]:
    """The contracts of a buyer, or of a seller, that run now."""
    now = clock.now()
    mine = [
        each
        for each in market.orders(tx, organisation, limit=500)
        if each.starts_at is not None
        and each.ended_at is None
        and (each.ends_at is None or now < each.ends_at)
        and organisation == (each.buyer if bought else each.seller)
    ][:MOST]
    titles = catalogue.titles(tx, (each.product for each in mine))
    names = participants.names(tx, (each.seller if bought else each.buyer for each in mine))
    return [
        _running(
            tx,
            each,
            titles[each.product][code == "vi"],
            names[each.seller if bought else each.buyer],
            now,
        )
        for each in mine
    ]


def _running(tx: Tx, order: market.OrderView, title: str, who: str, now: int) -> Running:
    grant = derived("grant", order.order)
    used = delivery.used(tx, grant)
    paid = billing.billing_facts(tx, derived("contract", order.order))
    held = [
        each.expires_at
        for each in delivery.credentials(tx, grant)
        if each.revoked_at is None and now < each.expires_at
    ]
    form = paid.form if paid is not None else None
    cap = form.cap_minor if isinstance(form, Usage) else None
    return Running(
        order=order.order,
        title=title,
        who=who,
        ends_at=order.ends_at,
        rows=used.rows,
        bytes=used.bytes,
        renews_at=paid.period_ends_at if paid is not None else None,
        stops_at=paid.stops_at if paid is not None and isinstance(form, Subscription) else None,
        cap=None if cap is None else Money(cap, order.price.currency),
        credentials=len(held),
        expires_at=min(held, default=None),
    )


class Income(Struct, frozen=True):
    """A seller's money: what the wallet has, what was paid for its data of late, and what it has
    asked to be paid out."""

    balance: Money
    lately: Money
    leaving: Money


def income(tx: Tx, organisation: str) -> Income:
    """What a seller earned, in đồng."""
    since = clock.now() - LATELY
    lines = settlement.statement(tx, organisation)
    open_payouts = [
        each
        for each in settlement.payouts(tx, organisation)
        if each.state in ("requested", "batched") and each.amount.currency == "VND"
    ]
    return Income(
        balance=Money(settlement.balance(tx, settlement.wallet(organisation))),
        lately=Money(
            sum(
                each.minor
                for each in lines
                if each.at >= since and each.minor > 0 and each.cause in EARNED
            )
        ),
        leaving=Money(sum(each.amount.minor for each in open_payouts)),
    )
