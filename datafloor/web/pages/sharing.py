"""Pages about sharing: what is agreed, what was contributed, and how each sale was shared."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from datafloor.contexts import catalogue, participants, people
from datafloor.contexts.people import (
    AccrualView,
    AgreeSharing,
    DeclineSharing,
    Fixed,
    PeopleRule,
    ProposeSharing,
    SetPeopleRule,
    ShareView,
    SharingView,
    SplitView,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import is_id
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.people import split_of
from datafloor.web.dividing import Dividing
from datafloor.web.pages.access import OPEN, OPERATOR, SELLER, SIGNED_IN
from datafloor.web.pages.everyone import may_see
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.money import amount
from datafloor.web.pages.steps import own
from datafloor.web.pages.visit import Page, Visit, arrive

PIECE = 1 << 20
NOBODY = "-"
FIXED = (1, 2, 3, 4)
"""The rows of the form for parts that are fixed."""


class Shared(Struct, frozen=True):
    """An organisation's agreements and shares, with the names that they need."""

    sharings: list[SharingView]
    shares: list[ShareView]
    titles: dict[str, str]
    names: dict[str, str]


def _titles(tx: Tx, code: Code, products: list[str]) -> dict[str, str]:
    found = catalogue.titles(tx, products)
    return {product: both[code == "vi"] for product, both in found.items()}


def _shared(tx: Tx, code: Code, organisation: str) -> Shared:
    sharings = people.sharings(tx, organisation=organisation)
    shares = people.shares(tx, organisation)
    products = sorted({each.product for each in sharings} | {each.product for each in shares})
    parties = {party.organisation for each in sharings for party in each.parties}
    return Shared(
        sharings, shares, _titles(tx, code, products), participants.names(tx, sorted(parties))
    )


async def _page(visit: Visit, form: Form) -> Page:
    found = await visit.question(_shared, visit.language.code, visit.by.organisation)
    return visit.page("shares.html", form.status, form=form, shared=found)


@get("/shares", security=SELLER)
async def shares(request: Request[Any, Any, Any]) -> Page:
    """The agreements to which one is a party, and one's shares in sales."""
    return await _page(await arrive(request), Form())


async def _do(request: Request[Any, Any, Any], command: type[Command], sharing: str) -> Page:
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(command, sharing=sharing), form):
        return visit.go("/shares", "sharing_answered")
    return await _page(visit, form)


@post("/shares/{sharing:str}/agreement", security=SELLER)
async def agree(request: Request[Any, Any, Any], sharing: FromPath[str]) -> Page:
    """Agree to what was proposed."""
    return await _do(request, AgreeSharing, sharing)


@post("/shares/{sharing:str}/refusal", security=SELLER)
async def decline(request: Request[Any, Any, Any], sharing: FromPath[str]) -> Page:
    """Decline what was proposed, with a reason."""
    return await _do(request, DeclineSharing, sharing)


@post("/shares/{sharing:str}/contributions", security=SELLER, request_max_body_size=None)
async def contribute(request: Request[Any, Any, Any], sharing: FromPath[str]) -> Page:
    """Register what one contributed, from a file of it."""
    visit = await arrive(request)
    form = await visit.form()
    file = form.file
    if file is None or not file.filename:
        form.wrong["file"] = "missing"
        return await _page(visit, form)

    async def pieces() -> AsyncIterator[bytes]:
        while piece := await file.read(PIECE):
            yield piece

    dividing: Dividing = request.app.state["dividing"]
    contribution = form.id("contribution")
    try:
        await dividing.receive(
            visit.by,
            contribution,
            sharing,
            pieces(),
            name="contribution",
            request_id=f"contribute_{contribution}",
        )
    except Refused as refused:
        form.refused = refused
        return await _page(visit, form)
    finally:
        await file.close()
    return visit.go("/shares", "contributed")


def _sellers(tx: Tx, but: str) -> list[tuple[str, str]]:
    """The sellers of this exchange, by name."""
    found = participants.organisations(tx, limit=1_000)
    return [
        (each.organisation, each.name)
        for each in sorted(found, key=lambda each: each.name)
        if "seller" in each.roles and each.organisation != but
    ]


async def _proposing(visit: Visit, product: str, form: Form) -> Page:
    found = await own(visit, product)
    columns = [field.name for field in found.versions[0].fields] if found.versions else []
    sellers = await visit.question(_sellers, visit.by.organisation)
    names = await visit.question(participants.names, [visit.by.organisation])
    own_first = list(names.items())
    return visit.page(
        "sharing.html",
        form.status,
        form=form,
        product=product,
        title=found.title_vi if visit.language.code == "vi" else found.title_en,
        columns=columns,
        sellers=sellers,
        parties=[(NOBODY, visit.language.say("")), *own_first, *sellers],
        fixed=FIXED,
        heads=[(NOBODY, visit.language.say("")), *((name, name) for name in columns)],
        rule=await visit.question(people.people_rule),
    )


@get("/sell/{product:str}/sharing", security=SELLER)
async def proposing(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form in which sharing is proposed."""
    form = Form().fill(processing_percent="0", people_percent="0", head=NOBODY)
    return await _proposing(await arrive(request), product, form)


@post("/sell/{product:str}/sharing", security=SELLER)
async def propose(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Propose how sales are shared: by what is fixed, and the rest by who contributed what."""
    visit = await arrive(request)
    form = await visit.form()
    processing = percent(form, "processing_percent")
    to_people = percent(form, "people_percent")
    fixed = _fixed(form)
    by_coverage = max(10_000 - sum(each.points for each in fixed), 0)
    terms: dict[str, Any] = {
        "coverage_points": by_coverage,
        "processing_points": processing,
        "people_points": to_people,
        "fixed": fixed,
    }
    if by_coverage:
        providers = dict.fromkeys([visit.by.organisation, *form.all("providers")])
        terms |= {"providers": tuple(providers), "key": form.all("key")}
    else:
        terms["providers"] = ()
    if form["head"] not in ("", NOBODY):
        terms["head"] = form["head"]
    if by_coverage and not form.all("key"):
        form.wrong["key"] = "missing"
    command = form.read(ProposeSharing, sharing=form.id("sharing"), product=product, terms=terms)
    if await visit.ask(command, form):
        return visit.go("/shares", "sharing_proposed")
    return await _proposing(visit, product, form)


def _fixed(form: Form) -> tuple[Fixed, ...]:
    """The parts that do not hang on who contributed what."""
    found = []
    for row in FIXED:
        to, name = form[f"fixed_{row}"], f"fixed_percent_{row}"
        if to in ("", NOBODY):
            continue
        if not is_id("org", to):
            form.wrong[f"fixed_{row}"] = "unfit"
        points = percent(form, name)
        if not points:
            form.wrong.setdefault(name, "missing")
        found.append(Fixed(to, points))
    return tuple(found)


def percent(form: Form, name: str) -> int:
    """A part in per cent as people write it, in parts of ten thousand: 2,5 is 250."""
    whole, _, rest = form[name].replace(",", ".").partition(".")
    digits = f"{whole}{rest.ljust(2, '0')}"
    if not digits.isascii() or not digits.isdigit() or len(rest) > 2 or int(digits) > 10_000:
        form.wrong[name] = "unfit" if form[name] else "missing"
        return 0
    return int(digits)


class Told(Struct, frozen=True):
    """A split with the names of who has a part."""

    split: SplitView
    title: str
    names: dict[str, str]


def _told(tx: Tx, code: Code, order: str, bill: str, by: Actor) -> Told:
    split = split_of(tx, order, bill, by)
    names = participants.names(tx, [line.organisation for line in split.lines])
    return Told(split, _titles(tx, code, [split.product])[split.product], names)


@get("/orders/{order:str}/split", security=SIGNED_IN)
async def split(
    request: Request[Any, Any, Any],
    order: FromPath[str],
    bill: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """How a sale, or a bill under its contract, was shared, line by line."""
    visit = await arrive(request)
    told = await visit.question(_told, visit.language.code, order, bill, visit.by)
    return visit.page("split.html", told=told, split=told.split)


class Owed(Struct, frozen=True):
    """What the public sees of what belongs to a product's people."""

    title: str
    seller: str
    rule: PeopleRule | None
    fund: str
    accruals: list[AccrualView]


def _owed(tx: Tx, code: Code, product: str) -> Owed:
    facts = catalogue.product_facts(tx, product)
    if facts is None:
        raise Refused(Refusal.product_unknown)
    title = _titles(tx, code, [product])[product]
    rule = people.people_rule(tx)
    fund = participants.organisation(tx, rule.fund).name if rule else ""
    return Owed(title, facts.organisation, rule, fund, people.accruals(tx, product))


@get("/products/{product:str}/people", security=OPEN)
async def owed(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    head: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """What belongs to the people in a product's data, and what one of them has."""
    visit = await arrive(request)
    if not may_see(await visit.question(catalogue.product, product), visit):
        raise Refused(Refusal.product_unknown)
    found = await visit.question(_owed, visit.language.code, product)
    dividing: Dividing = request.app.state["dividing"]
    fits = len(head) == 16 and all(sign in "0123456789abcdef" for sign in head)
    parts = await dividing.parts_of(product, head) if fits else []
    return visit.page(
        "people.html",
        product=product,
        owed=found,
        head=head,
        fits=fits,
        due=Money(sum(micro for _, micro in parts) // people.MICRO),
        form=Form().fill(head=head),
    )


async def _ruling(visit: Visit, form: Form) -> Page:
    rule = await visit.question(people.people_rule)
    return visit.page("people-rule.html", form.status, form=form, rule=rule)


@get("/operator/people", security=OPERATOR)
async def ruling(request: Request[Any, Any, Any]) -> Page:
    """The form of the rule for people's shares."""
    visit = await arrive(request)
    rule = await visit.question(people.people_rule)
    form = Form().fill(fund=visit.by.organisation)
    if rule is not None:
        form.fill(
            share_percent=shown(rule.share_points),
            equal_percent=shown(rule.equal_points),
            processing_percent=shown(rule.processing_points),
            threshold=str(rule.threshold.minor),
            claim_days=str(rule.claim_days),
            fund=rule.fund,
        )
    return await _ruling(visit, form)


def shown(points: int) -> str:
    """Parts of ten thousand in per cent: 250 is 2.5."""
    whole, rest = divmod(points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


@post("/operator/people", security=OPERATOR)
async def rule(request: Request[Any, Any, Any]) -> Page:
    """Set the rule for people's shares."""
    visit = await arrive(request)
    form = await visit.form()
    names = ("share_percent", "equal_percent", "processing_percent")
    share, equal, processing = (percent(form, name) for name in names)
    threshold = amount(form, "threshold")
    days = form["claim_days"]
    fits = days.isascii() and days.isdigit() and 30 <= int(days) <= 36_600
    for name, right in (("claim_days", fits), ("fund", is_id("org", form["fund"]))):
        if not right:
            form.wrong[name] = "unfit" if form[name] else "missing"
    if form.wrong:
        return await _ruling(visit, form)
    asked = PeopleRule(share, equal, processing, threshold or Money(0), int(days), form["fund"])
    if await visit.ask(SetPeopleRule(rule=asked), form):
        return visit.go("/operator/people", "people_rule_set")
    return await _ruling(visit, form)


ROUTES = [
    *(shares, agree, decline, contribute, proposing, propose, split),
    *(owed, ruling, rule),
]
