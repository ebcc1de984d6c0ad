"""The operator's pages of organisations: who waits to be verified, and who holds which role."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import catalogue, participants
from datafloor.contexts.catalogue import ProductCard
from datafloor.contexts.participants import (
    GrantRole,
    OrganisationView,
    Papers,
    PersonView,
    RecordAssurance,
    VerifyOrganisation,
    WithdrawRole,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OFFICES, OPERATOR
from datafloor.web.pages.acting import Act, inputs, measure, read
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import Page, Visit, arrive

ACTS: dict[str, type[Command]] = {
    "verify": VerifyOrganisation,
    "grant_role": GrantRole,
    "withdraw_role": WithdrawRole,
}
"""What the operator can do with an organisation, by the name that the forms use."""


class Seen(Struct, frozen=True):
    """An organisation and what it presented."""

    organisation: OrganisationView
    papers: Papers | None
    people: list[PersonView]


def _seen(tx: Tx, organisation: str) -> Seen:
    return Seen(
        participants.organisation(tx, organisation),
        participants.papers(tx, organisation),
        participants.people(tx, organisation),
    )


def _queues(tx: Tx) -> tuple[list[OrganisationView], list[ProductCard]]:
    return participants.presented(tx), catalogue.samples(tx)


@get("/operator/organisations", security=OFFICES)
async def queue(request: Request[Any, Any, Any]) -> Page:
    """The organisations that wait to be verified, and the listings drawn to be checked."""
    visit = await arrive(request)
    waiting, samples = await visit.question(_queues)
    return visit.page("organisations.html", waiting=waiting, samples=samples)


async def _page(visit: Visit, organisation: str, form: Form, which: str = "") -> Page:
    seen = await visit.question(_seen, organisation)
    names = [] if not visit.holds("operator") else list(ACTS)
    if seen.papers is None or seen.organisation.verified_at is not None:
        names = [name for name in names if name != "verify"]
    return visit.page(
        "organisation.html",
        form.status,
        form=form,
        which=which,
        seen=seen,
        papers=msgspec.structs.asdict(seen.papers) if seen.papers else {},
        acts=[Act(name, inputs(ACTS[name], ["organisation"])) for name in names],
        assure=inputs(RecordAssurance, ["person"]) if visit.holds("operator") else [],
    )


@get("/operator/organisations/{organisation:str}", security=OFFICES)
async def look(request: Request[Any, Any, Any], organisation: FromPath[str]) -> Page:
    """One organisation, with its papers and its roles."""
    return await _page(await arrive(request), organisation, Form())


@post("/operator/organisations/{organisation:str}/{act:str}", security=OPERATOR)
async def do(
    request: Request[Any, Any, Any], organisation: FromPath[str], act: FromPath[str]
) -> Page:
    """Verify an organisation, or change its roles."""
    visit = await arrive(request)
    kind = ACTS.get(act)
    if kind is None:
        raise Refused(Refusal.page_unknown)
    form = await visit.form()
    if await visit.ask(read(form, kind, organisation=organisation), form):
        return visit.go(f"/operator/organisations/{organisation}", "acted")
    return await _page(visit, organisation, form, act)


@post("/operator/organisations/{organisation:str}/people/{person:str}/assurance", security=OPERATOR)
async def assure(
    request: Request[Any, Any, Any], organisation: FromPath[str], person: FromPath[str]
) -> Page:
    """Record how surely a person is who she says; the evidence is measured and not kept."""
    visit = await arrive(request)
    form = await visit.form()
    fields = inputs(RecordAssurance, ["person"])
    await measure(form, fields)
    if await visit.ask(read(form, RecordAssurance, person=person), form):
        return visit.go(f"/operator/organisations/{organisation}", "acted")
    return await _page(visit, organisation, form, person)


ROUTES = [queue, look, do, assure]
