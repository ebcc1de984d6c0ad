"""The part of the tour that is about sharing: co-providers, and the people in the data."""

from typing import Any

from datafloor.contexts import delivery, people, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.house.tour_bank import THEIRS
from tests.trading import Trading, digest

HEAD = "0123456789abcdef"


def sharing_out(t: Trading, operator: Actor, seller: Actor, other: Actor, buyer: Actor) -> None:
    """A product of two suppliers about two people is sold; one of them is paid, and in the end
    what the other never claimed goes to the fund."""
    rule: dict[str, Any] = {
        "share_points": 1_000,
        "equal_points": 5_000,
        "processing_points": 2_000,
        "threshold": {"minor": 100, "currency": "VND"},
        "claim_days": 365,
        "fund": other.organisation,
    }
    t.ask(operator, people.SetPeopleRule, rule=rule)
    product = t.product(seller)
    terms = {
        "providers": sorted([seller.organisation, other.organisation]),
        "coverage_points": 10_000,
        "people_points": 1_000,
        "key": ["carrier"],
        "head": "carrier",
    }
    unwanted, sharing = new_id("sharing"), new_id("sharing")
    t.ask(seller, people.ProposeSharing, sharing=unwanted, product=product, terms=terms)
    t.ask(other, people.DeclineSharing, sharing=unwanted, reason="We supply more than that.")
    t.ask(seller, people.ProposeSharing, sharing=sharing, product=product, terms=terms)
    t.ask(other, people.AgreeSharing, sharing=sharing)
    t.ask(
        other,
        people.RegisterContribution,
        contribution=new_id("contribution"),
        sharing=sharing,
        rows=500,
        digest=digest("contribution"),
    )
    (version,) = t.rows("SELECT version FROM catalogue_product WHERE id = ?", product)[0]
    coverage: dict[str, Any] = {
        "supplies": [{"provider": other.organisation, "counts": [500, 0]}],
        "own": 500,
        "heads": 2,
        "heads_file": digest("heads"),
    }
    t.ask(EXCHANGE, people.RecordCoverage, sharing=sharing, version=version, coverage=coverage)
    _sell(t, operator, seller, buyer, product)
    _pay(t, operator, seller, product, version)


def _sell(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    t.list(seller, operator, product)
    offer = t.offer(seller, product, t.terms(seller), 100_000)
    t.pay(operator, buyer, 100_000)
    order = t.order(buyer, offer)
    t.ask(buyer, delivery.ConfirmDelivery, contract=derived("contract", order))
    assert t.question(people.sale_split, order) is not None


def _pay(t: Trading, operator: Actor, seller: Actor, product: str, version: str) -> None:
    (pot,) = t.question(people.pots)
    accrual, claim = new_id("accrual"), new_id("claim")
    said: dict[str, Any] = {"product": product, "version": version, "split": digest("split")}
    amount = {"minor": pot.amount.minor, "currency": "VND"}
    t.ask(EXCHANGE, people.AccruePeople, accrual=accrual, amount=amount, heads=2, **said)
    named: dict[str, Any] = {"claim": claim, "product": product, "head": HEAD, "payee": THEIRS}
    t.ask(seller, people.ClaimHead, **named)
    half = pot.amount.minor * people.MICRO // 2
    t.ask(EXCHANGE, people.CreditClaim, claim=claim, accrual=accrual, micro=half)
    for _ in range(2):  # given up at the bank, and paid once more
        payout = new_id("payout")
        t.ask(EXCHANGE, people.PayClaim, claim=claim, payout=payout, currency="VND")
        if t.rows("SELECT payout FROM people_payment WHERE reopened_at IS NOT NULL") == []:
            t.ask(operator, settlement.CancelPayout, payout=payout)
    t.ask(seller, people.ForgetClaim, claim=claim)
    t.now += 366 * DAY
    t.ask(EXCHANGE, people.LapseAccrual, accrual=accrual)
