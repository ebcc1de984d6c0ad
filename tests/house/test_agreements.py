"""Contracts in the built house: drawn, signed, changed and ended, on both databases."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from datafloor.adapters.objects import Objects
from datafloor.app.public_log import open_log
from datafloor.contexts import agreements, delivery, market
from datafloor.contexts.agreements import EditionView, Language
from datafloor.contexts.evidence import bundle, log_follower
from datafloor.kernel import canonical, mentions
from datafloor.kernel.clock import DAY
from datafloor.kernel.follow import catch_up
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify.command import check
from datafloor.verify.page import render
from datafloor.verify.trust import Trust
from tests.house.tour_agreements import (
    KEYS,
    agree,
    amend,
    assign,
    give_notice,
    register_key,
    renew,
    sign,
    sign_held,
)
from tests.trading import Trading, trading


class Traded(NamedTuple):
    """A trade under way."""

    seller: Actor
    buyer: Actor
    operator: Actor
    terms: str
    contract: str


def traded(t: Trading, price: int = 0, **terms: object) -> Traded:
    """A contract between two organisations."""
    seller, buyer, operator = t.join("seller"), t.join("buyer"), t.join("operator")
    product = t.product(seller)
    t.list(seller, operator, product)
    published = t.terms(seller, **terms)
    offer = t.offer(seller, product, published, price)
    if price:
        t.pay(operator, buyer, price)
    order = t.order(buyer, offer)
    return Traded(seller, buyer, operator, published, derived("contract", order))


def last(t: Trading, contract: str) -> EditionView:
    return t.question(agreements.agreement_of, contract).editions[0]


def refused(why: Refusal) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{why.name}: ")


def opens(t: Trading, secret: str) -> bool:
    return t.access(secret).decision.allowed


def test_both_texts_and_the_agreement_are_those_that_were_frozen(database_url: str) -> None:
    with trading(database_url) as t:
        contract = traded(t, 99_000).contract
        view = last(t, contract)
        assert view.intact
        for language in Language:
            text = agreements.written(view, language).plain()
            digest = canonical.digest_of(text.encode())
            assert digest == getattr(view.digests, f"text_{language.value}")
        machine = agreements.machine_text(view)
        assert canonical.digest_of(machine.encode()) == view.digests.odrl
        assert json.loads(machine)["@type"] == "Agreement"


def test_held_keys_sign_for_all_who_have_none_and_only_once(database_url: str) -> None:
    with trading(database_url) as t:
        deal = traded(t)
        assert last(t, deal.contract).signatures == ()
        assert sign_held(t) == 3
        signed = {each.side: each.held for each in t.question(agreements.signatures, deal.contract)}
        assert signed == {"seller": True, "buyer": True, "exchange": True}
        assert sign_held(t) == 0
        assert t.replayed().different == []


def test_many_signatures_are_several_commands(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datafloor.contexts.agreements.followers.AT_ONCE", 2)
    with trading(database_url) as t:
        contract = traded(t).contract
        assert sign_held(t) == 3
        with t.database.reading() as tx:
            rows = tx.rows(
                "SELECT count(*) FROM journal WHERE kind = 'agreements.contract_signed.v1'"
                " GROUP BY request_id ORDER BY 1"
            )
        assert rows == [(1,), (2,)]
        assert len(t.question(agreements.signatures, contract)) == 3


def test_a_key_of_ones_own_signs_alone_and_what_it_signed_stays(database_url: str) -> None:
    with trading(database_url) as t:
        seller, buyer, operator = t.join("seller"), t.join("buyer"), t.join("operator")
        product = t.product(seller)
        t.list(seller, operator, product)
        offer = t.offer(seller, product, t.terms(seller), 0)
        first = register_key(t, buyer)
        contracts = [derived("contract", t.order(buyer, offer)) for _ in range(3)]
        sign_held(t)
        assert {each.side for each in last(t, contracts[0]).signatures} == {"seller", "exchange"}
        due = t.question(agreements.to_sign, buyer.organisation)
        assert [each.contract for each in due] == contracts
        sign(t, buyer, contracts[0], first)

        # the key is rotated while the second contract is being signed
        second = register_key(t, buyer)
        with refused(Refusal.key_not_current):
            sign(t, buyer, contracts[1], first)
        sign(t, buyer, contracts[1], second)
        t.ask(buyer, agreements.RevokeKey, key=second)
        with refused(Refusal.key_not_current):
            sign(t, buyer, contracts[2], second)
        for contract, key in zip(contracts, (first, second), strict=False):
            view = last(t, contract)
            assert view.intact
            assert key in {each.key for each in view.signatures}

        # without a key of its own, one is held for it again
        assert sign_held(t) == 1
        (held,) = [each for each in last(t, contracts[2]).signatures if each.side == "buyer"]
        assert held.held
        with refused(Refusal.key_taken):
            public_key = jws_of(t, buyer, first)
            t.ask(seller, agreements.RegisterKey, key=KEYS.new()[0], public_key=public_key)


def jws_of(t: Trading, who: Actor, key: str) -> str:
    """The public half of a registered key."""
    keys = t.question(agreements.keys, who.organisation)
    return next(each.public_key for each in keys if each.key == key)


JUDGE = """
import json, sys
from joserfc import jws
from joserfc.jwk import OKPKey
for each in json.load(sys.stdin):
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": each["public_key"]})
    found = jws.deserialize_compact(each["jws"], key, algorithms=["Ed25519"])
    assert found.headers()["kid"] == each["key"]
    print(found.payload.decode())
"""


def test_what_is_signed_holds_for_a_library_of_others_in_a_process_of_its_own(
    tmp_path: Path,
) -> None:
    with trading(f"sqlite:///{tmp_path}/x.db") as t:
        deal = traded(t)
        sign_held(t)
        view = last(t, deal.contract)
    asked = msgspec.json.encode(view.signatures)
    done = subprocess.run([sys.executable, "-c", JUDGE], input=asked, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines() == [view.seal] * 3


def test_a_text_that_was_edited_after_signing_is_found(database_url: str) -> None:
    with trading(database_url) as t:
        deal = traded(t, 99_000)
        key = register_key(t, deal.buyer)
        t.behind_the_door(
            "UPDATE agreements_edition SET content = replace(content, ?, ?) WHERE contract = ?",
            '"minor":99000',
            '"minor":9000',
            deal.contract,
        )
        view = last(t, deal.contract)
        assert not view.intact
        for ask in (
            lambda: agreements.written(view, Language.vi),
            lambda: agreements.machine_text(view),
            lambda: sign(t, deal.buyer, deal.contract, key),
        ):
            with refused(Refusal.contract_text_changed):
                ask()
        assert sign_held(t) == 0


def test_evidence_of_a_trade_proves_who_signed_what(database_url: str, tmp_path: Path) -> None:
    log = open_log(tmp_path, Objects(str(tmp_path / "objects")), "https://san.example")
    with trading(database_url) as t:
        deal = traded(t)
        key = register_key(t, deal.buyer)
        sign(t, deal.buyer, deal.contract, key)
        sign_held(t)
        agree(t, deal.seller, amend(t, deal.buyer, deal.contract, t.terms(deal.seller, days=700)))
        for follower in (log_follower(log), mentions.indexer(t.database)):
            while catch_up(t.database, follower):
                pass
        found = t.question(bundle, log.read, deal.buyer, deal.contract)
        t.behind_the_door(
            "UPDATE agreements_edition SET content = replace(content, ?, ?) WHERE number = 1",
            '"VN"',
            '"LA"',
        )
        edited = t.question(bundle, log.read, deal.buyer, deal.contract)
    assert len(found.documents) == 6
    told = []
    for name, evidence in (("trade", found), ("edited", edited)):
        file = tmp_path / f"{name}.html"
        file.write_text(render(msgspec.to_builtins(evidence)), encoding="utf-8")
        (answer,) = check([str(file)], Trust((log.keys[0],)))
        told.append(answer)
    assert told[0].code == 0, told[0]
    signed = [each for each in told[0].holds if "signature of edition 1" in each]
    assert len(signed) == 3
    assert any(key in each and "the party's own" in each for each in signed)
    assert told[1].code == 1
    assert len(told[1].wrong) == 3, "both texts and the agreement are named by no entry"


def test_an_amendment_is_a_new_edition_that_binds_the_next_reading(database_url: str) -> None:
    with trading(database_url) as t:
        deal = traded(t)
        t.credential(deal.buyer, derived("grant", deal.contract), "secret", days=366)
        first = last(t, deal.contract)
        wide = t.terms(deal.seller, purposes=["any"], days=None, territory=[])
        change = amend(t, deal.buyer, deal.contract, wide, country="LA", notice_days=7)
        for by in (deal.buyer, deal.seller):
            with refused(Refusal.change_open):
                amend(t, by, deal.contract, wide)
        agree(t, deal.seller, change)
        second = last(t, deal.contract)
        assert second.content.previous == first.digests.content
        assert (second.content.country, second.content.notice_days) == ("LA", 7)
        with refused(Refusal.change_closed):
            agree(t, deal.seller, change)
        t.now += 365 * DAY
        assert opens(t, "secret"), "the licence has no end any more"
        found = t.question(market.contract_facts, deal.contract)
        assert found is not None
        assert (found.terms, found.country, found.ends_at) == (wide, "LA", None)
        assert t.replayed().different == []


def test_an_assignment_ends_the_old_buyers_credentials_at_once(database_url: str) -> None:
    with trading(database_url) as t:
        deal, other = traded(t), t.join("buyer")
        grant = derived("grant", deal.contract)
        t.credential(deal.buyer, grant, "old")
        with refused(Refusal.assigned_to_party):
            assign(t, deal.buyer, deal.contract, deal.seller)
        change = assign(t, deal.buyer, deal.contract, other)
        agree(t, deal.seller, change)
        assert opens(t, "old"), "who is to take it over has not accepted yet"
        agree(t, other, change)
        with refused(Refusal.token_unknown):
            opens(t, "old")
        with refused(Refusal.not_yours):
            t.credential(deal.buyer, grant, "again")
        t.credential(other, grant, "new")
        assert opens(t, "new")
        assert last(t, deal.contract).content.buyer == other.organisation
        (told,) = t.question(agreements.assignments)
        assert told.contract == deal.contract
        assert t.question(market.orders, deal.buyer.organisation) == []
        assert len(t.question(market.orders, other.organisation)) == 1
        assert t.replayed().different == []


def test_where_the_terms_let_data_go_on_the_seller_is_not_asked(database_url: str) -> None:
    with trading(database_url) as t:
        deal, other = traded(t, onward="allowed"), t.join("buyer")
        change = assign(t, deal.buyer, deal.contract, other)
        with refused(Refusal.not_yours):
            agree(t, deal.seller, change)
        agree(t, other, change)
        assert last(t, deal.contract).content.buyer == other.organisation


def test_a_renewal_without_a_price_moves_the_end(database_url: str) -> None:
    with trading(database_url) as t:
        deal = traded(t)
        t.credential(deal.buyer, derived("grant", deal.contract), "secret", days=366)
        end = last(t, deal.contract).content.ends_at
        assert end is not None
        agree(t, deal.buyer, renew(t, deal.seller, deal.contract, deal.terms, 0))
        assert last(t, deal.contract).content.ends_at == end + 365 * DAY
        t.now = end - 1
        t.credential(deal.buyer, derived("grant", deal.contract), "later", days=366)
        t.now = end + 1
        assert opens(t, "later")
        t.now = end + 365 * DAY
        assert not opens(t, "later")
        assert not t.question(delivery.is_open, derived("grant", deal.contract), t.now)
        with refused(Refusal.contract_over):
            renew(t, deal.seller, deal.contract, deal.terms, 0)


def test_a_renewal_with_a_price_is_paid_and_loses_no_day(database_url: str) -> None:
    with trading(database_url) as t:
        deal = traded(t, 50_000)
        end = last(t, deal.contract).content.ends_at
        assert end is not None
        change = renew(t, deal.seller, deal.contract, deal.terms, 40_000)
        agree(t, deal.buyer, change)
        renewed = derived("contract", change)
        with refused(Refusal.contract_unknown):
            last(t, renewed)
        t.now += 10 * DAY
        t.pay(deal.operator, deal.buyer, 40_000)
        view = last(t, renewed)
        assert (view.content.renews, view.content.ends_at) == (deal.contract, end + 365 * DAY)
        found = t.question(delivery.grant, derived("grant", renewed))
        assert found is not None and found.ends_at == end + 365 * DAY
        assert last(t, deal.contract).content.ends_at == end
        assert t.replayed().different == []


@pytest.mark.parametrize("who", ["seller", "buyer"])
def test_notice_ends_a_contract_on_its_day_for_either_side(database_url: str, who: str) -> None:
    with trading(database_url) as t:
        deal = traded(t)
        by = deal.seller if who == "seller" else deal.buyer
        t.credential(deal.buyer, derived("grant", deal.contract), "secret", days=366)
        with refused(Refusal.notice_too_short):
            give_notice(t, by, deal.contract, 29)
        give_notice(t, by, deal.contract, 30)
        with refused(Refusal.notice_given):
            give_notice(t, by, deal.contract, 40)
        with refused(Refusal.notice_given):
            amend(t, deal.buyer, deal.contract, deal.terms)
        t.now += 30 * DAY - 1
        assert opens(t, "secret")
        t.now += 1
        assert not opens(t, "secret")
        assert not t.question(delivery.is_open, derived("grant", deal.contract), t.now)
        found = t.access("secret").decision.refusal
        assert found is Refusal.licence_over
        assert t.replayed().different == []
