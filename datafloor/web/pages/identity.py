"""Showing who one is: the code of a second factor, and an electronic identity of a provider."""

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from datafloor.adapters import one_time
from datafloor.adapters.identity import Flow
from datafloor.contexts import participants
from datafloor.contexts.participants import LinkIdentity, UnlinkIdentity
from datafloor.kernel import clock
from datafloor.kernel.clock import SECOND
from datafloor.kernel.ids import is_id, new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web import sessions
from datafloor.web.pages.access import OPEN, SIGNED_IN
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive
from datafloor.web.second_factor import new_secret, prove, set_up
from datafloor.web.sessions import SESSION, Half, Secret
from datafloor.web.tickets import LIFE, seal, unseal

if TYPE_CHECKING:
    from datafloor.adapters.openid import Provider

COOKIE = "datafloor_identity"


class Begun(Struct, frozen=True):
    """A sign-in that went to the provider from this browser; `mark` makes each another."""

    mark: str
    after: str


class Linking(Struct, frozen=True):
    """An identity that was confirmed to this person, who has not said yet that it is hers."""

    person: str
    identity: str
    level: int
    evidence: str


def local(path: str) -> str:
    """A page of this exchange to go to, never another site; the front page for anything else."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"


def code_page(visit: Visit, half: Half, form: Form, status: int = 200) -> Page:
    """The question for the code, after the password fitted."""
    ticket = seal(visit.exchange.key, half, clock.now())
    return visit.page("sign-in-code.html", status, form=form, ticket=ticket)


def enter(visit: Visit, session: Secret, form: Form) -> Page:
    """Signed in: on to where she came from, with the form that she was sending kept."""
    visit.sign_in_with(session.secret, SESSION // SECOND)
    if form["kept"]:
        return visit.page(
            "resume.html", fields=form.kept_fields("kept"), action=local(form["after"])
        )
    return visit.go(local(form["after"]))


@post("/sign-in/code", security=OPEN)
async def sign_in_code(request: Request[Any, Any, Any]) -> Page:
    """The second step of signing in."""
    visit = await arrive(request)
    form = await visit.form()
    half = unseal(visit.exchange.key, Half, form["ticket"], clock.now())
    if half is None:
        raise Refused(Refusal.form_stale)
    if not form["code"]:
        form.wrong["code"] = "missing"
        return code_page(visit, half, form, form.status)
    try:
        session = await sessions.open_with_code(visit.exchange, half, form["code"])
    except Refused as refused:
        form.refused = refused
        return code_page(visit, half, form, form.status)
    return enter(visit, session, form)


@get("/sign-in/identity", security=OPEN)
async def go_to_provider(request: Request[Any, Any, Any], after: FromQuery[str] = "/") -> Page:
    """Go to the provider of electronic identities."""
    visit = await arrive(request)
    provider = _provider(visit)
    ticket = seal(visit.exchange.key, Begun(token_urlsafe(16), local(after)), clock.now())
    address = await provider.begin(_back(visit), _flow(visit, ticket))
    cookie = visit.cookie(COOKIE, ticket, LIFE // SECOND)
    headers = {**HEADERS, "location": address}
    return Response(b"", status_code=303, headers=headers, cookies=[cookie])


@get("/sign-in/identity/answer", security=OPEN)
async def come_back(request: Request[Any, Any, Any]) -> Page:
    """Back from the provider, who says who it was."""
    visit = await arrive(request)
    provider, ticket = _provider(visit), request.cookies.get(COOKIE, "")
    begun = unseal(visit.exchange.key, Begun, ticket, clock.now())
    if begun is None:
        raise Refused(Refusal.identity_not_confirmed)
    visit.keep(visit.cookie(COOKIE, "", 0))
    found = await provider.finish(_back(visit), dict(request.query_params), _flow(visit, ticket))
    identity = sessions.identity_of(visit.exchange, found)
    session = await sessions.open_identified(visit.exchange, identity, found.level, found.evidence)
    if session is not None:
        return enter(visit, session, Form().fill(after=begun.after))
    if not visit.by.organisation:
        raise Refused(Refusal.identity_unknown)
    linking = Linking(visit.by.person, identity, found.level, found.evidence)
    return _link_page(visit, linking, Form())


def _link_page(visit: Visit, linking: Linking, form: Form) -> Page:
    return visit.page(
        "identity-link.html",
        form.status,
        form=form,
        ticket=seal(visit.exchange.key, linking, clock.now()),
        level=linking.level,
    )


@post("/account/identity", security=SIGNED_IN)
async def link(request: Request[Any, Any, Any]) -> Page:
    """Say that the identity is one's own, and go on at its level."""
    visit = await arrive(request)
    form = await visit.form()
    linking = unseal(visit.exchange.key, Linking, form["ticket"], clock.now())
    if linking is None or linking.person != visit.by.person:
        raise Refused(Refusal.form_stale)
    if not await visit.ask(LinkIdentity(identity=linking.identity), form):
        return _link_page(visit, linking, form)
    session = await sessions.open_identified(
        visit.exchange, linking.identity, linking.level, linking.evidence
    )
    assert session is not None, "it is linked now"
    visit.sign_in_with(session.secret, SESSION // SECOND)
    return visit.go("/account/identity", "identity_linked")


@get("/account/identity", security=SIGNED_IN)
async def assurance(request: Request[Any, Any, Any]) -> Page:
    """How surely one is who one says here, and how to make it surer."""
    return await _assurance(await arrive(request), Form())


async def _assurance(visit: Visit, form: Form, codes: list[str] | None = None) -> Page:
    known = await visit.question(participants.assurance, visit.by.person)
    factor = form["factor"] if is_id("factor", form["factor"]) else new_id("factor")
    secret = ""
    if known.factor is None:
        secret = one_time.written(await new_secret(visit.exchange, visit.by, factor))
    return visit.page(
        "identity.html",
        form.status,
        form=form,
        known=known,
        acting=visit.by.level,
        factor=factor,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        codes=codes,
    )


@get("/account/second-factor/{factor:str}/code.svg", security=SIGNED_IN)
async def picture(request: Request[Any, Any, Any], factor: FromPath[str]) -> Response[bytes]:
    """The secret of a new second factor, for a telephone's camera."""
    visit = await arrive(request)
    if not is_id("factor", factor):
        raise Refused(Refusal.page_unknown)
    shared = await new_secret(visit.exchange, visit.by, factor)
    headers = {**HEADERS, "cache-control": "no-store"}
    drawn = one_time.picture(shared, visit.name, "Datafloor")
    return Response(drawn, headers=headers, media_type="image/svg+xml")


@post("/account/second-factor", security=SIGNED_IN)
async def set_factor(request: Request[Any, Any, Any]) -> Page:
    """The telephone shows the right code: it is asked from now on."""
    visit = await arrive(request)
    form = await visit.form()
    if not is_id("factor", form["factor"]):
        raise Refused(Refusal.form_stale)
    codes = None
    try:
        codes, _ = await set_up(
            visit.exchange, visit.by, form["factor"], form["code"], form.request_id
        )
    except Refused as refused:
        form.refused = refused
    return await _assurance(visit, form, codes)


@post("/account/second-factor/removal", security=SIGNED_IN)
async def remove_factor(request: Request[Any, Any, Any]) -> Page:
    """No code is asked any more."""
    visit = await arrive(request)
    form = await visit.form()
    known = await visit.question(participants.assurance, visit.by.person)
    try:
        await prove(
            visit.exchange,
            visit.by,
            known.factor or "",
            form["code"],
            remove=True,
            request_id=form.request_id,
        )
    except Refused as refused:
        form.refused = refused
        return await _assurance(visit, form)
    return visit.go("/account/identity", "factor_removed")


@post("/account/identity/removal", security=SIGNED_IN)
async def unlink(request: Request[Any, Any, Any]) -> Page:
    """The electronic identity opens nothing here any more."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(UnlinkIdentity(), form):
        return visit.go("/account/identity", "identity_unlinked")
    return await _assurance(visit, form)


def _provider(visit: Visit) -> "Provider":
    if visit.exchange.provider is None:
        raise Refused(Refusal.page_unknown)
    return visit.exchange.provider


def _back(visit: Visit) -> str:
    return visit.exchange.base_url + visit.to("/sign-in/identity/answer")


def _flow(visit: Visit, ticket: str) -> Flow:
    """What follows from the ticket in this browser's cookie, under our key: nobody else can tell
    it, and nothing has to be kept."""
    drawn = [visit.exchange.key.derive(name, ticket).hex() for name in ("state", "nonce", "pkce")]
    return Flow(*drawn)


ROUTES = [
    sign_in_code,
    go_to_provider,
    come_back,
    link,
    assurance,
    picture,
    set_factor,
    remove_factor,
    unlink,
]
