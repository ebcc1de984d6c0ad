"""The page of a contract: its text in both languages, for machines, who signed, and its changes."""

from datetime import date, datetime, time
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import agreements, catalogue, market, participants, policy
from datafloor.contexts.agreements import (
    BY_SELLER,
    AgreementView,
    AgreeToChange,
    AnswerBreach,
    Assignment,
    Breach,
    ClaimBreach,
    DecideBreach,
    DeclineChange,
    EditionView,
    GiveNotice,
    Language,
    ProposeAmendment,
    ProposeAssignment,
    ProposeRenewal,
    RegisterKey,
    RevokeKey,
)
from datafloor.contexts.market import ContractFacts
from datafloor.contexts.policy import Purpose, TermsView
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY, HANOI
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.money import Money
from datafloor.web.api.agreements import ODRL, edition, seen
from datafloor.web.pages.access import OPERATOR, SIGNED_IN
from datafloor.web.pages.agreement_words import WORDS
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.licence import PURPOSES
from datafloor.web.pages.money import amount
from datafloor.web.pages.render import environment
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive


class Told(Struct, frozen=True):
    """A contract with everything that its page shows. `ours` are keys of the visitor."""

    agreement: AgreementView
    shown: EditionView
    contract: ContractFacts
    order: str
    title: str
    names: dict[str, str]
    terms: list[TermsView]
    asked: bool
    party: bool
    running: bool


def _told(tx: Tx, code: Code, order: str, number: int, by: Actor, now: int) -> Told:
    contract = derived("contract", order)
    view = seen(tx, contract, by)
    facts = market.contract_facts(tx, contract)
    assert facts is not None, "a contract that was drawn was concluded"
    last = view.editions[0]
    over = facts.ends_at is not None and facts.ends_at <= now
    named = {facts.seller, facts.buyer}
    for each in view.editions:
        named |= {each.content.seller, each.content.buyer}
    for change in view.changes:
        named |= {change.proposer, *change.awaits}
        if isinstance(change.what, Assignment):
            named.add(change.what.to)
    return Told(
        agreement=view,
        shown=edition(view, number) if number else last,
        contract=facts,
        order=order,
        title=catalogue.titles(tx, [facts.product])[facts.product][code == "vi"],
        names=participants.names(tx, named),
        terms=[each for each in policy.terms_of(tx, facts.seller) if each.licence],
        asked=any(by.organisation in each.awaits for each in view.changes),
        party=by.organisation in (facts.seller, facts.buyer),
        running=facts.ended_at is None and not over,
    )


async def _read(visit: Visit, order: str) -> Told:
    """The contract in the edition that the address names, else in its last."""
    said = whole(visit.request.query_params.get("edition", ""))
    number = said if isinstance(said, int) else 0
    code = visit.language.code
    return await visit.question(_told, code, order, number, visit.by, clock.now())


async def _page(visit: Visit, order: str, form: Form) -> Page:
    told = await _read(visit, order)
    content = told.agreement.editions[0].content
    if not form["terms"]:
        form.fill(
            terms=content.terms,
            purpose=told.contract.purpose.value,
            country=told.contract.country,
            notice_days=str(content.notice_days),
        )
    shown = told.shown
    return visit.page(
        "contract.html",
        form.status,
        form=form,
        told=told,
        shown=shown,
        content=shown.content,
        texts={each.value: agreements.written(shown, each) for each in Language if shown.intact},
        machine=_indented(agreements.machine_text(shown)) if shown.intact else "",
        open_change=next((each for each in told.agreement.changes if each.state == "open"), None),
        me=visit.by.organisation,
        unused=_unused(told, clock.now()),
        breaches=_choices(visit, told),
        is_buyer=told.contract.buyer == visit.by.organisation,
        named=lambda text: named(text, told.names),
        purposes=[(each.value, visit.language.say(PURPOSES[each])) for each in Purpose],
        countries=list(visit.language.countries.items()),
    )


def _choices(visit: Visit, told: Told) -> list[tuple[str, str]]:
    """What the other side of the visitor's can break."""
    buys = told.contract.buyer == visit.by.organisation
    found = [each.value for each in Breach if (each in BY_SELLER) is buys]
    return [(each, visit.language.say(WORDS[f"breach.{each}"])) for each in found]


def _indented(text: str) -> str:
    return msgspec.json.format(text.encode(), indent=2).decode()


def named(text: str, names: dict[str, str]) -> str:
    """A sentence of a contract with each organisation's registered name before its id."""
    for organisation, name in names.items():
        text = text.replace(organisation, f"{name} ({organisation})")
    return text


@get("/orders/{order:str}/contract", security=SIGNED_IN)
async def one(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """A contract, in its last edition or the one that is asked for."""
    visit = await arrive(request)
    return await _page(visit, order, Form())


@get("/orders/{order:str}/contract/odrl", security=SIGNED_IN)
async def machine(request: Request[Any, Any, Any], order: FromPath[str]) -> Response[bytes]:
    """An edition for machines, as a file: the bytes that its digest covers."""
    visit = await arrive(request)
    told = await _read(visit, order)
    number = told.shown.content.edition_number
    return _file(agreements.machine_text(told.shown).encode(), f"{order}-{number}.jsonld", ODRL)


@get("/orders/{order:str}/contract/text", security=SIGNED_IN)
async def document(request: Request[Any, Any, Any], order: FromPath[str]) -> Response[bytes]:
    """An edition to keep: one page with both texts, the parties' names and the signatures."""
    visit = await arrive(request)
    told = await _read(visit, order)
    number = told.shown.content.edition_number
    made = environment(visit.language.code).get_template("contract-file.html")
    page = made.render(
        shown=told.shown,
        content=told.shown.content,
        texts={each.value: agreements.written(told.shown, each) for each in Language},
        named=lambda text: named(text, told.names),
        names=told.names,
    )
    return _file(page.encode(), f"{order}-{number}.html", "text/html")


def _file(content: bytes, name: str, media_type: str) -> Response[bytes]:
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)


async def _do(visit: Visit, order: str, form: Form, command: Command | None, done: str) -> Page:
    if await visit.ask(command, form):
        return visit.go(f"/orders/{order}/contract", done)
    return await _page(visit, order, form)


@post("/orders/{order:str}/contract/amendment", security=SIGNED_IN)
async def amend(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Propose other terms."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(
        ProposeAmendment,
        change=form.id("change"),
        contract=derived("contract", order),
        notice_days=whole(form["notice_days"]),
    )
    return await _do(visit, order, form, command, "change_proposed")


@post("/orders/{order:str}/contract/assignment", security=SIGNED_IN)
async def assign(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Propose that another organisation takes the buyer's place."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(
        ProposeAssignment, change=form.id("change"), contract=derived("contract", order)
    )
    return await _do(visit, order, form, command, "change_proposed")


@post("/orders/{order:str}/contract/renewal", security=SIGNED_IN)
async def renew(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Propose that the contract goes on."""
    visit = await arrive(request)
    form = await visit.form()
    price = amount(form, "price")
    change = form.id("change")
    command = form.read(
        ProposeRenewal,
        change=change,
        contract=derived("contract", order),
        order=derived("order", change),
        price=msgspec.to_builtins(price or Money(0)),
    )
    return await _do(visit, order, form, None if form.wrong else command, "change_proposed")


@post("/orders/{order:str}/contract/changes/{change:str}", security=SIGNED_IN)
async def answer(
    request: Request[Any, Any, Any], order: FromPath[str], change: FromPath[str]
) -> Page:
    """Agree to a proposal, decline it, or withdraw it."""
    visit = await arrive(request)
    form = await visit.form()
    command: AgreeToChange | DeclineChange | None
    if form["answer"] == "agree":
        command, done = form.read(AgreeToChange, change=change), "change_agreed"
    else:
        command, done = form.read(DeclineChange, change=change), "change_declined"
    return await _do(visit, order, form, command, done)


@post("/orders/{order:str}/contract/notice", security=SIGNED_IN)
async def notice(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Give notice: the contract ends with the day that is named."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(
        GiveNotice, contract=derived("contract", order), ends_at=_end_of(form["ends_at"])
    )
    return await _do(visit, order, form, command, "notice_given")


@post("/orders/{order:str}/contract/breach", security=SIGNED_IN)
async def claim_breach(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """End the contract at once, since the other side broke it."""
    visit = await arrive(request)
    form = await visit.form()
    back = amount(form, "back") if form["back"] else Money(0)
    command = form.read(ClaimBreach, contract=derived("contract", order), back=back)
    return await _do(visit, order, form, command, "breach_claimed")


@post("/orders/{order:str}/contract/breach/answer", security=SIGNED_IN)
async def answer_breach(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Accept what is claimed, or object."""
    visit = await arrive(request)
    form = await visit.form()
    accepts = form["answer"] == "accept"
    command = form.read(AnswerBreach, contract=derived("contract", order), accepts=accepts)
    return await _do(visit, order, form, command, "breach_answered")


@post("/orders/{order:str}/contract/breach/decision", security=OPERATOR)
async def decide_breach(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Record what was found after an objection."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(
        DecideBreach, contract=derived("contract", order), back=amount(form, "back")
    )
    return await _do(visit, order, form, command, "breach_decided")


@get("/operator/breaches", security=OPERATOR)
async def breaches(request: Request[Any, Any, Any]) -> Page:
    """The contracts that are said to be broken, and wait for an answer or for what is found."""
    visit = await arrive(request)
    found = await visit.question(agreements.open_breaches)
    return visit.page("breaches.html", found=found, order_of=lambda each: derived("order", each))


def _unused(told: Told, now: int) -> int:
    """The part of the price for the time that is left; all of it where there is no end."""
    content = told.agreement.editions[0].content
    if content.ends_at is None:
        return content.price.minor
    whole_, left = content.ends_at - content.starts_at, max(content.ends_at - now, 0)
    return content.price.minor * left // whole_


def _end_of(text: str) -> int | str:
    """The end of a day in Vietnam, in microseconds; the text itself where it is none."""
    try:
        day = datetime.combine(date.fromisoformat(text), time(), HANOI)
    except ValueError:
        return text
    return clock.instant(day.isoformat()) + DAY


async def _keys(visit: Visit, form: Form) -> Page:
    return visit.page(
        "keys.html",
        form.status,
        form=form,
        keys=await visit.question(agreements.keys, visit.by.organisation),
        due=await visit.question(agreements.to_sign, visit.by.organisation),
    )


@get("/account/keys", security=SIGNED_IN)
async def keys(request: Request[Any, Any, Any]) -> Page:
    """The keys with which one signs contracts."""
    return await _keys(await arrive(request), Form())


@post("/account/keys", security=SIGNED_IN)
async def register(request: Request[Any, Any, Any]) -> Page:
    """Sign with a key of one's own from now on."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(RegisterKey, key=form.id("key")), form):
        return visit.go("/account/keys", "key_registered")
    return await _keys(visit, form)


@post("/account/keys/{key:str}/revocation", security=SIGNED_IN)
async def revoke(request: Request[Any, Any, Any], key: FromPath[str]) -> Page:
    """A key signs no more."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(RevokeKey, key=key), form):
        return visit.go("/account/keys", "key_revoked")
    return await _keys(visit, form)


class Assigned(Struct, frozen=True):
    """An assignment that was made, as the operator sees it."""

    order: str
    title: str
    old: str
    new: str
    at: int


def _assigned(tx: Tx, code: Code) -> list[Assigned]:
    found = []
    for each in agreements.assignments(tx):
        assert isinstance(each.what, Assignment) and each.closed_at is not None
        order = derived("order", each.contract)
        contract = market.contract_facts(tx, each.contract)
        assert contract is not None, "a change is of a contract"
        titles = catalogue.titles(tx, [contract.product])
        names = participants.names(tx, (each.proposer, each.what.to))
        title = titles[contract.product][code == "vi"]
        found.append(
            Assigned(order, title, names[each.proposer], names[each.what.to], each.closed_at)
        )
    return found


@get("/operator/assignments", security=OPERATOR)
async def assignments(request: Request[Any, Any, Any]) -> Page:
    """Contracts that went to another organisation, the newest first."""
    visit = await arrive(request)
    return visit.page(
        "assignments.html", assigned=await visit.question(_assigned, visit.language.code)
    )


ROUTES = [
    one,
    machine,
    document,
    amend,
    assign,
    renew,
    answer,
    notice,
    claim_breach,
    answer_breach,
    decide_breach,
    breaches,
    keys,
    register,
    revoke,
    assignments,
]
