"""The seller's statement under the law: what must be said before a product is listed, and why.

What the rules answer is shown beside it, each with its article. Documents are given by digest: a
file that is chosen here is measured and not kept.
"""

from hashlib import sha256
from typing import Any, TypeVar

import msgspec
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import (
    Consent,
    DescribeListing,
    ListingView,
    People,
    Statement,
    StatePricing,
)
from datafloor.kernel.law import Answer, Judgement, Pack
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Language
from datafloor.web.pages.visit import Page, Visit, arrive

PIECE = 1 << 20

P = TypeVar("P", bound=Struct)


class Point(Struct, frozen=True):
    """What one rule answered, in words."""

    answer: str
    text: str
    law: str
    reasons: tuple[str, ...]


def points(language: Language, law: Pack, judgement: Judgement, at: int) -> list[Point]:
    """The answers that matter to a reader: what failed first, then what a person has to look at."""
    order = (Answer.failed, Answer.needs_person, Answer.passed)
    found = []
    for answer in order:
        for each in judgement.with_answer(answer):
            rule = law.rule(each.rule, at) if each.rule in law.versions else None
            text = each.rule if rule is None else rule.vi if language.code == "vi" else rule.en
            found.append(
                Point(
                    answer=answer.value,
                    text=text,
                    law=law.citations(each.cites, language.code),
                    reasons=tuple(law.say(reason, language.code) for reason in each.reasons),
                )
            )
    return found


def judged(visit: Visit, listing: ListingView) -> list[Point]:
    """The points of a product that was submitted; nothing before."""
    if listing.judgement is None or listing.submitted_at is None:
        return []
    law = visit.exchange.door.house.law
    return points(visit.language, law, listing.judgement, listing.submitted_at)


async def _own(visit: Visit, product: str) -> ListingView:
    facts = await visit.question(catalogue.product_facts, product)
    if facts is None or facts.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)
    return await visit.question(catalogue.listing, product)


def _typed(statement: Statement) -> Form:
    """A form with what was stated before. What belongs to a part has that part's name before it."""
    form = Form()
    people = statement.people or People()
    pricing = statement.state_pricing
    form.fill(state_priced="" if pricing is None else "yes")
    for prefix, part in (
        ("", people),
        ("", statement),
        ("consent_", people.consent or Consent()),
        ("pricing_", pricing or StatePricing()),
    ):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if isinstance(value, bool):
                form.fill(**{prefix + name: "yes" if value else "no"})
            elif value is not None and not isinstance(value, Struct):
                form.fill(**{prefix + name: str(value)})
    return form


@get("/sell/{product:str}/statement", security=SELLER)
async def statement_form(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The form of the statement, with what was said before."""
    visit = await arrive(request)
    listing = await _own(visit, product)
    form = _typed(listing.statement or Statement())
    return visit.page("statement.html", form=form, product=product)


@post("/sell/{product:str}/statement", security=SELLER)
async def state(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Make the statement, in whole."""
    visit = await arrive(request)
    await _own(visit, product)
    form = await visit.form()
    if form.file is not None and form.file.filename:
        form.fill(right_evidence=await _digest(form.file))
    said = _said(form)
    if said is not None:
        command = DescribeListing(product=product, statement=said)
        if await visit.ask(command, form):
            return visit.go(f"/sell/{product}/listing", "stated")
    return visit.page("statement.html", form.status, form=form, product=product)


def _said(form: Form) -> Statement | None:
    """The statement that the form makes: all of it, so that what was emptied is said no more."""
    consent = _part(form, Consent, "consent_", CONSENT)
    people = form.read(
        People,
        **_flags(form, "derived", "sensitive", "children", "children_from_seven"),
        citizens_count=whole(form["citizens_count"]),
        consent=msgspec.to_builtins(consent) if consent != Consent() else None,
    )
    pricing = _part(form, StatePricing, "pricing_", PRICING)
    flags = _flags(form, *FLAGS)
    return form.read(
        Statement,
        **flags,
        people=msgspec.to_builtins(people) if flags["about_people"] else None,
        state_pricing=msgspec.to_builtins(pricing) if form["state_priced"] == "yes" else None,
    )


def _part(form: Form, kind: type[P], prefix: str, flags: tuple[str, ...]) -> P | None:
    """A part of the statement, of which every field has this prefix in the form."""
    part = Form((name, form[prefix + name]) for name in kind.__struct_fields__)
    found = part.read(kind, **_flags(part, *flags))
    form.wrong |= {prefix + name: fault for name, fault in part.wrong.items()}
    return found


CONSENT = (
    *("voluntary", "informed", "per_purpose", "sensitive_flagged"),
    *("bundled", "by_silence", "preticked"),
)
PRICING = ("covers_reasonable_cost", "profit_fits_market", "fits_supply_and_demand")
FLAGS = (
    *("right_covers_scope", "about_people", "harms_state_security", "is_state_secret"),
    *("banned_by_other_law", "infringes_third_party_rights"),
)
"""The fields of a statement that are answered with yes or no."""


def _flags(form: Form, *names: str) -> dict[str, bool | None]:
    """The answers to these questions; `None` where nothing was said."""
    return {name: {"yes": True, "no": False}.get(form[name]) for name in names}


async def _digest(file: UploadFile) -> str:
    digest = sha256()
    while piece := await file.read(PIECE):
        digest.update(piece)
    await file.close()
    return digest.hexdigest()


ROUTES = [statement_form, state]
