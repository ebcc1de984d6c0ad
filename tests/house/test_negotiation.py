"""Negotiations through the built house: from the first word to reading the data."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from datafloor.adapters.secrets import Key
from datafloor.app.background import expire_negotiations
from datafloor.contexts import market, negotiation, participants
from datafloor.contexts.negotiation import (
    AcceptProposal,
    AgreeProposal,
    ExpireNegotiation,
    VerifyAgreement,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refused
from datafloor.web.exchange import Exchange
from tests.talking import conclude, look_for, proposal, propose, request, seen, step
from tests.trading import Trading, trading


def market_place(t: Trading) -> tuple[Actor, Actor, Actor, str]:
    """An operator, a seller, a buyer, and a listed product without an offer."""
    operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
    product = t.product(seller)
    t.list(seller, operator, product)
    return operator, seller, buyer, product


def test_a_quotation_becomes_an_order_a_contract_and_a_right_to_read(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer, product = market_place(t)
        talk = request(t, buyer, product, None)
        with pytest.raises(Refused, match="price_missing"):
            step(t, seller, AgreeProposal, talk)
        propose(t, seller, talk, 9_000)
        propose(t, buyer, talk, 7_000, days=730)
        propose(t, seller, talk, 8_000, days=730, ip=["attribution", "no_reidentification"])
        conclude(t, seller, buyer, talk)
        found = seen(t, talk)
        assert found.negotiation.state == "FINALIZED"
        assert [each.message for each in found.messages] == [
            *("request", "offer", "request", "offer", "accept", "agree", "verify", "finalize"),
        ]
        assert [[one.part.value for one in each.changes] for each in found.messages[:4]] == [
            [],
            ["price"],
            ["price", "days"],
            ["price", "ip"],
        ]
        order = t.question(market.order, derived("order", talk))
        assert order is not None
        assert (found.order, order.awarded_by, order.price.minor) == (
            order.order,
            "negotiation",
            8_000,
        )
        assert order.state == "placed"
        t.pay(operator, buyer, 8_000)
        t.credential(buyer, derived("grant", order.order), "secret")
        assert t.access("secret").contract == derived("contract", talk)
        t.now += 729 * DAY
        assert t.question(market.contract_facts, derived("contract", talk)) is not None
        assert t.replayed().different == []


def test_an_offer_to_who_looks_for_something(database_url: str) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        wanted = look_for(t, buyer, budget={"minor": 5_000, "currency": "VND"})
        offer = t.offer(seller, product, t.terms(seller), 9_000)
        t.ask(seller, negotiation.AnswerBuyRequest, buy_request=wanted, offer=offer)
        (answer,) = t.question(negotiation.answers, wanted)
        assert (answer.offer, answer.product, answer.seller) == (
            offer,
            product,
            seller.organisation,
        )
        talk = new_id("negotiation")
        t.ask(
            seller,
            negotiation.OfferOnBuyRequest,
            negotiation=talk,
            buy_request=wanted,
            product=product,
            proposal=proposal(t, 0),
            note="Free for planning.",
        )
        assert seen(t, talk).messages[0].note == "Free for planning."
        conclude(t, seller, buyer, talk)
        order = t.question(market.order, derived("order", talk))
        assert order is not None
        assert order.state == "concluded"
        (listed,) = t.question(negotiation.negotiations_on, wanted, buyer.organisation)
        assert listed.negotiation == talk
        t.now += 31 * DAY
        assert t.question(negotiation.buy_requests, t.now) == []
        assert [
            each.buy_request for each in t.question(negotiation.buy_requests_of, buyer.organisation)
        ] == [wanted]
        with pytest.raises(Refused, match="buy_request_closed"):
            t.ask(seller, negotiation.AnswerBuyRequest, buy_request=wanted, offer=offer)
        assert t.replayed().different == []


def test_what_was_agreed_is_what_was_seen(database_url: str) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        talk = request(t, buyer, product, 5_000)
        old = seen(t, talk).digest
        propose(t, seller, talk, 9_000)
        with pytest.raises(Refused, match="proposal_differs"):
            t.ask(buyer, AcceptProposal, negotiation=talk, digest=old)
        with pytest.raises(Refused, match="negotiation_state") as told:
            t.ask(seller, AgreeProposal, negotiation=talk, digest=old)
        assert "OFFERED" in told.value.text()


def test_a_message_sent_twice_is_heard_once(database_url: str) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        talk = request(t, buyer, product, 5_000)
        named = {"negotiation": talk, "digest": seen(t, talk).digest}
        first = t.ask(seller, AgreeProposal, request="request-agree", **named)
        assert t.ask(seller, AgreeProposal, request="request-agree", **named) == first
        with pytest.raises(Refused, match="negotiation_state"):
            t.ask(seller, AgreeProposal, **named)
        assert len(seen(t, talk).messages) == 2


def test_an_exclusive_licence_is_promised_once(database_url: str) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        other = t.join("buyer")
        first = request(t, buyer, product, 5_000, exclusive=True)
        second = request(t, other, product, 6_000, exclusive=True)
        third = request(t, other, product, 100)
        step(t, seller, AgreeProposal, second)
        with pytest.raises(Refused, match="exclusive_taken"):
            step(t, seller, AgreeProposal, first)
        step(t, seller, AgreeProposal, third)  # the same buyer's
        step(t, other, VerifyAgreement, second)
        offer = t.offer(seller, product, t.terms(seller), 10)
        with pytest.raises(Refused, match="exclusive_taken"):
            t.order(buyer, offer)
        with pytest.raises(Refused, match="exclusive_taken"):
            propose(t, seller, first, 9_000)


def test_who_orders_before_an_exclusive_agreement_is_verified_keeps_the_order(
    database_url: str,
) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        other = t.join("buyer")
        talk = request(t, buyer, product, 5_000, exclusive=True)
        offer = t.offer(seller, product, t.terms(seller), 0)
        step(t, seller, AgreeProposal, talk)
        t.order(other, offer)
        with pytest.raises(Refused, match="exclusive_taken"):
            step(t, buyer, VerifyAgreement, talk)
        assert seen(t, talk).negotiation.state == "AGREED"
        assert t.question(market.order, derived("order", talk)) is None


def test_a_promise_that_expired_keeps_nobody_out(database_url: str) -> None:
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        other = t.join("buyer")
        first = request(t, buyer, product, 5_000, exclusive=True)
        step(t, seller, AgreeProposal, first)
        with pytest.raises(Refused, match="exclusive_taken"):
            request(t, other, product, 6_000)
        t.now += 7 * DAY
        assert t.question(negotiation.due_negotiations, t.now) == [first]
        request(t, other, product, 6_000)
        with pytest.raises(Refused, match="proposal_expired"):
            step(t, buyer, VerifyAgreement, first)
        t.ask(EXCHANGE, ExpireNegotiation, negotiation=first)
        assert t.question(negotiation.due_negotiations, t.now) == []
        assert seen(t, first).negotiation.state == "TERMINATED"
        assert seen(t, first).messages[-1].side == "exchange"


def test_new_keys_and_people_do_not_break_it(database_url: str) -> None:
    """Who speaks is the organisation. Its token is revoked and another issued between two
    messages, and another person of it goes on."""
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        said: dict[str, Any] = {"use": "api", "scope": ["buyer"], "expires_at": t.now + DAY}
        tokens = {name: new_id("token") for name in ("old", "new")}
        t.ask(
            buyer,
            participants.IssueToken,
            token=tokens["old"],
            secret_digest=participants.digest_of("old"),
            **said,
        )
        old = t.question(participants.actor, "old", t.now)
        talk = request(t, old, product, 5_000)
        t.ask(buyer, participants.RevokeToken, token=tokens["old"])
        colleague = Actor(t.person(buyer), buyer.organisation, buyer.roles)
        t.ask(
            colleague,
            participants.IssueToken,
            token=tokens["new"],
            secret_digest=participants.digest_of("new"),
            **said,
        )
        with pytest.raises(Refused, match="token_unknown"):
            t.question(participants.actor, "old", t.now)
        propose(t, seller, talk, 0)
        new = t.question(participants.actor, "new", t.now)
        conclude(t, seller, new, talk)
        assert seen(t, talk).negotiation.state == "FINALIZED"


def test_the_law_is_asked_before_an_order_comes_of_it(database_url: str) -> None:
    with trading(database_url) as t:
        operator, seller, buyer = t.join("operator"), t.join("seller"), t.join("buyer")
        product = t.product(seller, origin="open_data")
        t.list(seller, operator, product)
        talk = request(t, buyer, product, 5_000)
        step(t, seller, AgreeProposal, talk)
        with pytest.raises(Refused, match="law_in_doubt"):
            step(t, buyer, VerifyAgreement, talk)
        assert seen(t, talk).negotiation.state == "AGREED"


def test_two_sides_at_once_leave_one_order_of_one_proposal(database_url: str) -> None:
    """Buyer and seller press everything at the same time; whatever comes first, what is ordered
    was on the table and agreed by both, once."""
    with trading(database_url) as t:
        _, seller, buyer, product = market_place(t)
        talks = [request(t, buyer, product, None) for _ in range(20)]

        def press(by: Actor, commands: list[type]) -> None:
            for talk in talks * 4:
                for command in commands:
                    try:
                        if command is negotiation.MakeProposal:
                            propose(t, by, talk, 1_000)
                        else:
                            step(t, by, command, talk)
                    except Refused as refused:
                        assert refused.why.name in (
                            "negotiation_state",
                            "proposal_differs",
                            "price_missing",
                        )

        threads = [
            threading.Thread(
                target=press, args=(seller, [negotiation.MakeProposal, AgreeProposal])
            ),
            threading.Thread(target=press, args=(buyer, [AcceptProposal, VerifyAgreement])),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        orders = t.question(market.orders, buyer.organisation, limit=500)
        final = [talk for talk in talks if seen(t, talk).order]
        assert len(orders) == len(final) == len(set(final))
        assert {each.awarded_by for each in orders} <= {"negotiation"}
        assert t.replayed().different == []


def test_the_clock_ends_what_expired(tmp_path: Path) -> None:
    with trading(f"sqlite:///{tmp_path}/x.db") as t:
        t.now = clock.now() - 30 * DAY
        _, _, buyer, product = market_place(t)
        expired = request(t, buyer, product, 5_000)
        t.now = clock.now()
        open_still = request(t, buyer, product, 5_000)
        exchange = Exchange(t.door, t.database, Key(bytes(32)), "http://localhost")
        asyncio.run(expire_negotiations(exchange))
        assert seen(t, expired).negotiation.state == "TERMINATED"
        assert seen(t, open_still).negotiation.state == "REQUESTED"
