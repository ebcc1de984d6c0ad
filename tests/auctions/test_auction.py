"""Whole auctions, from the announcement to the money: deposits, the bell, orders, defaults."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest

from datafloor.analysis.auctions import bids_of, draw, random_sampling
from datafloor.contexts import auctions, catalogue, certificates, market, participants, settlement
from datafloor.contexts.auctions import Sign
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refused
from tests.auctions.trading import DAY, Auctioning
from tests.trading import Trading, trading


class Town:
    """An operator, a seller with a listed product, and three buyers with 10.000 ₫ each."""

    def __init__(self, t: Trading) -> None:
        self.t, self.a = t, Auctioning(t)
        self.operator, self.seller = t.join("operator"), t.join("seller")
        self.buyers = [t.join("buyer") for _ in range(3)]
        for buyer in self.buyers:
            t.pay(self.operator, buyer, 10_000)
        self.product, self.terms = t.product(self.seller), t.terms(self.seller)
        t.list(self.seller, self.operator, self.product)

    def announce(self, mechanism: str = "ascending", **but: object) -> str:
        return self.a.announce(self.seller, self.product, self.terms, mechanism=mechanism, **but)

    def wallets(self) -> list[int]:
        return [self.t.wallet(buyer) for buyer in self.buyers]

    def check(self) -> None:
        """The books balance, deposits are where they should be, and replay finds the same."""
        (total,) = self.t.rows("SELECT SUM(balance) FROM settlement_account")[0]
        assert total == 0
        held = self.t.rows("SELECT deposit FROM settlement_deposit WHERE state = 'held'")
        apart = self.t.rows(
            "SELECT account FROM settlement_account WHERE account LIKE 'deposit:%' AND balance > 0"
        )
        assert {f"deposit:{row[0]}" for row in held} == {row[0] for row in apart}
        assert self.t.replayed().different == []


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    with trading(database_url) as t:
        yield Town(t)


def refused(town: Town, bidder: Actor, auction: str, minor: int, **but: object) -> str:
    before = town.t.rows("SELECT COUNT(*) FROM journal")
    with pytest.raises(Refused) as told:
        town.a.bid(bidder, auction, minor, **but)
    assert town.t.rows("SELECT COUNT(*) FROM journal") == before
    return told.value.why.name


def test_an_ascending_auction_goes_to_the_last_bid(town: Town) -> None:
    one, two, three = town.buyers
    auction = town.announce(extension_seconds=600)
    assert refused(town, one, auction, 999) == "bid_too_low"
    town.a.bid(one, auction, 1_000)
    assert town.wallets() == [9_900, 10_000, 10_000]
    assert refused(town, two, auction, 1_049) == "bid_too_low"
    town.a.bid(two, auction, 1_050)
    town.a.bid(one, auction, 2_000)
    assert town.wallets() == [9_900, 9_900, 10_000], "a bidder has one deposit there"
    town.t.now = town.a.view(auction).ends_at - 1
    town.a.bid(two, auction, 2_050)
    moved = town.a.view(auction)
    assert moved.ends_at == town.t.now + 600_000_000
    assert (moved.bidders, moved.leading and moved.leading.minor) == (2, 2_050)
    town.t.now = moved.ends_at
    assert refused(town, three, auction, 9_000) == "auction_over"
    town.a.bell()
    town.check()
    assert town.wallets() == [10_000, 10_000 - 2_050, 10_000]
    order = town.t.question(market.orders, two.organisation)[0]
    assert (order.state, order.price.minor, order.awarded_by) == ("concluded", 2_050, "auction")
    assert [price.minor for price in town.a.view(auction).prices] == [2_050]
    assert town.a.state(auction, one) == town.a.state(auction, two) == "released"
    town.a.bell()  # rung twice
    town.check()
    assert len(town.t.question(market.orders, two.organisation)) == 1


def test_a_sealed_bid_is_in_no_table_and_no_entry_before_the_bell(town: Town) -> None:
    one, two, three = town.buyers
    auction = town.announce("second_price")
    town.a.bid(one, auction, 1_234)
    town.a.bid(two, auction, 4_321)
    town.a.bid(three, auction, 2_222)
    town.a.bid(one, auction, 3_333)
    everything = ["journal", *town.t.house.tables]
    said = " ".join(str(row) for each in everything for row in town.t.rows(f"SELECT * FROM {each}"))
    for minor in ("1234", "4321", "2222", "3333"):
        assert f":{minor}," not in said and f" {minor}," not in said
    assert {bid.amount for bid in town.t.question(auctions.bids, auction)} == {None}
    town.a.bell()
    town.check()
    assert town.wallets() == [10_000, 10_000 - 3_333, 10_000]
    for bid in town.t.question(auctions.bids, auction):
        if bid.counts:
            assert bid.amount is not None
            text = f"{auction}\n{bid.bid}\n{bid.amount.minor}\n{bid.salt}"
            assert sha256(text.encode()).hexdigest() == bid.commitment
    assert [bid.amount is None for bid in town.t.question(auctions.bids, auction)] == [
        *(True, False, False, False)
    ], "a bid that was replaced stays sealed"


def test_anyone_can_compute_the_draw_of_many_winners_again(town: Town) -> None:
    auction = town.announce("many_winners")
    announced = town.a.view(auction).seed_digest
    for buyer, minor in zip(town.buyers, (5_000, 4_000, 3_000), strict=True):
        town.a.bid(buyer, auction, minor)
    assert town.a.view(auction).seed is None
    town.a.bell()
    town.check()
    minutes = town.a.view(auction)
    assert minutes.seed is not None
    assert sha256(minutes.seed.encode()).hexdigest() == announced
    bids = town.t.question(auctions.bids, auction)
    amounts = [bid.amount.minor for bid in bids if bid.amount]
    sides = draw(minutes.seed, [bid.bid for bid in bids])
    expected = {
        award.place: award.price for award in random_sampling(bids_of(amounts), sides, 1_000)
    }
    assert {n: bid.price.minor for n, bid in enumerate(bids) if bid.price} == expected
    paid = [10_000 - wallet for wallet in town.wallets()]
    assert paid == [expected.get(place, 0) for place in range(3)]


def test_the_deposit_begins_to_pay_the_price(town: Town) -> None:
    one = town.buyers[0]
    auction = town.announce(start={"minor": 10_000, "currency": "VND"}, deposit=_dong(2_000))
    town.a.bid(one, auction, 12_000)
    town.a.bell()
    order = town.t.question(market.orders, one.organisation)[0]
    assert (order.state, town.a.state(auction, one)) == ("placed", "awarded")
    assert town.t.wallet(one) == 8_000
    with pytest.raises(Refused, match="another organisation"):
        town.t.ask(one, market.CancelOrder, order=order.order)
    town.t.pay(town.operator, one, 1_999)
    town.a.bell(town.t.now + DAY)
    assert town.a.state(auction, one) == "awarded"
    town.t.pay(town.operator, one, 1)
    town.a.bell(town.t.now + DAY)
    town.check()
    assert town.t.question(market.orders, one.organisation)[0].state == "concluded"
    assert (town.t.wallet(one), town.a.state(auction, one)) == (0, "released")


def test_a_winner_that_does_not_pay_loses_its_deposit_to_the_seller(town: Town) -> None:
    one, two, _ = town.buyers
    auction = town.announce("first_price", pay_days=3)
    town.a.bid(one, auction, 50_000)
    town.a.bid(two, auction, 2_000)
    town.a.bell()
    assert town.wallets() == [9_900, 10_000, 10_000]
    town.a.bell(town.t.now + 3 * DAY)
    assert town.a.state(auction, one) == "awarded", "it has until then"
    town.a.bell(town.t.now + 1)
    town.check()
    assert town.a.state(auction, one) == "defaulted"
    assert town.t.wallet(town.seller) == 100
    assert town.wallets() == [9_900, 10_000, 10_000]
    order = town.t.question(market.orders, one.organisation)[0]
    assert order.state == "cancelled"
    hold = town.t.question(settlement.hold, order.order)
    assert hold is not None and hold.state == "dropped"


def test_what_cannot_be_ordered_any_more_releases_its_winner(town: Town) -> None:
    one = town.buyers[0]
    auction = town.announce("first_price")
    town.a.bid(one, auction, 5_000)
    reason = {"product": town.product, "reason": "A complaint."}
    town.t.ask(town.operator, catalogue.SuspendProduct, **reason)
    town.a.bell()
    town.check()
    assert (town.t.wallet(one), town.a.state(auction, one)) == (10_000, "released")
    assert town.t.rows("SELECT why FROM auctions_bidder") == [("product_unlisted",)]


def test_an_exclusive_licence_has_one_winner(town: Town) -> None:
    one, two, _ = town.buyers
    town.terms = town.t.terms(town.seller, exclusive=True)
    first, second = town.announce("first_price"), town.announce("first_price")
    town.a.bid(one, first, 5_000)
    town.a.bid(two, second, 5_000)
    town.a.bell()
    town.check()
    assert sorted(town.wallets()[:2]) == [5_000, 10_000]
    whys = {row[0] for row in town.t.rows("SELECT why FROM auctions_bidder")}
    assert whys == {None, "exclusive_taken"}


def test_a_stopped_auction_gives_all_deposits_back(town: Town) -> None:
    auction = town.announce()
    for minor, buyer in enumerate(town.buyers):
        town.a.bid(buyer, auction, 1_000 + 50 * minor)
    stop = {"auction": auction, "reason": "Signs of collusion."}
    with pytest.raises(Refused, match="only the operator"):
        town.t.ask(town.seller, auctions.CancelAuction, **stop)
    town.t.ask(town.operator, auctions.CancelAuction, **stop)
    assert refused(town, town.buyers[0], auction, 5_000) == "auction_over"
    town.a.bell(town.t.now)
    town.check()
    assert town.wallets() == [10_000] * 3


def test_a_deposit_is_in_the_report_of_what_agrees(town: Town) -> None:
    auction = town.announce()
    town.a.bid(town.buyers[0], auction, 1_000)
    (sums,) = town.t.question(settlement.reconciliation)
    assert sums.agrees
    assert sums.deposits_minor == 100


def test_nobody_bids_without_a_deposit(town: Town) -> None:
    auction = town.announce(start=_dong(100_000), deposit=_dong(20_000))
    assert refused(town, town.buyers[0], auction, 100_000) == "wallet_short"


def test_who_is_related_to_the_seller_is_refused_and_bidders_of_one_hand_are_told(
    town: Town,
) -> None:
    one, two, three = town.buyers
    auction = town.announce()
    interest = {"interest": new_id("interest"), "nature": "ownership"}
    town.t.ask(one, certificates.DeclareInterest, subject=town.seller.organisation, **interest)
    assert refused(town, one, auction, 5_000) == "bidder_related"
    details = {"bank": "970436", "account": "1903654321", "holder": "CONG TY"}
    for who in (two, three):
        town.t.ask(who, settlement.SetPayoutAccount, details=details)
    town.a.bid(two, auction, 1_000)
    town.a.bid(three, auction, 2_000)
    found = {each.bidder: each.related for each in town.t.question(auctions.bidders, auction)}
    assert found == {two.organisation: (), three.organisation: (two.organisation,)}
    town.t.ask(town.seller, settlement.SetPayoutAccount, details=details)
    assert refused(town, two, auction, 5_000) == "bidder_related"


def test_what_says_that_one_hand_moves_two_bidders_is_told(town: Town) -> None:
    """Branches of one company, people with one mail box, one account in the papers."""
    one, two, three = town.buyers
    detail = "UPDATE participants_organisation_detail SET tax_code = ? WHERE id = ?"
    (code,) = town.t.rows(
        "SELECT tax_code FROM participants_organisation_detail WHERE id = ?", one.organisation
    )[0]
    town.t.behind_the_door(detail, f"{code}-001", two.organisation)
    mail = "UPDATE participants_person_detail SET email = ? WHERE id = ?"
    town.t.behind_the_door(mail, "lan@example.vn", one.person)
    town.t.behind_the_door(mail, "lan+sales@example.vn", three.person)
    for who in (two, three):
        papers = {"documents": ["0" * 64], "payment_account": "1" * 64, "lawful_entity": True}
        said = papers | {"conditional_line": False}
        town.t.ask(who, participants.PresentPapers, papers=said)
    auction = town.announce()
    for minor, who in enumerate((one, two, three)):
        town.a.bid(who, auction, 1_000 + 50 * minor)
    found = {each.bidder: each.ties for each in town.t.question(auctions.bidders, auction)}
    assert found[one.organisation] == ()
    assert found[two.organisation] == (auctions.Tie(one.organisation, (Sign.tax_code,)),)
    assert set(found[three.organisation]) == {
        auctions.Tie(one.organisation, (Sign.mailbox,)),
        auctions.Tie(two.organisation, (Sign.payment_account,)),
    }
    town.t.behind_the_door(mail, "lan+shop@example.vn", town.seller.person)
    assert refused(town, one, auction, 5_000) == "bidder_related"


def test_the_minutes_are_in_the_journal(town: Town) -> None:
    auction = town.announce("first_price")
    town.a.bid(town.buyers[0], auction, 5_000)
    town.a.bell()
    (body,) = town.t.rows("SELECT body FROM journal WHERE kind = 'auctions.auction_closed.v1'")[0]
    minutes = json.loads(body)
    assert minutes["bidders_count"] == 1 and minutes["ends_at"] - minutes["opens_at"] == DAY
    assert [win["price_minor"] for win in minutes["winners"]] == [5_000]
    assert minutes["return_by"]["rule"] == "auction.deposit_return"
    (order,) = town.t.question(market.orders, town.buyers[0].organisation)
    assert order.order == derived("order", minutes["winners"][0]["bid"])


def _dong(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "VND"}


def test_nothing_is_asked_while_nothing_is_due(town: Town) -> None:
    auction = town.announce("first_price")
    town.a.bid(town.buyers[0], auction, 50_000)
    town.a.bell()
    before = town.t.rows("SELECT COUNT(*) FROM attempts")
    town.a.bell(town.t.now + DAY)
    assert town.t.rows("SELECT COUNT(*) FROM attempts") == before


def test_a_bid_that_was_changed_behind_the_door_stops_its_auction_only(town: Town) -> None:
    one, two, _ = town.buyers
    changed, sound = town.announce("first_price"), town.announce("first_price")
    town.a.bid(one, changed, 5_000)
    kept = town.a.bid(two, sound, 5_000)
    sealed = town.t.rows("SELECT sealed FROM auctions_sealed WHERE bid = ?", kept)[0][0]
    town.t.behind_the_door("UPDATE auctions_sealed SET sealed = ? WHERE bid <> ?", sealed, kept)
    town.a.bell()
    assert [town.a.view(each).state for each in (changed, sound)] == ["open", "closed"]
    stop = {"auction": changed, "reason": "Its bids cannot be opened."}
    town.t.ask(town.operator, auctions.CancelAuction, **stop)
    town.a.bell(town.t.now)
    assert town.t.wallet(one) == 10_000
    town.check()
