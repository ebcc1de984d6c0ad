"""A tour through the house: a short story in which every command is asked at least once."""

from datafloor.contexts import catalogue, delivery, market, participants, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.house.tour_agreements import agreeing
from tests.house.tour_auctions import auctioning
from tests.house.tour_bank import banking, paying
from tests.house.tour_billing import paying_on
from tests.house.tour_delivery import deliver
from tests.house.tour_dossiers import explaining
from tests.house.tour_inventory import sleeping
from tests.house.tour_invoices import invoicing
from tests.house.tour_law import joining, listing
from tests.house.tour_lineage import tracing_back
from tests.house.tour_marks import marking
from tests.house.tour_negotiation import negotiating
from tests.house.tour_people import sharing_out
from tests.house.tour_signing_in import signing_in
from tests.trading import PASSWORD_HASH, Trading, digest


def tour(t: Trading) -> None:
    """Two organisations trade; what can be ended is ended, and what can be undone is undone."""
    operator, seller, buyer = t.join("operator"), t.join("seller", "buyer"), t.join("buyer")
    supervisor = t.join("supervisor")
    joining(t, operator, supervisor, seller, buyer)
    listing(t, operator, supervisor, seller, buyer)
    _people(t, operator, seller, buyer)
    signing_in(t, buyer)
    product = _products(t, operator, seller)
    _trade(t, operator, seller, buyer, product)
    explaining(t, seller, product)
    sleeping(t, operator, seller, buyer, product)
    marking(t, operator, supervisor, seller, buyer, t.terms(seller))
    tracing_back(t, seller, product)
    negotiating(t, operator, seller, buyer, product)
    invoicing(t, operator, seller, buyer, product)
    sharing_out(t, operator, seller, t.join("seller"), buyer)
    paying_on(t, operator, seller, buyer, product)
    auctioning(t, operator, seller, buyer, t.join("buyer"))


def _people(t: Trading, operator: Actor, seller: Actor, buyer: Actor) -> None:
    person = new_id("person")
    t.ask(
        seller,
        participants.AddPerson,
        person=person,
        person_name="Lê Bình",
        email="binh@example.vn",
        password_hash=PASSWORD_HASH,
    )
    t.ask(seller, participants.ErasePerson, person=person)
    for command in (participants.GrantRole, participants.WithdrawRole):
        t.ask(operator, command, organisation=buyer.organisation, role="seller")
    token = new_id("token")
    t.ask(
        buyer,
        participants.IssueToken,
        token=token,
        use="api",
        secret_digest=digest("token"),
        scope=["buyer"],
        expires_at=t.now + DAY,
    )
    t.ask(buyer, participants.RevokeToken, token=token)


def _products(t: Trading, operator: Actor, seller: Actor) -> str:
    product = t.product(seller)
    t.ask(seller, catalogue.SubmitProduct, product=product)
    t.ask(operator, catalogue.RefuseListing, product=product, reason="Say where it comes from.")
    t.ask(
        seller,
        catalogue.ReviseProduct,
        product=product,
        title_en="Flights of a year",
        title_vi="Chuyến bay trong một năm",
        description_en="Departures",
        description_vi="Các chuyến khởi hành",
        origin="collected",
        origin_note="From the airports' own records",
    )
    coverage = {"theme": "transport", "provinces": ["01", "79"], "frequency": "annual"}
    t.ask(seller, catalogue.StateCoverage, product=product, coverage=coverage)
    meanings = [{"field": "delay", "meaning_en": "Delay", "meaning_vi": "Độ trễ", "unit": "min"}]
    t.ask(seller, catalogue.DescribeFields, product=product, meanings=meanings)
    t.list(seller, operator, product)
    unwanted = t.product(seller)
    t.list(seller, operator, unwanted)
    t.ask(seller, catalogue.DelistProduct, product=unwanted, reason="Superseded.")
    return product


def _trade(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    terms = t.terms(seller)
    t.ask(operator, settlement.SetFee, basis_points=500)
    offer = t.offer(seller, product, terms, 99_000)
    withdrawn = t.offer(seller, product, terms, 5_000)
    t.ask(seller, market.ChangePrice, offer=withdrawn, price={"minor": 6_000, "currency": "VND"})
    t.ask(seller, market.WithdrawOffer, offer=withdrawn)

    # paid before: confirmed by the buyer
    t.pay(operator, buyer, 400_000)
    first = t.order(buyer, offer)
    grant = derived("grant", first)
    credential = t.credential(buyer, grant, "first")
    t.ask(
        EXCHANGE,
        delivery.RecordFetches,
        grant=grant,
        files=[{"file": "0" * 32, "bytes": 50, "whole": True, "bought": True}],
    )
    t.ask(buyer, delivery.ConfirmDelivery, contract=derived("contract", first))
    deliver(t, buyer, first)
    t.ask(buyer, delivery.RevokeCredential, credential=credential)
    t.ask(seller, market.EndContract, contract=derived("contract", first), reason="Misused.")

    # the acceptance period ends by itself
    second = t.order(buyer, offer)
    t.now += 60 * DAY
    t.ask(EXCHANGE, settlement.EndAcceptance, order=second)

    # refunded, cancelled, and paid out
    third = t.order(buyer, offer)
    dearest = t.offer(seller, product, terms, t.wallet(buyer) + 99_000)
    paying(t, operator, buyer, dearest, paid=third)
    t.pay(operator, buyer, 10_000)
    agreed = new_id("order")
    t.ask(
        EXCHANGE,
        market.AwardOrder,
        order=agreed,
        awarded_by="negotiation",
        product=product,
        seller=seller.organisation,
        buyer=buyer.organisation,
        terms=terms,
        price={"minor": 1_000, "currency": "VND"},
        purpose="research",
        country="VN",
    )
    dear = t.offer(seller, product, terms, 9_000_000)
    fourth = t.order(buyer, dear)
    t.ask(buyer, market.CancelOrder, order=fourth)
    t.ask(
        operator,
        settlement.RecordPayout,
        entry=digest("payout"),
        organisation=seller.organisation,
        amount={"minor": 90_000, "currency": "VND"},
    )
    banking(t, operator, seller)
    agreeing(t, operator, seller, buyer, product)


def asked_of(t: Trading) -> set[str]:
    """The kinds of event that the story came to."""
    return {row[0] for row in t.rows("SELECT DISTINCT kind FROM journal")}
