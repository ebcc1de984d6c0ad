"""A negotiation as a conversation: what each side proposed, what changed, and what to do next."""

from typing import Any, TypeVar

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue, negotiation, participants
from datafloor.contexts.negotiation import (
    AcceptProposal,
    AgreeProposal,
    Change,
    Conversation,
    MakeProposal,
    NegotiationView,
    OfferOnBuyRequest,
    OpenNegotiation,
    Part,
    Proposal,
    Side,
    TerminateNegotiation,
    VerifyAgreement,
    Why,
)
from datafloor.contexts.policy import Limit, Onward, Purpose, Terms
from datafloor.kernel import clock
from datafloor.kernel.clock import instant
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.negotiation import found_conversation, found_request
from datafloor.web.pages import wording
from datafloor.web.pages.access import BUYER, SELLER, SIGNED_IN
from datafloor.web.pages.everyone import may_see
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Language, marked
from datafloor.web.pages.licence import LIMITS, PURPOSES, country
from datafloor.web.pages.licensing import chosen, day_end, fill_in, options
from datafloor.web.pages.money import amount
from datafloor.web.pages.visit import Page, Visit, arrive

HOME = "VN"
VALID = "14"
"""The days that a proposal binds, unless somebody writes other ones."""


class Row(Struct, frozen=True):
    """A negotiation in a list; `who` is the other side."""

    talk: NegotiationView
    titles: tuple[str, str]
    who: str
    my_turn: bool


def _rows(tx: Tx, mine: str) -> list[Row]:
    found = negotiation.negotiations(tx, mine, limit=200)
    titles = catalogue.titles(tx, (each.product for each in found))
    others = {each.negotiation: each.seller if each.buyer == mine else each.buyer for each in found}
    names = participants.names(tx, others.values())
    rows = [
        Row(
            each,
            titles[each.product],
            names[others[each.negotiation]],
            each.turn == (Side.buyer if each.buyer == mine else Side.seller),
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: not row.my_turn)


@get("/negotiations", security=SIGNED_IN)
async def talks(request: Request[Any, Any, Any]) -> Page:
    """One's negotiations, first those that wait for one's word."""
    visit = await arrive(request)
    rows = await visit.question(_rows, visit.by.organisation)
    return visit.page("negotiations.html", rows=rows, place=visit.language.code == "vi")


class Told(Struct, frozen=True):
    """A negotiation with what its page shows beside it."""

    talk: Conversation
    titles: tuple[str, str]
    buyer: str
    seller: str


def _told(tx: Tx, name: str, by: Actor) -> Told:
    found = found_conversation(tx, name, by)
    view = found.negotiation
    names = participants.names(tx, (view.buyer, view.seller))
    title = catalogue.titles(tx, [view.product])[view.product]
    return Told(found, title, names[view.buyer], names[view.seller])


def said_of(language: Language, change: Change) -> tuple[str, str, str]:
    """A difference in words: of what, how it was, how it is."""
    label = language.say(wording.of(f"part.{change.part}"))
    return (
        label,
        _value(language, change.part, change.before),
        _value(language, change.part, change.after),
    )


def _value(language: Language, part: Part, values: tuple[str, ...]) -> str:
    say = language.say
    match part:
        case Part.price:
            named = str(Money(int(values[0]), values[1])) if values else marked("to be named")
            return say(named)
        case Part.days:
            return _days(language, values)
        case Part.purposes | Part.purpose:
            return ", ".join(say(PURPOSES[Purpose(each)]) for each in values)
        case Part.territory | Part.country:
            named = ", ".join(country(language, each) for each in values)
            return named or say(marked("anywhere"))
        case Part.exclusive:
            return say(wording.of(f"exclusive.{values[0]}"))
        case Part.onward:
            return say(wording.of(f"onward.{Onward(values[0])}"))
        case Part.ip:
            return " ".join(say(LIMITS[Limit(each)]) for each in values) or say(marked("nothing"))
        case Part.expires_at:
            until = instant(values[0])
            return f"{language.short_day(until)}, {language.time(until)}"


def _days(language: Language, values: tuple[str, ...]) -> str:
    if not values:
        return language.say(marked("without end"))
    days = int(values[0])
    return language.count("%(num)s day", "%(num)s days", days) % {"num": language.number(days)}


async def _page(visit: Visit, name: str, form: Form) -> Page:
    told = await visit.question(_told, name, visit.by)
    view, language = told.talk.negotiation, visit.language
    mine = Side.buyer if visit.by.organisation == view.buyer else Side.seller
    is_party = visit.by.organisation in (view.buyer, view.seller)
    if not form["valid_days"]:  # no proposal was typed
        _fill(form, told.talk.proposal)
    return visit.page(
        "negotiation.html",
        form.status,
        form=form,
        told=told,
        talk=view,
        title=told.titles[language.code == "vi"],
        mine=mine.value if is_party else "",
        my_turn=is_party and view.turn == mine,
        expired=view.expires_at <= clock.now(),
        said_of=lambda change: said_of(language, change),
        whys=[(each.value, language.say(wording.of(f"why.{each}"))) for each in Why],
        **_choices(visit),
    )


def _choices(visit: Visit) -> dict[str, Any]:
    language = visit.language
    wanted = [(each.value, language.say(PURPOSES[each])) for each in Purpose]
    return options(language) | {
        "wanted": wanted,
        "countries": list(language.countries.items()),
    }


def _fill(form: Form, proposal: Proposal) -> None:
    price = proposal.price
    fill_in(form, proposal.licence)
    form.fill(
        price=str(price.minor) if price else "",
        purpose=proposal.purpose.value,
        country=proposal.country,
        valid_days=VALID,
    )


def _proposal(form: Form) -> Proposal | None:
    """What was typed as a whole contract. Without a price it asks for one."""
    price = amount(form, "price") if form["price"] else None
    licence = form.read(Terms, **chosen(form))
    days = whole(form["valid_days"])
    if not isinstance(days, int) or days >= negotiation.VALID_DAYS:
        form.wrong["valid_days"] = "unfit" if days else "missing"
    if licence is None or not isinstance(days, int):
        return None
    return form.read(
        Proposal,
        licence=msgspec.to_builtins(licence),
        price=msgspec.to_builtins(price),
        expires_at=day_end(days),
    )


C = TypeVar("C", OpenNegotiation, OfferOnBuyRequest, MakeProposal)


def _proposing(form: Form, kind: type[C], **named: str) -> C | None:
    """The command that proposes what was typed; `None` where that is no contract."""
    proposal = _proposal(form)
    return form.read(kind, proposal=msgspec.to_builtins(proposal), **named) if proposal else None


@get("/negotiations/{name:str}", security=SIGNED_IN)
async def one(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """One negotiation."""
    return await _page(await arrive(request), name, Form())


async def _do(visit: Visit, name: str, form: Form, command: Command | None, done: str) -> Page:
    if await visit.ask(command, form):
        return visit.go(f"/negotiations/{name}", done)
    return await _page(visit, name, form)


@post("/negotiations/{name:str}/proposals", security=SIGNED_IN)
async def propose(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Propose something else."""
    visit = await arrive(request)
    form = await visit.form()
    command = _proposing(form, MakeProposal, negotiation=name)
    return await _do(visit, name, form, command, "proposed")


@post("/negotiations/{name:str}/acceptance", security=BUYER)
async def accept(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Take the seller's offer."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(AcceptProposal, negotiation=name)
    return await _do(visit, name, form, command, "proposal_accepted")


@post("/negotiations/{name:str}/agreement", security=SELLER)
async def agree(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Bind oneself to the proposal."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(AgreeProposal, negotiation=name)
    return await _do(visit, name, form, command, "proposal_agreed")


@post("/negotiations/{name:str}/verification", security=BUYER)
async def verify(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Confirm, and order."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(VerifyAgreement, negotiation=name)
    return await _do(visit, name, form, command, "agreement_verified")


@post("/negotiations/{name:str}/termination", security=SIGNED_IN)
async def terminate(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Go without a contract."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(TerminateNegotiation, negotiation=name)
    return await _do(visit, name, form, command, "negotiation_terminated")


async def _opening(visit: Visit, product: str, form: Form, action: str, sells: bool) -> Page:
    found = await visit.question(catalogue.product, product)
    if not may_see(found, visit):
        raise Refused(Refusal.product_unknown)
    return visit.page(
        "negotiation-new.html",
        form.status,
        form=form,
        product=product,
        title=found.title_vi if visit.language.code == "vi" else found.title_en,
        action=action,
        sells=sells,
        **_choices(visit),
    )


def _blank() -> Form:
    return Form().fill(
        days="365",
        purposes=[Purpose.internal_analysis.value],
        exclusive="no",
        onward=Onward.none.value,
        ip=[Limit.no_reidentification.value],
        purpose=Purpose.internal_analysis.value,
        country=HOME,
        valid_days=VALID,
    )


@get("/products/{product:str}/negotiation", security=BUYER)
async def ask_form(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form that asks the seller of a product for a contract or a quotation."""
    visit = await arrive(request)
    return await _opening(visit, product, _blank(), f"/products/{product}/negotiation", False)


@post("/products/{product:str}/negotiation", security=BUYER)
async def ask(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Open a negotiation as a buyer."""
    visit = await arrive(request)
    form = await visit.form()
    name = form.id("negotiation")
    command = _proposing(form, OpenNegotiation, negotiation=name, product=product)
    if await visit.ask(command, form):
        return visit.go(f"/negotiations/{name}", "proposed")
    return await _opening(visit, product, form, f"/products/{product}/negotiation", False)


@get("/wanted/{wanted:str}/offers/{product:str}", security=SELLER)
async def offer_form(
    request: Request[Any, Any, Any], wanted: FromPath[str], product: FromPath[str]
) -> Page:
    """The form that makes an offer to who looks for something, filled with the wanted rights."""
    visit = await arrive(request)
    asked = (await visit.question(found_request, wanted)).wanted
    form = _blank().fill(
        days=str(asked.days or ""),
        purposes=[each.value for each in asked.purposes],
        territory=" ".join(asked.territory),
        exclusive="yes" if asked.exclusive else "no",
        purpose=next(
            (each.value for each in asked.purposes if each is not Purpose.any),
            Purpose.internal_analysis.value,
        ),
    )
    return await _opening(visit, product, form, f"/wanted/{wanted}/offers/{product}", True)


@post("/wanted/{wanted:str}/offers/{product:str}", security=SELLER)
async def offer(
    request: Request[Any, Any, Any], wanted: FromPath[str], product: FromPath[str]
) -> Page:
    """Open a negotiation as a seller."""
    visit = await arrive(request)
    form = await visit.form()
    name = form.id("negotiation")
    command = _proposing(
        form, OfferOnBuyRequest, negotiation=name, buy_request=wanted, product=product
    )
    if await visit.ask(command, form):
        return visit.go(f"/negotiations/{name}", "proposed")
    return await _opening(visit, product, form, f"/wanted/{wanted}/offers/{product}", True)


ROUTES = [
    talks,
    one,
    propose,
    accept,
    agree,
    verify,
    terminate,
    ask_form,
    ask,
    offer_form,
    offer,
]
