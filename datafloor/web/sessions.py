"""Opening a session: by a password, with a code where there is a second factor, or by an electronic
identity. Each way has the level of assurance that it is worth."""

import asyncio
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.adapters.identity import Identified
from datafloor.adapters.secrets import nobody, password_fits
from datafloor.contexts import participants
from datafloor.contexts.participants import (
    Email,
    IssueToken,
    Means,
    RecordAssurance,
    Role,
    TokenUse,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import HOUR
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange
from datafloor.web.second_factor import Code, prove

SESSION = 12 * HOUR
"""How long a browser stays signed in."""

LEVELS = {Means.password: 1, Means.second_factor: 2}
"""What a way to sign in is worth at most; a provider says so itself."""


class SigningIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An e-mail address and its password, and a code where there is a second factor."""

    email: Email
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Code | None = None


class Secret(Struct, frozen=True):
    """A token's secret. It is shown in this answer only; the exchange keeps its digest."""

    token: str
    secret: str
    expires_at: int
    receipt: Receipt


class Half(Struct, frozen=True):
    """Somebody whose password fits, and whose code is still to come."""

    person: str
    organisation: str
    factor: str


async def check_password(exchange: Exchange, asked: SigningIn, address: str) -> Half | Actor:
    """Whose password this is. Raises `Refused` without saying what was wrong."""
    exchange.slowing.attempt(address, asked.email, clock.now())
    found = await exchange.question(participants.sign_in, asked.email)
    stranger = await asyncio.to_thread(nobody)  # for everyone: the first time it takes as long
    fits = await asyncio.to_thread(
        password_fits, asked.password, found.password_hash if found else stranger
    )
    if found is None or not fits:
        raise Refused(Refusal.sign_in_wrong)
    exchange.slowing.passed(address, asked.email)
    if found.factor is not None:
        return Half(found.person, found.organisation, found.factor)
    return Actor(found.person, found.organisation)


async def open_session(exchange: Exchange, asked: SigningIn, address: str) -> Secret:
    """A session for whoever knows the password and, where there is one, has the second factor."""
    found = await check_password(exchange, asked, address)
    if isinstance(found, Actor):
        return await open_plain(exchange, found)
    if asked.code is None:
        raise Refused(Refusal.code_needed)
    return await open_with_code(exchange, found, asked.code)


async def open_plain(exchange: Exchange, found: Actor) -> Secret:
    """A session for whoever had the password, and has no second factor."""
    return await _open(exchange, found, Means.password, LEVELS[Means.password])


async def open_with_code(exchange: Exchange, half: Half, typed: str) -> Secret:
    """A session for whoever had the password and has the second factor. The code counts once."""
    by = Actor(half.person, half.organisation)
    await prove(exchange, by, half.factor, typed, remove=False)
    return await _open(exchange, by, Means.second_factor, LEVELS[Means.second_factor])


def identity_of(exchange: Exchange, found: Identified) -> str:
    """An electronic identity as it is kept: a digest that only the exchange's key can make."""
    return exchange.key.derive("identity", f"{found.issuer}\n{found.subject}").hex()


async def open_identified(
    exchange: Exchange, identity: str, level: int, evidence: str
) -> Secret | None:
    """A session for whoever linked this identity, at the level that its provider says; nothing
    where nobody did. What the provider knows better than we do is recorded."""
    found = await exchange.question(participants.identified, identity)
    if found is None:
        return None
    if level > found.level:
        record = RecordAssurance(person=found.person, level_number=level, evidence=evidence)
        await exchange.door.ask(record, EXCHANGE, new_id("request"))
    return await _open(exchange, found, Means.provider, level)


async def _open(exchange: Exchange, who: Actor, means: Means, level: int) -> Secret:
    roles = await exchange.question(participants.roles, who.organisation)
    by = Actor(who.person, who.organisation, roles, level)
    token, scope = new_id("token"), tuple(Role(role) for role in sorted(roles))
    until = clock.now() + SESSION
    return await issue(
        exchange, by, token, TokenUse.session, scope, until, new_id("request"), level, means
    )


async def issue(
    exchange: Exchange,
    by: Actor,
    token: str,
    use: TokenUse,
    scope: tuple[Role, ...],
    expires_at: int,
    request_id: str,
    level: int = 1,
    means: Means | None = None,
) -> Secret:
    """Issue a token whose secret follows from the exchange's key and the token's id."""
    secret = exchange.token_secret(token)
    command = IssueToken(
        token=token,
        use=use,
        secret_digest=participants.digest_of(secret),
        scope=scope,
        expires_at=expires_at,
        level_number=level,
        means=means,
    )
    receipt = await exchange.door.ask(command, by, request_id)
    return Secret(token, secret, expires_at, receipt)
