"""Auctions for people: all of them, one as it stands, bidding, and announcing one."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from datafloor.contexts import auctions, catalogue, participants, policy, settlement
from datafloor.contexts.auctions import AuctionView, BidderView, BidView, CancelAuction, Mechanism
from datafloor.contexts.policy import Purpose, TermsView
from datafloor.kernel import clock
from datafloor.kernel.clock import HOUR
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.auctions import known_bidders
from datafloor.web.auctioning import Bid, NewAuction, announcing, bidding
from datafloor.web.pages.access import BUYER, OPEN, SELLER, SIGNED_IN
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.licence import PURPOSES
from datafloor.web.pages.money import amount
from datafloor.web.pages.visit import Page, Visit, arrive

HOME = "VN"
PAGE = 30
MINUTE_SECONDS = 60


class Row(Struct, frozen=True):
    """An auction in a list."""

    auction: AuctionView
    title: str
    who: str


class Shown(Struct, frozen=True):
    """One auction with all that a visitor may know of it."""

    auction: AuctionView
    title: str
    who: str
    terms: TermsView
    bids: list[BidView]
    bidders: list[BidderView]
    names: dict[str, str]
    wallet: Money


def phase(auction: AuctionView, now: int) -> str:
    """Where an auction stands, in one word: its times say what its state does not."""
    if auction.state != "open":
        return auction.state
    if now < auction.opens_at:
        return "announced"
    return "open" if now < auction.ends_at else "over"


def _rows(tx: Tx, code: Code, after: str) -> list[Row]:
    found = auctions.auctions(tx, after, PAGE)
    titles = catalogue.titles(tx, (each.product for each in found))
    names = participants.names(tx, (each.seller for each in found))
    return [Row(each, titles[each.product][code == "vi"], names[each.seller]) for each in found]


def _shown(tx: Tx, code: Code, auction: str, by: Actor) -> Shown:
    found = auctions.auction(tx, auction)
    bidders = known_bidders(tx, auction, by) if by.organisation else []
    named = {found.seller, *(each.bidder for each in bidders)}
    return Shown(
        auction=found,
        title=catalogue.titles(tx, [found.product])[found.product][code == "vi"],
        who=participants.names(tx, [found.seller])[found.seller],
        terms=policy.terms(tx, found.terms),
        bids=auctions.bids(tx, auction),
        bidders=bidders,
        names=participants.names(tx, named | {r for each in bidders for r in each.related}),
        wallet=Money(
            settlement.balance(tx, settlement.wallet(by.organisation), found.start.currency),
            found.start.currency,
        ),
    )


@get("/auctions", security=OPEN)
async def listed(request: Request[Any, Any, Any], after: FromQuery[str] = "~") -> Page:
    """All auctions, the newest first."""
    visit = await arrive(request)
    rows = await visit.question(_rows, visit.language.code, after[:40])
    return visit.page(
        "auctions.html", rows=rows, now=clock.now(), phase=phase, full=len(rows) == PAGE
    )


@get("/auctions/{auction:str}", security=OPEN)
async def one(request: Request[Any, Any, Any], auction: FromPath[str]) -> Page:
    """One auction as it stands, and the form to bid."""
    visit = await arrive(request)
    return await _page(visit, auction, Form())


async def _page(visit: Visit, auction: str, form: Form) -> Page:
    shown = await visit.question(_shown, visit.language.code, auction, visit.by)
    licence = shown.terms.licence
    allowed = list(Purpose) if licence is None else list(licence.purposes)
    if Purpose.any in allowed:
        allowed = list(Purpose)
    countries = visit.language.countries
    if licence is not None and licence.territory:
        countries = {each: countries.get(each, each) for each in licence.territory}
    if not form["country"]:
        form.fill(country=HOME)
    own = visit.by.organisation
    mine = next((each for each in shown.bidders if each.bidder == own), None)
    return visit.page(
        "auction.html",
        form.status,
        form=form,
        shown=shown,
        auction=shown.auction,
        phase=phase(shown.auction, clock.now()),
        mine=mine,
        order=derived("order", mine.bid) if mine else "",
        least=least(shown.auction),
        purposes=[(each.value, visit.language.say(PURPOSES[each])) for each in allowed],
        countries=list(countries.items()),
    )


def least(auction: AuctionView) -> Money:
    """The least that the next bid may be."""
    if auction.leading is None:
        return auction.start
    minor = max(auction.start.minor, auction.leading.minor + auction.increment.minor)
    return Money(minor, auction.start.currency)


@post("/auctions/{auction:str}/bids", security=BUYER)
async def bid(request: Request[Any, Any, Any], auction: FromPath[str]) -> Page:
    """Bid. The bid's id was made with the form, so a second click is the same bid."""
    visit = await arrive(request)
    form = await visit.form()
    sum_ = amount(form, "bid_amount")
    asked = form.read(
        Bid,
        bid=form.id("bid"),
        auction=auction,
        amount=msgspec.to_builtins(sum_ or Money(0)),
    )
    if asked is not None and await visit.ask(await bidding(visit.exchange, asked), form):
        return visit.go(f"/auctions/{auction}", "bid_made")
    return await _page(visit, auction, form)


@post("/auctions/{auction:str}/cancellation", security=SIGNED_IN)
async def cancel(request: Request[Any, Any, Any], auction: FromPath[str]) -> Page:
    """Give an auction up, or stop it."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(CancelAuction, auction=auction), form):
        return visit.go(f"/auctions/{auction}", "auction_stopped")
    return await _page(visit, auction, form)


@get("/sell/{product:str}/auction", security=SELLER)
async def announce_form(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form that announces an auction."""
    visit = await arrive(request)
    form = Form().fill(
        mechanism=Mechanism.ascending.value, hours="72", extension="10", pay_days="5"
    )
    return await _announce_page(visit, product, form)


async def _announce_page(visit: Visit, product: str, form: Form) -> Page:
    facts = await visit.question(catalogue.product_facts, product)
    if facts is None or facts.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)
    titles = await visit.question(catalogue.titles, [product])
    published = await visit.question(policy.terms_of, visit.by.organisation)
    return visit.page(
        "auction-new.html",
        form.status,
        form=form,
        product=product,
        title=titles[product][visit.language.code == "vi"],
        published=[each for each in published if each.licence is not None],
        mechanisms=list(Mechanism),
    )


@post("/sell/{product:str}/auction", security=SELLER)
async def announce(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Announce an auction that begins now."""
    visit = await arrive(request)
    form = await visit.form()
    start, deposit = amount(form, "start"), amount(form, "deposit")
    increment = amount(form, "increment") if form["increment"] else None
    cost = amount(form, "input_cost") if form["input_cost"] else None
    hours, late, days = (_number(form, name) for name in ("hours", "extension", "pay_days"))
    now = clock.now()
    asked = form.read(
        NewAuction,
        auction=form.id("auction"),
        product=product,
        start=msgspec.to_builtins(start or Money(0)),
        deposit=msgspec.to_builtins(deposit or Money(0)),
        opens_at=now,
        ends_at=now + hours * HOUR,
        increment_minor=increment.minor if increment else 0,
        extension_seconds=late * MINUTE_SECONDS,
        pay_days=days,
        input_cost=msgspec.to_builtins(cost),
    )
    if asked is not None and await visit.ask(announcing(visit.exchange, asked), form):
        return visit.go(f"/auctions/{asked.auction}", "auction_announced")
    return await _announce_page(visit, product, form)


def _number(form: Form, name: str) -> int:
    typed = form[name]
    if typed.isascii() and typed.isdigit() and len(typed) < 5:
        return int(typed)
    form.wrong[name] = "unfit" if typed else "missing"
    return 0


ROUTES = [listed, one, bid, cancel, announce_form, announce]
