"""Participants over HTTP: joining, signing in, people, roles, tokens."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from datafloor.adapters.secrets import hash_password
from datafloor.contexts import participants
from datafloor.contexts.participants import (
    Email,
    ErasePerson,
    GrantRole,
    Level,
    Name,
    OrganisationId,
    OrganisationView,
    PersonId,
    PersonView,
    PresentPapers,
    RecordAssurance,
    RegisterOrganisation,
    RevokeToken,
    Role,
    TaxCode,
    TokenId,
    TokenUse,
    TokenView,
    VerifyOrganisation,
    WithdrawRole,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.web.api.routes import (
    BEARER,
    OPEN,
    RequestId,
    exchange_of,
    office,
    request_id_or_new,
    table,
)
from datafloor.web.problems import answers
from datafloor.web.sessions import Secret, SigningIn, issue, open_session
from datafloor.web.signing_in import NOBODY, address_of, somebody

TAG = "Participants"

Password = Annotated[str, Meta(min_length=12, max_length=200)]


class Registration(Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation that joins, and the first person who acts for it."""

    organisation: OrganisationId
    name: Name
    tax_code: TaxCode
    roles: tuple[Role, ...]
    person: PersonId
    person_name: Name
    email: Email
    password: Password


class NewPerson(Struct, frozen=True, forbid_unknown_fields=True):
    """Another person who may act for one's organisation."""

    person: PersonId
    person_name: Name
    email: Email
    password: Password


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    """A token to make: what it may be used for, for how many days, and at which level it acts."""

    token: TokenId
    scope: tuple[Role, ...]
    days: Annotated[int, Meta(ge=1, le=366)] = 90
    level_number: Level = 1


@post(
    "/organisations",
    operation_id="register_organisation",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 409, 413, 422, 503, 507),
)
async def register(
    request: Request[Any, Any, Any], data: JSONBody[Registration], request_id: RequestId = None
) -> Receipt:
    """An organisation joins with the first person who acts for it, as seller, buyer or both."""
    name = request_id_or_new(request_id)
    hashed = await asyncio.to_thread(hash_password, data.password, name)
    command = RegisterOrganisation(
        organisation=data.organisation,
        name=data.name,
        tax_code=data.tax_code,
        roles=data.roles,
        person=data.person,
        person_name=data.person_name,
        email=data.email,
        password_hash=hashed,
    )
    return await exchange_of(request).door.ask(command, NOBODY, name)


@post(
    "/people",
    operation_id="add_person",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 409, 413, 503, 507),
)
async def add_person(
    request: Request[Any, Any, Any], data: JSONBody[NewPerson], request_id: RequestId = None
) -> Receipt:
    """Another person may act for one's own organisation."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    name = request_id_or_new(request_id)
    hashed = await asyncio.to_thread(hash_password, data.password, name)
    command = participants.AddPerson(
        person=data.person,
        person_name=data.person_name,
        email=data.email,
        password_hash=hashed,
    )
    return await exchange.door.ask(command, by, name)


@post(
    "/tokens",
    operation_id="issue_token",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 409, 413, 422, 503, 507),
)
async def issue_token(
    request: Request[Any, Any, Any], data: JSONBody[NewToken], request_id: RequestId = None
) -> Secret:
    """Make a token for a program. Its scope never reaches further than yours."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await issue(
        exchange,
        by,
        data.token,
        TokenUse.api,
        data.scope,
        api_token_end(clock.now(), data.days),
        request_id_or_new(request_id),
        data.level_number,
    )


def api_token_end(now: int, days: int) -> int:
    """When a token made now for so many days ends: with a day, so that a request repeated today
    is the same request."""
    return (now // DAY + days + 1) * DAY - 1


@post(
    "/sessions",
    operation_id="sign_in",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 401, 403, 413, 429, 503, 507),
)
async def sign_in(request: Request[Any, Any, Any], data: JSONBody[SigningIn]) -> Secret:
    """Sign in with a password, and with a code where you have a second factor; the answer is a
    token for twelve hours."""
    return await open_session(exchange_of(request), data, address_of(request))


@get(
    "/tokens",
    operation_id="tokens",
    tags=[TAG],
    security=BEARER,
    responses=answers(401),
)
async def tokens(request: Request[Any, Any, Any]) -> list[TokenView]:
    """Your tokens and sessions that are open now, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(participants.tokens, by.person, clock.now())


class Me(Struct, frozen=True):
    """Who the sender's token says it is, and at which level of assurance it acts."""

    person: str
    organisation: OrganisationView
    roles: tuple[str, ...]
    level: int


@get(
    "/me",
    operation_id="me",
    tags=[TAG],
    security=BEARER,
    responses=answers(401),
)
async def me(request: Request[Any, Any, Any]) -> Me:
    """Who you are here, and what this token may be used for."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    organisation = await exchange.question(participants.organisation, by.organisation)
    return Me(by.person, organisation, tuple(sorted(by.roles)), by.level)


@get(
    "/organisations",
    operation_id="organisations",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def organisations(
    request: Request[Any, Any, Any],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 100,
) -> list[OrganisationView]:
    """The public register of organisations, in the order of ids."""
    return await exchange_of(request).question(participants.organisations, after, limit)


@get(
    "/organisations/{organisation:str}",
    operation_id="organisation",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def organisation(
    request: Request[Any, Any, Any],
    organisation: Annotated[str, PathParameter(pattern=pattern("org"))],
) -> OrganisationView:
    """One organisation of the public register."""
    return await exchange_of(request).question(participants.organisation, organisation)


@get(
    "/organisations/{organisation:str}/people",
    operation_id="people_of",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404),
)
async def people_of(
    request: Request[Any, Any, Any],
    organisation: Annotated[str, PathParameter(pattern=pattern("org"))],
) -> list[PersonView]:
    """Those who act for an organisation, for the operator and the supervisor."""
    await office(request, "operator", "supervisor")
    exchange = exchange_of(request)
    await exchange.question(participants.organisation, organisation)
    return await exchange.question(participants.people, organisation)


ROUTES = [
    register,
    add_person,
    issue_token,
    tokens,
    sign_in,
    me,
    organisations,
    organisation,
    people_of,
    *table(
        [
            ("/people/erasures", ErasePerson),
            ("/roles", GrantRole),
            ("/roles/withdrawals", WithdrawRole),
            ("/tokens/revocations", RevokeToken),
            ("/papers", PresentPapers),
            ("/organisations/verifications", VerifyOrganisation),
            ("/people/assurances", RecordAssurance),
        ],
        TAG,
    ),
]
