"""The evidence of a whole trade: for its parties all of it, for others nothing."""

import json
from pathlib import Path

import msgspec
import pytest

from datafloor.adapters.objects import Objects
from datafloor.app.public_log import open_log
from datafloor.contexts.evidence import Evidence, bundle, log_follower
from datafloor.kernel import mentions
from datafloor.kernel.follow import catch_up
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify.command import check
from datafloor.verify.page import render
from datafloor.verify.trust import Trust
from tests.trading import trading


def kinds(found: Evidence) -> list[str]:
    return [json.loads(entry.leaf)["kind"] for entry in found.entries]


def test_a_trade_in_one_file(database_url: str, tmp_path: Path) -> None:
    log = open_log(tmp_path, Objects(str(tmp_path / "objects")), "https://san.example")
    with trading(database_url) as exchange:
        seller, operator = exchange.join("seller"), exchange.join("operator")
        buyer, other = exchange.join("buyer"), exchange.join("buyer")
        product = exchange.product(seller)
        exchange.list(seller, operator, product)
        offer = exchange.offer(seller, product, exchange.terms(seller), 99_000)
        for who in (buyer, other):
            exchange.pay(operator, who, 200_000)
        order = exchange.order(buyer, offer)
        others = exchange.order(other, offer)
        for follower in (log_follower(log), mentions.indexer(exchange.database)):
            while catch_up(exchange.database, follower):
                pass

        def ask(by: Actor, about: str) -> Evidence:
            return exchange.question(bundle, log.read, by, about)

        found = ask(buyer, derived("contract", order))
        assert set(kinds(found)) >= {
            *("market.order_placed.v1", "market.offer_made.v1", "policy.terms_published.v1"),
            *("catalogue.version_added.v1", "delivery.grant_opened.v1"),
        }
        assert kinds(found).count("market.order_placed.v1") == 1
        assert ask(seller, order).entries == found.entries
        supervisor = Actor("person_s", "org_s", frozenset({"supervisor"}))
        assert ask(supervisor, derived("grant", order)).entries == found.entries
        for stranger, about in ((other, order), (buyer, others), (Actor("", ""), order)):
            with pytest.raises(Refused) as refused:
                ask(stranger, about)
            assert refused.value.why is Refusal.evidence_unknown

    page = render(msgspec.to_builtins(found))
    assert others.partition("_")[2] not in page
    assert other.organisation not in page
    file = tmp_path / "trade.html"
    file.write_text(page, encoding="utf-8")
    answers = check([str(file), str(tmp_path / "objects" / "log")], Trust((log.keys[0],)))
    assert [answer.code for answer in answers] == [0, 0]
