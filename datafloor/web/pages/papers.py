"""Papers: what an organisation shows of itself, its certificates, and its declared interests.

An organisation sees its own, the supervisor all that waits and each in full. What can be done with
a certificate depends on where it stands and who looks.
"""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts import certificates, participants
from datafloor.contexts.certificates import (
    AppealDecision,
    ApplyForCertificate,
    ApplyForRenewal,
    CertificateState,
    CertificateView,
    DecideAppeal,
    DeclareInterest,
    GrantCertificate,
    InterestView,
    RefuseCertificate,
    ReinstateCertificate,
    RenewCertificate,
    RevokeCertificate,
    SuspendCertificate,
    WithdrawInterest,
)
from datafloor.contexts.participants import OrganisationView, PresentPapers
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import SIGNED_IN, SUPERVISOR
from datafloor.web.pages.acting import Act, Input, inputs, measure, read
from datafloor.web.pages.forms import Form
from datafloor.web.pages.stating import Point, points
from datafloor.web.pages.visit import Page, Visit, arrive

ACTS: dict[str, type[Command]] = {
    "grant": GrantCertificate,
    "refuse": RefuseCertificate,
    "renew": RenewCertificate,
    "suspend": SuspendCertificate,
    "reinstate": ReinstateCertificate,
    "revoke": RevokeCertificate,
    "decide_appeal": DecideAppeal,
    "ask_renewal": ApplyForRenewal,
    "appeal": AppealDecision,
}
"""What can be done with a certificate, by the name that the forms use."""

PAPERS = inputs(PresentPapers)
APPLICATION = inputs(ApplyForCertificate, ["certificate"])
INTEREST = inputs(DeclareInterest, ["interest"])


class Own(Struct, frozen=True):
    """An organisation's papers."""

    organisation: OrganisationView
    certificates: list[CertificateView]
    interests: list[InterestView]
    names: dict[str, str]


def _own(tx: Tx, organisation: str, now: int) -> Own:
    interests = certificates.interests(tx, organisation)
    return Own(
        participants.organisation(tx, organisation),
        certificates.held(tx, organisation, now),
        interests,
        participants.names(tx, (each.subject for each in interests)),
    )


async def _papers(visit: Visit, form: Form, which: str = "") -> Page:
    return visit.page(
        "papers.html",
        form.status,
        form=form,
        which=which,
        own=await visit.question(_own, visit.by.organisation, clock.now()),
        papers=PAPERS,
        application=APPLICATION,
        interest=INTEREST,
    )


@get("/papers", security=SIGNED_IN)
async def papers(request: Request[Any, Any, Any]) -> Page:
    """What an organisation shows of itself, and the forms to show more."""
    return await _papers(await arrive(request), Form())


async def _send(
    visit: Visit, kind: type[Command], fields: list[Input], which: str, **given: str
) -> Page:
    form = await visit.form()
    await measure(form, fields)
    if await visit.ask(read(form, kind, **given), form):
        return visit.go("/papers", f"papers_{which}")
    return await _papers(visit, form, which)


@post("/papers/verification", security=SIGNED_IN)
async def present(request: Request[Any, Any, Any]) -> Page:
    """Present what one is to be verified by."""
    return await _send(await arrive(request), PresentPapers, PAPERS, "presented")


@post("/papers/certificates", security=SIGNED_IN)
async def apply(request: Request[Any, Any, Any]) -> Page:
    """Apply for a certificate."""
    return await _send(
        await arrive(request),
        ApplyForCertificate,
        APPLICATION,
        "applied",
        certificate=new_id("certificate"),
    )


@post("/papers/interests", security=SIGNED_IN)
async def declare(request: Request[Any, Any, Any]) -> Page:
    """Declare an interest in another organisation."""
    return await _send(
        await arrive(request), DeclareInterest, INTEREST, "declared", interest=new_id("interest")
    )


@post("/papers/interests/{interest:str}/withdrawal", security=SIGNED_IN)
async def withdraw(request: Request[Any, Any, Any], interest: FromPath[str]) -> Page:
    """A declared interest has ended."""
    return await _send(await arrive(request), WithdrawInterest, [], "withdrawn", interest=interest)


@get("/supervisor/papers", security=SUPERVISOR)
async def waiting(request: Request[Any, Any, Any]) -> Page:
    """Applications, renewals and appeals that wait, the oldest first."""
    visit = await arrive(request)
    found, names = await visit.question(_waiting, clock.now())
    return visit.page("papers-queue.html", found=found, names=names)


def _waiting(tx: Tx, now: int) -> tuple[list[CertificateView], dict[str, str]]:
    found = certificates.awaiting(tx, now)
    return found, participants.names(tx, (each.entry.organisation for each in found))


def acts(found: CertificateView, visit: Visit) -> list[Act]:
    """What this visitor can do with a certificate as it stands."""
    state, names = found.entry.state, []
    if visit.holds("supervisor"):
        names += {
            CertificateState.applied: ["grant", "refuse"],
            CertificateState.granted: ["suspend", "revoke"],
            CertificateState.suspended: ["reinstate", "revoke"],
        }.get(CertificateState(state), [])
        if found.renewal_asked:
            names.insert(0, "renew")
        if found.appealed:
            names.insert(0, "decide_appeal")
    if found.entry.organisation == visit.by.organisation:
        if state == CertificateState.granted and not found.renewal_asked:
            names.append("ask_renewal")
        if state in ("refused", "suspended", "revoked") and not found.appealed:
            names.append("appeal")
    return [Act(name, inputs(ACTS[name], ["certificate"])) for name in names]


async def _certificate(visit: Visit, certificate: str) -> CertificateView:
    found = await visit.question(certificates.certificate, certificate, clock.now())
    if found.entry.organisation != visit.by.organisation and not visit.holds(
        "operator", "supervisor"
    ):
        raise Refused(Refusal.certificate_unknown)
    return found


async def _one(visit: Visit, certificate: str, form: Form, which: str = "") -> Page:
    found = await _certificate(visit, certificate)
    law = visit.exchange.door.house.law
    judged: list[Point] = points(visit.language, law, found.judgement, found.applied_at)
    holder = await visit.question(participants.organisation, found.entry.organisation)
    return visit.page(
        "certificate.html",
        form.status,
        form=form,
        which=which,
        found=found,
        conditions=[
            (name, value)
            for name, value in msgspec.structs.asdict(found.conditions).items()
            if value is not None
        ],
        holder=holder,
        points=judged,
        acts=acts(found, visit),
        law=law,
    )


@get("/papers/certificates/{certificate:str}", security=SIGNED_IN)
async def one(request: Request[Any, Any, Any], certificate: FromPath[str]) -> Page:
    """One certificate in full, and what can be done with it."""
    return await _one(await arrive(request), certificate, Form())


@post("/papers/certificates/{certificate:str}/{act:str}", security=SIGNED_IN)
async def do(
    request: Request[Any, Any, Any], certificate: FromPath[str], act: FromPath[str]
) -> Page:
    """Do one thing with a certificate; who may is the command's to say."""
    visit = await arrive(request)
    kind = ACTS.get(act)
    if kind is None:
        raise Refused(Refusal.page_unknown)
    await _certificate(visit, certificate)
    form = await visit.form()
    await measure(form, inputs(kind, ["certificate"]))
    if await visit.ask(read(form, kind, certificate=certificate), form):
        return visit.go(f"/papers/certificates/{certificate}", "certificate_decided")
    return await _one(visit, certificate, form, act)


ROUTES = [papers, present, apply, declare, withdraw, waiting, one, do]
