"""Signing in and out, joining, and what belongs to a person's account."""

import asyncio
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery

from datafloor.adapters.secrets import hash_password
from datafloor.contexts import participants
from datafloor.contexts.participants import RegisterOrganisation, RevokeToken, Role, TokenUse
from datafloor.kernel import clock
from datafloor.kernel.clock import SECOND
from datafloor.kernel.refusal import Refused
from datafloor.web.api.participants import NewToken, Registration, api_token_end
from datafloor.web.pages.access import OPEN, SIGNED_IN
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.identity import code_page, enter, local
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.sessions import (
    SESSION,
    Half,
    SigningIn,
    check_password,
    issue,
    open_plain,
    open_session,
)
from datafloor.web.signing_in import COOKIE, address_of

_NAMES = {"days": "token_days"}
"""Fields of a form that go by another name there than in the command."""


@get("/sign-in", security=OPEN)
async def sign_in_form(request: Request[Any, Any, Any], after: FromQuery[str] = "/") -> Page:
    """The form to sign in."""
    visit = await arrive(request)
    form = Form().fill(after=local(after))
    return visit.page("sign-in.html", form=form)


@post("/sign-in", security=OPEN)
async def sign_in(request: Request[Any, Any, Any]) -> Page:
    """Sign in, and go on to where one came from."""
    visit = await arrive(request)
    form = await visit.form()
    asked = form.read(SigningIn)
    if asked is not None:
        try:
            found = await check_password(visit.exchange, asked, address_of(request))
        except Refused as refused:
            form.refused = refused
        else:
            if isinstance(found, Half):
                return code_page(visit, found, form)
            return enter(visit, await open_plain(visit.exchange, found), form)
    return visit.page("sign-in.html", form.status, form=form)


@post("/sign-out", security=OPEN)
async def sign_out(request: Request[Any, Any, Any]) -> Page:
    """End this session, here and on the exchange."""
    visit = await arrive(request)
    form = await visit.form()
    token = await visit.question(participants.token_of, request.cookies.get(COOKIE, ""))
    if token is not None:
        await visit.ask(RevokeToken(token=token), form)
    visit.sign_in_with("", 0)
    return visit.go("/")


@get("/join", security=OPEN)
async def join_form(request: Request[Any, Any, Any]) -> Page:
    """The form with which an organisation joins."""
    visit = await arrive(request)
    return visit.page("join.html", form=Form().fill(roles=[Role.buyer.value]))


@post("/join", security=OPEN)
async def join(request: Request[Any, Any, Any]) -> Page:
    """An organisation joins with its first person, who is then signed in."""
    visit = await arrive(request)
    form = await visit.form()
    asked = form.read(
        Registration,
        organisation=form.id("org"),
        person=form.id("person"),
        roles=form.all("roles"),
    )
    if asked is None or not await _join(visit, form, asked):
        return visit.page("join.html", form.status, form=form)
    signing_in = SigningIn(asked.email, asked.password)
    session = await open_session(visit.exchange, signing_in, address_of(request))
    visit.sign_in_with(session.secret, SESSION // SECOND)
    return visit.go("/account", "joined")


async def _join(visit: Visit, form: Form, asked: Registration) -> bool:
    hashed = await asyncio.to_thread(hash_password, asked.password, form.request_id)
    command = RegisterOrganisation(
        organisation=asked.organisation,
        name=asked.name,
        tax_code=asked.tax_code,
        roles=asked.roles,
        person=asked.person,
        person_name=asked.person_name,
        email=asked.email,
        password_hash=hashed,
    )
    return await visit.ask(command, form)


@get("/account", security=SIGNED_IN)
async def account(request: Request[Any, Any, Any]) -> Page:
    """One's organisation, and the sessions and tokens that act for one."""
    visit = await arrive(request)
    return await _account(visit, Form())


async def _account(visit: Visit, form: Form, secret_once: str = "") -> Page:
    secret = visit.request.cookies.get(COOKIE, "")
    return visit.page(
        "account.html",
        form.status,
        form=form,
        organisation=await visit.question(participants.organisation, visit.by.organisation),
        tokens=await visit.question(participants.tokens, visit.by.person, clock.now()),
        secret_once=secret_once,
        this=await visit.question(participants.token_of, secret),
    )


@post("/account/tokens", security=SIGNED_IN)
async def make_token(request: Request[Any, Any, Any]) -> Page:
    """Make a token for a program, and show its secret in this answer only."""
    visit = await arrive(request)
    form = await visit.form()
    asked = form.read(
        NewToken,
        token=form.id("token"),
        scope=form.all("scope"),
        days=whole(form["token_days"]),
        level_number=whole(form["level_number"] or "1"),
    )
    if asked is None:
        form.wrong = {
            "token_days" if "days" in form.wrong else name: "unfit" for name in form.wrong
        }
        return await _account(visit, form)
    until = api_token_end(clock.now(), asked.days)
    try:
        made = await issue(
            visit.exchange,
            visit.by,
            asked.token,
            TokenUse.api,
            asked.scope,
            until,
            form.request_id,
            asked.level_number,
        )
    except Refused as refused:
        form.refused = refused
        return await _account(visit, form)
    return await _account(visit, form, made.secret)


@post("/account/tokens/{token:str}/revocation", security=SIGNED_IN)
async def revoke(request: Request[Any, Any, Any], token: FromPath[str]) -> Page:
    """End a session or a token."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(RevokeToken, token=token), form):
        return visit.go("/account", "token_ended")
    return await _account(visit, form)


ROUTES = [
    sign_in_form,
    sign_in,
    sign_out,
    join_form,
    join,
    account,
    make_token,
    revoke,
]
